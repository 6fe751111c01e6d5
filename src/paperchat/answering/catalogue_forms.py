"""The forms of questions that the catalogue answers: what is wanted, by the question's words."""

from __future__ import annotations

import re
from typing import Literal

from paperchat.answering.conditions import NUMBER, whole
from paperchat.answering.made import DATA
from paperchat.text.stopwords import STOP_WORDS

Wanted = Literal[
    "count", "list", "newest", "oldest", "most_authors", "fewest_authors", "mean_authors",
    "years", "per_year", "per_month", "overview",
    "date_of", "authors_of", "author_count_of", "link_of", "code_of",
    "newer_of", "older_of", "more_authors_of", "fewer_authors_of",
    "same_year", "same_month", "same_day",
]  # fmt: skip

ABOUT_ONE: frozenset[Wanted] = frozenset(
    ("date_of", "authors_of", "author_count_of", "link_of", "code_of")
)
ABOUT_SEVERAL: frozenset[Wanted] = frozenset(
    (
        "newer_of", "older_of", "more_authors_of", "fewer_authors_of",
        "same_year", "same_month", "same_day",
    )
)  # fmt: skip

ONE = r"(?:paper|abstract|article|work|publication|study|survey|review|report)"
MANY = r"(?:papers|abstracts|articles|works|publications|studies|surveys|reviews|reports|preprints)"
_ANY = rf"(?:{ONE}|{MANY}|ones?|entries)"
_HERE = (
    r"(?:in|of) (?:the|this|your|our) (?:library|corpus|collection|database|catalogue|catalog|set)"
)
_LIBRARY = r"(?:library|corpus|collection|database|catalogue|catalog)"
_LATE = r"(?:newest|latest|most recent(?:ly published)?|most recently|youngest)"
_EARLY = r"(?:oldest|earliest|least recent|first published)"

_WHENCE = (
    r"\b(?:universit|institut|affiliat|compan(?:y|ies)|countr|employ|labs?\b|laborator|e-?mail)|"
    r"^\W*(?:from )?where\b"
)
"""Asks where authors belong, which no record tells."""

_AUTHORS_DO = r"\b(?:did|do|does|have|had|has|can|could|would|will) the (?:co-?)?authors? of\b"
"""Asks what authors did, not who they are."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_MAY_PRECEDE = _words(
    "all any of the these those other others another more most such many some every few"
)
_ORDERS_TO_TELL = _words("""
    compare contrast summarize summarise summary describe discuss explain read translate
    differences difference rewrite write merge combine what's
