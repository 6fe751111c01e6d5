"""Words that tell where a phrase of a paper's subject begins and ends, in any field.

The first two lists are the words that are frequent in abstracts of machine learning and of
biomedicine alike, and so belong to neither; they were sorted by hand.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


COMMON_WORDS = _words("""
    access accuracy acquisition action actions activation adaptation adaptive adjustment agent
    agents aggregation air algorithm allocation analysis animals annotation appearance
    architecture area areas arm arms array assembly association attention background balance
    baseline basis behavior behaviour bias biological block blocks bodies body bound boundaries
    box brain candidate capacity causal cell cells central chain channel channels choice circuit
    class classes classification clinical cluster clustering clusters coding coefficient
    cognitive collection communication community completion complexity compliance composition
    computational computer concept concepts condition conditional conditions confidence
    connections consensus consumption contacts content context contexts control controls
    coordinate coordination core correlation cost costs coupling coverage cross cues curve cycle
    data database databases decision decisions deep delay delivery demand density description
    detection development diagnosis diffusion dimensions discovery discrete discrimination
    display distance distributed distribution distributions diversity document domain domains
    downstream dual dynamic dynamics editing effect effects efficiency element encoding energy
    engineering environment environmental environments error errors estimation event events
    evidence evolution experience expression expressions external extraction eye face factor
    factors failure family feature features feedback flow force forces foundation frame
    framework free frequencies frequency function functional functions fusion gap generation
    global group groups growth guidance hand head health heterogeneous historical human
    hypothesis identification identity image images imaging independent index individual
    individuals information input integral integration intensity interaction interactions
    interface intermediate internal interpretation intervention intrinsic inverse joint
    knowledge labeling language laser latent layer layers learning length level levels light
    likelihood line linear local localization location locations loop loss magnetic management
    manual map mapping maps mass matching material materials matrix maximum measurement
    measurements measures mechanical mechanism mechanisms media medical memory minimal mobility
    mode model modeling modes modification modifications monitoring motor movement multivariate
    muscle natural negative network networks neural neurons node nodes online open optical
    optimal orientation outcome outcomes output paired paradigm parallel parameters partial
    participants patient patients pattern patterns people person personal phase physical plan
    planning platform policies policy population position positions positive posterior power
    practice precision prediction predictions predictive preference pressure prior probability
    procedure procedures process processes processing product production products program
    programs project properties property protocol public quality quantitative question questions
    random randomized rate rates reaction recognition recovery recurrent reduction reference
    region regions registration regression relation release reliability rescue residual
    resolution resource resources response responses risk role safe safety sample samples
    sampling scale science scientific score scores search segment segments selection sensing
    sensitivity sensor sensory separation sequence sequences sequential service services setting
    settings shape shift signal signals similarity size social soft software solution source
    sources space spatial stability stage stages standard state states statistics step steps
    stiffness stochastic storage strategies strategy strength structural structure structures
    subject subjects subset support surface surfaces surgery surgical surveillance survey switch
    synthesis synthetic system systems target task technique techniques technologies technology
    temporal test tests theoretical theory threshold time times tissue tool tools tracking
    training transfer transformation transition transitions translation transmission transport
    treatment trials uncertainty unit units universal urban user users utility utilization
    validation value values variable variables variance variation variations vector vectors
    velocity visual visualization volume water weak web weight words world
""")
"""Words of all fields that may stand in a phrase, but say nothing on their own."""

REPORTING_WORDS = _words("""
    ability ablation able absence absolute abstract abundant accelerate according accordingly
    account accurate accurately achieve achieved acquire acquired act active actively activities
    activity ad-hoc added addition additional additionally address addressed adjacent adjusted
    adjusting advance advanced advancement advancements advances advantage advantages affect
    affected affects afore-mentioned aforementioned afterwards aid aim aims allow allowed
    allowing allows alternative amid amidst amount amounts analyses analyze analyzed analyzing
    appear appears applicable application applications applied approach approaches appropriate
    approximately arise arising around article aspect aspects assess assessment associated
    assumed attempt attempts attractive augmented authors availability available average avoid
    away axis back background base based basic become becomes becoming beneficial benefit
    benefits best better bigger bring broad bunch burden calculate calculated called
    capabilities capability capable capture carried carry carrying case cases categories
    category cause caused causes center certain challenge challenges challenging change changes
    changing characteristic characteristics characterization characterize characterized cheaper
    chinese classic classical clear clearly close closely coarse-grained code collected
    combination combinations combined combining common commonly comparable comparative compare
    compared comparing comparison comparisons competitive complement complementary complete
    completely complex complicated component components composed comprehensive comprising
    computed concerns conclude conclusion conclusions conditioned conducted confirm confirmed
    cons consecutive consequently consider considerable considerably considered considering
    consistent consistently consisting consists constant construct constructed contact contain
    contained containing contains continuous continuously contrast contribute contributes
    contribution contributions controlled controlling conventional conversely coordinated corpus
    correct correlated corresponding counterparts couple coupled create criteria critical
    crucial current currently cutting-edge daily dataset datasets date day day-to-day days
    decline decrease deeper define defined definition degradation degree degrees demonstrate
    demonstrated demonstrates demonstrating depend dependence dependent depending depends
    derived described describes describing design designed desired detail detailed detect
    detected detecting determine determined determining develop developed developing develops
    diameter differ difference differences different differential difficult difficulties
    difficulty direct directed direction directions directly discovered discuss discussed
    discussion distinct distinguish diverse dozen dozens dramatic dramatically drawback
    drawbacks drive driven driving due dynamically e.g earlier early easier easily effective
    effectively effectiveness efficacy efficient efficiently effort efforts eight eleven
    eliminate emerged emergent emerging empirical employed enable enabled enables encode encoded
    encodes end end-to-end enhance enhanced enhancement enhances enhancing enormous ensure
    entire equal equally equivalent especially essential essentially establish established
    establishing estimate estimated estimates estimating evaluate evaluated evaluating
    evaluation exact examine examined example examples excellent excessive exhibit exhibits
    exist existence existing exists expected experiment experimental experimentally experiments
    explanation exploited explore explored express expressed extend extended extending extension
    extensive extensively extent extract extracted extracts extreme extremely facet facets
    facilitate facilitates facilitating fact fail far fashion fast faster favorable feasibility
    feasible fed field fifteen fifty final finally find finding findings fine-grained finer
    finite first five fixed flexible focus focused focuses focusing follow follow-up followed
    following follows form formation formed former forms forty forward found foundational four
    fourteen fraction freely frequent frequently full fully fundamental further future gain
    gained general general-purpose generalized generally generate generated generates generating
    github give given gives giving globally goal good great greater greatly growing guide
    handful harder heavy height help helps hence herein high high-quality higher highlight
    highly history host hour hours huge human-written hundred hundreds i.e idea identical
    identified identifies identify identifying ii iii illustrate impact impacts implementation
    implementations implemented implications importance important importantly improve improved
    improvement improvements improves improving include included includes including incomplete
    incorporated increase increased increases increasing increasingly independently indicate
    indicates indicating induce induced influence inherent initial initially inner innovative
    insight insights instance instances insufficient integrated intensive intentions interact
    interacting interest intricate introduce introduced introduction invasive investigate
    investigated investigation involve involved involves involving issue issues key known lack
    landscape large large-scale largely larger largest last later latest latter lead leading
    leads led left lens life likely limit limitations limited limiting limits link links
    literature little load locally located long long-standing long-term longer low low-quality
    lower magnitude main mainly maintain maintaining major majority making manipulation manner
    massive mathematical mean meaningful means meanwhile measure measured measuring meet merely
    method methodologies methodology methods mild million minimum minute minutes mixed mm
    modified modify month months mostly ms multiple myriad naive named namely naturally nature
    nearly necessary need needed needs net nevertheless new newly next nine non-trivial
    nonetheless normal notable notably notion novel nowadays nuanced number numbers numerous
    objective objectives observation observations observe observed obstacle obstacles obtain
    obtained occur occurs off-the-shelf offer offers official once one-third ongoing onwards
    open-source open-sourced operating optimized order original outset overall overcome overview
    page pairs paper paramount part partially particular particularly parts past perform
    performance performed period periods perspective phenomenon physically pitfalls pivotal
    place placed play plays plethora plug-and-play point points poor poorly possibility possible
    possibly potential potentially powerful practical practically practitioners precise
    precisely predict predicted predicting predictor predicts preliminary presence present
    presented presenting presents prevent previous previously primarily primary principal
    principles problem problems produce produced produces producing progress prominent promise
    promising proper propose proposed pros proved proven provide provided provides providing
    publicly-available pure purpose qualitative quantify quantitatively quickly randomly range
    ranging rapid rapidly rare ratio rationale readily real real-world realm reason reasonable
    reasons received recent recently recognize recognized recorded reduce reduced reduces
    reducing referred reflect regarding regardless regular related relationship relationships
    relative relatively released relevance relevant reliable relies rely remain remaining
    remains remarkable remarkably remedy removal repeated report reported reports repository
    represent representative represented representing represents require required requirement
    requirements requires requiring research researchers respect respective respectively
    restricted result resulting results reveal revealed reveals review rich richer right
    rigorous rise roadmap robust safer sampled seamless second see seen select selected sense
    sensitive separate separately series serve serves set sets seven severe share shared sheer
    short short-term shortcoming shortcomings show showed showing shown shows side significant
    significantly similar similarities simple simpler simply simultaneous simultaneously single
    situation six sixteen slightly slow slower small small-scale smaller smooth so-called solely
    solid sometimes somewhat sophisticated spatially special specialized specific specifically
    specification specified specify spectrum stable start starting state-of-the-art statistical
    statistically status step-by-step stringent strong stronger strongly structured studied
    studies study studying subsequent subsequently substantial substantially subtle success
    successful successfully sufficient suggest suggested suggests suitable superior supported
    supporting surge surprisingly surrounding synthesized systematic systematically take taken
    takes taking targeted taxonomy technical technological temporally ten term termed terms
    tested testing theoretically thereof third thirteen thirty thorough thought thousand
    thousands three tight today together top total towards trade-off trade-offs tradeoff
    tradeoffs traditional trained treat treated tremendous true turn twelve twenty two two-sided
    two-thirds type types typical typically umbrella uncertain unclear undergone underlying
    understand understanding understood unexpected unique unknown unlike unprecedented
    up-to-date update updated upper use used useful uses using usually utilize utilized
    utilizing validate validated validity valuable variability variant variants varied variety
    various vary varying vast versatile version via view vital vitro vivo vulnerable way ways
    weaker website week weeks weighted well-established well-known whilst whole wide widely
    widely-used wider widespread work working worse worst year years yesterday yield