""")
_NO_ADJECTIVE = "|".join(
    sorted(re.escape(word) for word in (STOP_WORDS - _MAY_PRECEDE) | _ORDERS_TO_TELL)
)
_ADJECTIVE = rf"(?!(?:{_NO_ADJECTIVE})\b)[\w'+./-]+\s+"
ADJECTIVES = rf"(?:{_ADJECTIVE}(?:(?:or|and)\s+{_ADJECTIVE})?){{0,4}}?"

ABOUT = (
    r"(?:about|on|regarding|concerning|covering|cover|(?:deal|dealing|concerned|having to do) with|"
    r"discuss(?:ing)?|address(?:ing)?|focus(?:ed|ing)? on|relat(?:ed|ing) to|relevant (?:to|for)|"
    r"talk(?:ing)? (?:about|of)|stud(?:y|ying)|investigat(?:e|ing)|explor(?:e|ing)|"
    r"examin(?:e|ing)|treat(?:ing)?|tackl(?:e|ing)|consider(?:ing)?|"
    r"work(?:ing)? (?:on|with)|look(?:ing)? at|involv(?:e|es|ing)|"
    r"in the (?:area|field) of|devoted to|concern|handl(?:e|ing)|target(?:ing)?|"
    r"(?:made|meant|designed|intended|built) for|aim(?:ed|ing)? at|cent(?:er|re)(?:ed)? on)"
)
NAMES = (
    r"(?:mention(?:s|ed|ing)?|cit(?:e|es|ed|ing)|contain(?:s|ing)?|refer(?:s|ring)? to|"
    r"speak(?:s|ing)? of|name(?!s? of\b))"
)
USES = (
    r"(?:us(?:e|es|ing)|employ(?:s|ing)?|appl(?:y|ies|ying)|"
    r"(?:evaluat|test|train|build|rel|bas)\w* on|compar\w+ (?:with|to|against))"
)
MAKES = (
    r"(?:propos(?:e|es|ing)|introduc(?:e|es|ing)|present(?:s|ing)?|releas(?:e|es|ing)|"
    r"(?:buil(?:d|ds|ding)|collect(?:s|ing)?|contribut(?:e|es|ing)|creat(?:e|es|ing)|"
    r"publish(?:es|ing)?|construct(?:s|ing)?|curat(?:e|es|ing)|compil(?:e|es|ing))"
    rf"(?=\s+(?:[\w-]+\s+){{0,4}}?{DATA}))"
)
_VERB = (
    r"(?:are |is |were |that |which |who |also |all |do |does |not |n't |don't )*"
    rf"(?:{ABOUT}|{NAMES}|{USES}|{MAKES})"
)
_END = r"\s*(?:please)?\W*$"
_FILLER = (
    rf"(?:{_HERE}|are there|there are|there|exist|do (?:you|we) (?:have|know|hold)|"
    r"(?:that |which )?(?:you|we) (?:have|know)|have you (?:got)?|is|are|and|with|by|in|"
    r"sorted.*|ordered.*|newest first|oldest first|latest first|that|which|have|has|were|was|came)"
)
_TAIL = (
    rf"(?:(?:,| and| or)+ {ADJECTIVES}{MANY}\b)*(?=(?:[\s,]+{_FILLER})*"
    rf"(?:\s+(?:{_VERB}\b|in which\b|where\b|should i (?:read|know|look at)\b)|[\s,]*\W*$))"
)

_OF_PAPERS = (
    rf"\b(?=\W*$|\W+(?:{_ANY}|additions?|of|in|on|about|among|here|there|that|which|by|from|since|"
    r"with|and|or)\b)"
)
"""Behind "the newest": a word for papers, or none for anything else."""
_EACH = r"(?:per|by|for each|for every|in each|in every|each|every)"
_SO_MANY = (
    r"\b(?:how many|number|count)"
    r"(?: (?:are|were) (?:there|published)| appeared| came out| there are)?"
)
_BARE = r"^\W*(?:what(?:'s| is| are)|show(?: me)?|and)? ?"

_FORMS: tuple[tuple[Wanted, str], ...] = (
    ("overview",
     r"\b(?:what|which) (?:are the )?(?:kinds? of |sorts? of |main |major |different |research |"
     r"other )*(?:topics?|subjects?|areas?|fields?|themes?|domains?)\b(?=.*(?:"
     rf"{_LIBRARY}|papers|cover|treat|you\b|there\b|here\b|them\b|i ask\b)|\W*$)|"
     rf"\bwhat (?:is|are) (?:in )?(?:this|the|your) {_LIBRARY}(?: about)?{_END}|"
     rf"\bwhat (?:kinds?|sorts?|types?) of {MANY} (?:are (?:there|here|these)|do (?:you|we) have|"
     rf"(?:are|is) {_HERE}|does (?:the|this|your) {_LIBRARY} (?:have|hold|contain)){_END}|"
     rf"\bwhat(?:'s| is) in (?:this|the|your) {_LIBRARY}|"
     rf"\bwhat (?:do|does) (?:the|this|these|your|all)? ?(?:the )?(?:papers|{_LIBRARY}) "
     rf"(?:cover|contain|deal with|hold|treat|have){_END}|"
     rf"\b(?:overview|summary|topics|themes) of (?:the|this|your|all) (?:{_LIBRARY}|papers){_END}"),
    ("per_month", rf"\b{_ANY}\b.*\b{_EACH} month\b|{_SO_MANY} {_EACH} month\b|"
                  rf"^\W*(?:and )?{_EACH} month{_END}|"
                  rf"\b(?:which|what|in which) month\b.*\b(?:most|fewest) {MANY}\b"),
    ("per_year", rf"\b{_ANY}\b.*\b{_EACH} year\b|{_SO_MANY} {_EACH} year\b|"
                 rf"^\W*(?:and )?{_EACH} year{_END}|"
                 rf"\b(?:distribution|spread) (?:of \w+ )?(?:over|across|by)(?: the)? years?\b|"
                 rf"\b(?:which|what|in which) year\b.*\b(?:most|fewest) {MANY}\b"),
    ("years", r"\b(?:which|what) (?:years?|period|time span|dates)\b.*"
              r"\b(?:cover|span|papers?|from)|"
              r"\b(?:date|time) (?:range|span)\b|\bhow far back\b"),
    ("mean_authors", r"\b(?:average|mean|median|typical)\b.*\b(?:authors|team|people)\b|"
                     r"\bauthors\b.*\b(?:on average|per paper)\b|\bon average\b.*\bauthors\b|"
                     r"\bhow many authors do (?:the|these|all|most) papers have\b"),
    ("same_year", r"\bsame year\b"),
    ("same_month", r"\bsame month\b"),
    ("same_day", r"\bsame (?:day|date|time)\b(?=.*)(?<!at the same time)"),
    ("more_authors_of", r"\bmore (?:co-?)?authors\b(?! than \d)"),
    ("fewer_authors_of", r"\b(?:fewer|less) (?:co-?)?authors\b(?! than \d)"),
    ("most_authors", r"\b(?:most|(?:largest|highest|biggest|greatest|maximum) number of) "
                     r"(?:co-?)?authors\b|\b(?:longest|largest|biggest) (?:author list|team|"
                     r"list of authors|group of authors)\b"),
    ("fewest_authors", r"\b(?:fewest|least|(?:smallest|lowest) number of) (?:co-?)?authors\b|"
                       r"\b(?:shortest|smallest) (?:author list|team|list of authors)\b"),
    ("author_count_of", r"\bhow many (?:co-?)?(?:authors|people wrote|writers)\b|"
                        r"\bnumber of (?:co-?)?authors (?:of|for|on|in|does|has)\b"),
    ("authors_of",
     rf"^(?!.*(?:{_WHENCE}))(?!.*{_AUTHORS_DO}).*(?:\bwho (?:wrote|authored|published|"
     r"are the (?:co-?)?authors|is the author)\b|"
     r"\b(?:list|name|show|give)(?: me)? the authors\b|\bauthors? of\b)"),
    ("newest", rf"^(?=.*\b{_ANY}\b)(?!.*\bsay\b).*\b{_LATE}\b(?! first\b)|"
               rf"\bwhich (?:one |of .{{3,}} )?(?:is|was) (?:the )?{_LATE}{_OF_PAPERS}|"
               rf"{_BARE}the {_LATE}(?: one| addition)?s?{_END}|"
               rf"\b{_LATE} {NUMBER}{_END}|{_BARE}(?:the )?{NUMBER} "
               rf"{_LATE}{_END}|\blast {NUMBER} {MANY}\b"),
    ("oldest", rf"^(?=.*\b{_ANY}\b)(?!.*\bsay\b).*\b{_EARLY}\b(?! first\b)|"
               rf"\bwhich (?:one |of .{{3,}} )?(?:is|was) (?:the )?{_EARLY}{_OF_PAPERS}|"
               rf"{_BARE}the {_EARLY}(?: one)?s?{_END}|"
               rf"\b{_EARLY} {NUMBER}{_END}|{_BARE}(?:the )?{NUMBER} "
               rf"{_EARLY}{_END}|\bfirst {NUMBER} {MANY}(?: published)?{_END}"),
    ("newer_of", r"\b(?:newer|more recent|younger|(?:published|appeared|released|came out) later|"
                 r"(?:published|appear\w*|released|c[ao]me out) after|later one|the later)\b"),
    ("older_of", r"\b(?:older|earlier|(?:published|appeared|released|came out|come out|was|is) "
                 r"first|(?:published|appear\w*|released|c[ao]me out) before)\b"),
    ("date_of", r"\bwhen (?:was|were|did)\b.*\b(?:published|released|appear|come out|written)\b|"
                r"\b(?:publication|release) dates? of\b|\bhow (?:old|recent|new) (?:is|are)\b"),
    ("code_of", r"\b(?:link|url|address) (?:of|to|for) (?:\w+ ){0,2}(?:code|repo\w*)\b|"
                r"\bwhere (?:is|can i (?:find|get|download))\b.*"
                r"\b(?:code|repo\w*|implementation)\b"),
    ("link_of", r"\b(?:link|url|address) (?:of|to|for)\b|"
                r"\bwhere (?:is|can i (?:find|get|download))\b.*\b(?:paper|pdf|article)\b"),
    ("count", rf"\bhow many (?:of (?:the|these|those|your|all) )?{ADJECTIVES}{_ANY}\b"
              r"(?! (?:do|does|did|has|have|was|were|is|are) (?!(?:you|we|there|not|about|on|deal|"
              r"mention|in|also|surveys|reviews)\b))|"
              rf"\bhow many are (?:there )?{ADJECTIVES}{MANY}\b|"
              rf"\bhow many (?:of (?:them|these|those|your|the) ?)?(?:{_VERB}\b|"
              r"(?:are|were|is) there\b|there are\b|do you have\b|in total\b|[^\w]*$)|"
              rf"\b(?:number|count|total) of (?:all )?(?:the )?{ADJECTIVES}{MANY}\b(?! per)|"
              rf"^\W*count (?:all )?(?:the )?{ADJECTIVES}{MANY}\b|"
              r"\bhow many\W*$|"
              rf"\bin how many {MANY} (?:is|are|was|were) .+ (?:mentioned|used|cited|applied)\b|"
              r"\bhow (?:big|large) is (?:the|this|your) (?:library|corpus|collection)\b"),
    ("list", rf"^\W*(?:please |kindly )?(?:(?:can|could|would|will) you (?:please )?|"
             r"i(?:'d| would)? (?:want|need|like)(?: to (?:see|read|know))?(?: about)? |"
             r"i(?:'m| am) (?:looking|searching) for |let me see |let's see |help me find )?"
             r"(?:list|show|name|enumerate|find|give|display|get|print|tell|search for|look for)?"
             r"(?: me| us)?(?: (?:all|every|the|any|some|only|just|about|of|a list of|what are))* ?"
             rf"(?:{NUMBER} )?{ADJECTIVES}{MANY}\b{_TAIL}|"
             rf"\b(?:which|what)(?: (?:of the|of these|of those|of your|other|are the|are))? "
             rf"{ADJECTIVES}(?:{MANY}|ones)\b{_TAIL}|"
             rf"\b(?:which|what)(?: of the)? {ADJECTIVES}(?:{ONE}|one)\b"
             rf"(?=\s+(?:{_HERE} )?(?:also )?{NAMES}\b|\s*\W*$)|"
             rf"\bwhich (?:of (?:them|these|those)|{NAMES}|(?:are|deal|talk)\b.*)\b|"
             rf"\b(?:are there|is there|do you have|do we have|have you got|you have) (?:any |"
             rf"some |other |more |also )*{ADJECTIVES}{MANY}\b{_TAIL}|"
             rf"^\W*(?:do |does )?any (?:of the |of these |other |more )?{ADJECTIVES}{MANY}\b"
             rf"(?=\s+(?:that |which )?(?:{ABOUT}|{NAMES})\b|{_END})|"
             rf"\bwhat (?:do|have) (?:you|we) (?:have|got) {ABOUT}\b|"
             rf"\bis there (?:an? |any |some )?{ADJECTIVES}{ONE}\b"
             rf"(?=\s+(?:that |which )?{NAMES}\b|{_END})|"
             rf"^\W*(?:list|show|give|find)(?: me)? (?:every|each|any) {ONE}\b{_TAIL}|"
             r"\b(?:is|are) there (?:anything|something|any|some|one|ones)(?: here| at all)?\W*$|"
             r"^\W*(?:(?:list|show|give|find)(?: me)? )?(?:everything|anything|all|what(?:ever)?|"
             rf"things?|those|the ones?)(?: that| which| else| is there| there is| is| was|"
             rf" {_HERE})*\W*$"),
)  # fmt: skip
_PATTERNS = tuple((wanted, re.compile(text, re.IGNORECASE)) for wanted, text in _FORMS)

_SUPERLATIVE = rf"(?:{_LATE}|{_EARLY}|last|first|top)"
_LIMIT = re.compile(
    rf"\b{NUMBER} (?:{_SUPERLATIVE}|{MANY})\b|\b{_SUPERLATIVE} {NUMBER}\b", re.IGNORECASE
)
_SEVERAL = re.compile(rf"\b(?:{_LATE}|{_EARLY}) (?:[\w-]+ ){{0,2}}?{MANY}\b", re.IGNORECASE)
_SEVERAL_MEANS = 5


def wanted_of(text: str, rest: str, *, narrowed: bool) -> Wanted | None:
    """Return what a question wants of the catalogue, if anything.

    ``rest`` is the question without its conditions, ``narrowed`` whether it has any.
    """
    for wanted, pattern in _PATTERNS:
        match = pattern.search(rest if wanted in _READ_WITHOUT_CONDITIONS else text)
        if match is None:
            continue
        if wanted == "list" and not (narrowed or _is_about_papers(rest)):
            continue
        return wanted
    return None


def limit_of(text: str) -> int | None:
    """Return how many papers are asked for: "the three newest", "latest 5", "newest papers"."""
    match = _LIMIT.search(text)
    if match:
        number = next(group for group in match.groups() if group)
        # "a paper" and "an article" ask for no number.
        return None if number.lower() in ("a", "an", "one") else whole(number)
    return _SEVERAL_MEANS if _SEVERAL.search(text) else None


_READ_WITHOUT_CONDITIONS = (
    "list",
    "count",
    "newer_of",
    "older_of",
    "newest",
    "oldest",
    "more_authors_of",
    "fewer_authors_of",
    "code_of",
    "link_of",
)


def _is_about_papers(rest: str) -> bool:
    return (
        re.search(rf"\b(?:{_ANY}|which|anything|something|you)\b", rest, re.IGNORECASE) is not None
    )