""")
"""Words of all fields that tell or praise ("demonstrate", "effective"): no part of a phrase."""

VERBS = _words("""
    accelerate accomplish accumulate achieve acquire activate adapt address adjust admit adopt
    affect aggregate agree aim align alleviate allow alter amplify analyse analyze anticipate
    appear apply approximate argue arise arrive assess assign assume attain augment automate
    avoid become begin behave believe belong benefit boost bridge bring broaden build call
    capture characterise characterize choose circumvent cite claim classify collect combine come
    compare compensate comprise compute concentrate concern conclude conduct confer confirm
    consider consist constitute construct consume contain contribute convert correlate create
    decide decouple decrease deepen define degenerate degrade delineate deliver demonstrate
    depend depict deploy derive describe detect determine develop deviate devise differ diminish
    direct discover discuss disentangle distinguish diverge dominate drive elicit eliminate
    elucidate embed embody emerge emphasise emphasize employ emulate enable encode encompass
    encounter encourage endow enforce engage enhance enrich ensure entail equip establish
    evaluate exacerbate examine exceed exclude execute exhibit exist expand expect explain
    exploit explore expose extend extract facilitate fail fall favor feel find fine-tune
    finetune fluctuate follow formulate foster gain gather generalise generalize generate go
    govern grow handle happen harness highlight hinder hold identify illustrate imitate impair
    impede implement impose improve incentivise incentivize incorporate increase incur indicate
    induce infer inform infuse inherit inhibit inject inspect inspire instantiate instruct
    integrate intend interact interpret intervene introduce investigate invoke involve justify
    keep know lack lead learn leave lengthen lessen let leverage lie locate look lose lower
    maintain manage manifest maximise maximize mean mediate meet mimic minimise minimize
    mitigate modify modulate motivate navigate necessitate need neglect notice observe obtain
    occur offer operate optimise optimize organise organize originate outline outperform
    overcome overfit overlook participate penalise penalize penetrate perform permit persist
    plague play plummet pose possess postpone postulate precede precipitate preclude predict
    prefer prescribe present preserve prevent prioritise prioritize proceed produce prohibit
    promote propose protect prove provide pursue quantify raise reach realise realize receive
    recognise recognize recommend reconcile recover rectify reduce refine reflect regard
    regulate reinforce reject relax rely remain remove render repeat replace report reproduce
    require resemble reside resolve respond restrict retain retrieve reuse reveal revisit
    revolve ripen rise rotate sacrifice satisfy secrete see seek seem select serve share shed
    shorten show simplify sit situate solicit solve speak speculate spend spur stabilise
    stabilize stay stimulate streamline strengthen struggle submit suffer suggest suit summarise
    summarize supersede support suppress surpass sustain synthesise synthesize tackle tailor
    take teach tend think train treat turn uncover undergo underlie undermine underperform
    understand undertake unify unlock unveil use utilise utilize validate vary verify view
    visualise visualize want warn warrant weaken widen withstand work write yield
""")
"""Verbs in their plain form that are seldom nouns."""

NOUNS_IN_ING = _words("""
    ageing aging answering averaging banking binding boosting bootstrapping breeding
    caching captioning clustering coaching coding conditioning cooling counseling counselling
    crowding crowdsourcing decoding dosing drinking editing embedding encoding engineering
    farming feeding filtering fine-tuning finetuning fishing flooding folding grooming hacking
    hearing heating imaging indexing inpainting jailbreaking labeling labelling learning
    lighting manufacturing mapping marketing matching mentoring merging mining modeling
    modelling networking nursing parenting parsing planning policing pooling pricing printing
    processing profiling programming prompting pruning publishing questioning ranking reasoning
    recycling red-teaming rendering reranking routing sampling scaling screening sensing
    sequencing shaping shopping signaling signalling silencing smoking spacing spelling splicing
    splitting steering teaching teaming testing timing tracking trading training tuning tutoring
    unlearning warming watermarking weighting wording writing
""")
"""Words in "-ing" that name something."""


def is_common(word: str) -> bool:
    """Tell whether a word is of all fields ("model", "human")."""
    lowered = word.lower()
    return lowered in COMMON_WORDS or lowered.removesuffix("s") in COMMON_WORDS
