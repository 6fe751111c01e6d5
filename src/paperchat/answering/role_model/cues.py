"""Cue words: what a sentence says of its own part in an abstract. They know no field and no paper.

All are looked up in :func:`plain` text, in which every word follows a space: a pattern that starts
with one is found much faster than one that tests for the start of a word.
"""

from __future__ import annotations

import re

from paperchat.types import SentenceRole

_BLANKS = str.maketrans(dict.fromkeys("\t\n\r\u00a0()[]{}\"'“”‘’*_—–/$", " "))


def plain(text: str) -> str:
    """Return ``text`` in lower case, with a space in front and for brackets, quotes and the like.

    Slashes are blanked too: addresses are to be looked for in the text itself.
    """
    return " " + text.lower().translate(_BLANKS)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(words) + ")")


_CONTRIBUTES = (
    r"(?:propos|introduc|present|develop|design|describ|formali|review|survey|examin|stud|"
    r"investigat|explor|analy|revisit|re-evaluat|provid|offer|build|construct|deriv|extend|"
    r"advocat|outlin|identif|categori|dissect|recast|reformulat|cover|summari|trac|focus)"
)
_PRIOR = r"(?:existing|previous|prior|earlier|current|traditional|conventional|standard|such|other)"

OWN = _any(
    rf"we (?:\w+ ){{0,2}}?{_CONTRIBUTES}",
    rf"(?:this|the|our) (?:present )?(?:paper|work|survey|report|article|authors?|study)"
    rf" (?:\w+ )?{_CONTRIBUTES}\w*(?:s|e)\b",
    r"in this (?:paper|work|survey|report|article|letter)\b",
    r"(?:is|are) (?:proposed|introduced|presented)\b",
    r"(?:is|as|through|via|with|by) an? (?:new|novel) ",
    r"to (?:address|tackle|overcome|solve|bridge|fill|mitigate|close|remedy|meet) .{1,90} "
    r"(?:we|the authors|the paper) ",
)
"""The paper tells what it contributes, whatever else the sentence says of the purpose."""

OURS = _any(
    r"our (?:\w+ ){0,2}?(?:approach|method|models?|framework|insight|idea|contributions?|system|"
    r"algorithm|work|claim|analysis|pipeline|architecture)\b",
    r"we (?:also |further |then |first |now )?(?:show|demonstrate|use|apply|train|"
    r"combine|evaluate|record|measure|monitor|collect|interview|recruit)",
    r"the proposed ",
)
"""The paper speaks of its own work, though it need not say what that is."""

NAMES = _any(r"(?:called|named|termed|dubbed|novel|framework)\b", r"a new ")
"""The contribution is given its name, or is called new."""

DEFICIT = _any(
    r"however\b", r"yet ", r"lack", r"challeng", r"remain", r"fail", r"falls? short", r"suffer",
    r"gap\b", r"neglect", r"overlook", r"unclear", r"unknown", r"problem\b", r"bottleneck",
    r"hinder", r"costly", r"expensive", r"difficult", r"despite ", r"struggl", r"insufficient",
    r"limit(?:s|ed|ations?)\b", r"little is known", rf"{_PRIOR} (?:\w+ )?(?:methods?|approaches)",
)  # fmt: skip
"""Something is missing or hard: of a problem, the part worth telling."""

TURNS = re.compile(r", (?:but|yet|though|although|which (?:limits?|makes?|hinders?|leads? to))\b")
"""What is well is set against what is not; looked for in the text itself."""

FINDING = _any(
    r"results?\b", r"outperform", r"improv(?:es|ed|ements?)\b", r"achiev", r"reach(?:es|ed)\b",
    r"surpass", r"exceed", r"beats?\b", r"(?:we|they|authors) (?:\w+ )?(?:show|find|found|prove|"
    r"observe|demonstrate)", r"(?:shows?|showed|indicates?|demonstrates?|reveals?|confirms?|"
    r"suggests?|finds?) ", r"state-of-the-art", r"superior", r"(?:better|higher|lower|faster|less|"
    r"more(?: \w+)?) than ", r"(?:reduc|lower|rais|increas)(?:es|ed|s|tions?)\b", r"gains?\b",
    r"significant", r"findings?\b", r"associated with", r"consistent(?:ly)? ", r"conclude",
)  # fmt: skip

FINDING_CHIEFLY = _any(
    r"outperform",
    r"surpass",
    r"superior",
    r"state-of-the-art (?:results?|performance|accuracy)",
    r"(?:sets?|reach(?:es|ed)?|achiev(?:es|ed)|establish(?:es|ed)) (?:a |the )?(?:new )?"
    r"state(?:-| )of(?:-| )the(?:-| )art\b",
    r"beats? (?:strong|all|every|the best|existing|previous|prior|other|both)",
    r"(?:results?|experiments?|evaluations?|findings?|analys[ei]s|studies) .{0,80}\b(?:show|"
    r"demonstrate|indicate|reveal|confirm|suggest|find|prove|validate)(?:s|ed)? ",
    r"(?:consistent|substantial|significant|considerable|notable|large)(?:ly)? (?:\w+ )?(?:gains?|"
    r"improve|speedups?|better|higher|lower|faster|reduc|increas)",
)
"""Of sentences with a finding: those that tell of little else."""

FIGURE = re.compile(
    r"\d(?:\s?\\?%| per ?cent|\s?[x×](?!\w)|-fold| times\b| (?:percentage )?points?\b)|[+~±]\s?\d"
    r"|\d\.\d|\\times"
)
"""A measured figure; looked for in the text itself."""

DATA = _any(
    r"data ?sets?(?![\w-])", r"(?<!set a new )(?<!sets a new )(?<!set new )benchmarks?(?![\w-])",
    r"corp(?:us|ora)\b", r"evaluat.{1,60} "
    r"(?:on|over|across|with|using) ", r"experiments? .{0,40}\b(?:on|with|across|in|over) ",
    r"(?:participants|patients|volunteers|interviews?|questionnaires?|simulations?|cohorts?|"
    r"testbeds?|randomi[sz]ed)\b", r"(?:trained|tested|validated) (?:\w+ )?(?:on|in|with) ",
    r"human (?:evaluations?|judge?ments?|raters?)", r"case stud", r"samples? of ", r"annotat",
    r"\d[\d,]* (?:\w+ ){0,2}(?:samples|examples|images|papers|articles|questions|tasks|users|"
    r"records|documents|sentences|videos|prompts|models|studies|languages|mice|rats|women|men|"
    r"adults|children|cases|llms)\b",
)  # fmt: skip
MEASURED_ON = re.compile(r"(?:On|Across) (?:the |all |\w+ )?[A-Z][\w-]*[A-Z0-9]")
"""What something was measured on, perhaps in passing; the second for the start of the text."""

DATA_CHIEFLY = _any(
    r"(?:we|they|authors) (?:\w+ )?(?:evaluate|test|validate|experiment|benchmark|collect|recruit|"
    r"sample|train|enrol)",
    r"(?:experiments?|evaluations?|tests?) (?:\w+ ){0,3}(?:on|over|across|with|in|cover|use|span|"
    r"include)s? ",
    r"(?:is|are|was|were) (?:\w+ )?(?:evaluated|tested|validated|recruited|enrolled|collected|"
    r"included|randomly assigned) ",
    r"data ?sets? (?:of|with|that|contain|consist|cover|compris)", r"patients with .{3,60} were ",
    r"benchmark\w* (?:\w+ )?(?:on|contain|consist|cover|compris|include)",
)  # fmt: skip
"""Of sentences with a cue of data: those that tell of little else."""

LIMIT_CHIEFLY = _any(
    r"limitations?\b", r"drawbacks?\b", r"shortcomings?\b", r"caveats?\b",
    r"(?:is|are|remains?) (?:a|an|the|its|the main) (?:\w+ )?(?:weakness|downside|disadvantage)",
    r"future (?:work|research|directions?|stud(?:y|ies)|investigations?)\b",
    r"(?<!we )(?<!authors )(?<!they )(?:further|more|additional) (?:research|work|stud(?:y|ies)|"
    r"investigations?|trials)\b",
    r"at the (?:cost|expense|price) of ", r"leav(?:e|es|ing) .{0,100}\b(?:future|open)\b",
    r"open (?:problems?|challenges?|questions?|issues?)\b", r"remains? (?:open|to be|unsolved)",
    r"(?:does|do|can|could)(?: not|n t|not) (?:yet )?(?:handle|address|cover|generali[sz]e|scale|"
    r"support)", r"(?:has|have|was|were) not (?:yet )?(?:been )?(?:tested|evaluated|validated|"
    r"addressed|studied|considered)", r"self-reported\b",
    r"(?:we|they|authors|it|paper|study|model) (?:do|did|does)(?: not|n t|not) (?:study|consider|"
    r"address|cover|test|examine|include|account|measure|model|control|explore)\b",
)  # fmt: skip
LIMIT_OWN = _any(
    r"(?:a|an|one|another|the|the main|its|our|their) (?:\w+ )?(?:limitation|drawback|caveat|"
    r"weakness|shortcoming|downside|disadvantage) "
    r"(?:is|was|remains|of (?:this|our|the) (?:present )?(?:study|work|paper|approach|method))\b",
    r"(?:limitations|drawbacks|caveats|weaknesses|shortcomings) (?:are|were|include)\b",
)
"""A limit is announced as one; late in an abstract it is the paper's own, whatever came before."""

LIMIT = _any(
    r"remains? (?:unclear|unknown|a challenge|challenging|difficult|limited|hard)", r"slower ",
    r"(?:is|are|was|were) limited (?:to|by) ",
    r"fails? (?:on|when|if|for|in|at|under|with|where) ", r"only (?:tested|evaluated|"
    r"validated|considered|handles|covers|supports|works|applies) ", r"still (?:fail|struggl|"
    r"requires?|needs?|lags?|far )", r"assumes? that ",
)  # fmt: skip
NOT_ITS_LIMIT = _any(
    r"(?:address|overcom|tackl|mitigat|solv|resolv|alleviat|avoid|circumvent|remov|eliminat|"
    r"motivat|bypass)\w* ",
    rf"(?:limitations?|drawbacks?|shortcomings?|weakness(?:es)?|trade-?offs?) (?:of|in) (?:\w+ )?"
    rf"{_PRIOR}",
    rf"{_PRIOR} (?:\w+ ){{0,3}}(?:methods?|approach(?:es)?|works?|models?|techniques?|systems?|"
    r"solutions?|stud(?:y|ies)|benchmarks?|evaluations?)\b",
    r"(?:prob|reveal|expos|diagnos|analy|identif|understand|uncover)\w* .{0,50}(?:limitation|"
    r"shortcoming|weakness)",
    r"(?:without|no|nor|never) .{0,40}(?:expense|cost|price|limit)",
    r"not (?:just|only) ",
    r"(?:discuss|outlin|identif|highlight|point|look|summari[sz]|present|explor|distill?|review|"
    r"provid|offer|chart|sketch|survey|cover)\w* .{0,120}\b(?:open|future|promising) ",
    r"(?<!directions )(?<!direction )(?<!avenues )(?:for|inspir\w+|guid\w+|facilitat\w+|"
    r"support\w*|driv\w+|spur|stimulat\w+|foster\w*|encourag\w+|enabl\w+|"
    r"advanc\w+|accelerat\w+|promot\w+|inform) (?:\w+ ){0,3}(?:future|further) ",
)
"""The limit is one of earlier work, one that was overcome, or is only announced: that a survey
discusses open problems says nothing of what its own findings do not cover."""

RESOURCE = _any(
    r"(?:codes?|implementations?|software|models?|weights|checkpoints|data|data ?sets?|benchmark|"
    r"corpus|toolkit|library|package|demos?|materials|resources|scripts|prompts)\b[^.;]{0,80} "
    r"(?:is|are|be|been|made) (?:\w+ ){0,2}(?:available|released|open-?sourced?|public)\b",
    r"(?:we|they|authors) (?:(?:also|further|will|then|plan to|aim to|say they|are eager to|fully|"
    r"publicly|additionally|provide and|therefore) ){0,3}(?:release|open-? ?source|publish) "
    r"(?!such)",
    r"(?:is|are|been|be|made) (?:\w+ )?(?:open-?sourced|(?:publicly|freely|openly) \w+)",
    r"(?:codes?|models?|software) (?:is |are )?available\b",
    r"available (?:online|here|at here|(?:at|on|from|in|under|via|through) (?:http|www|our|github|"
    r"hugging|this|the (?:project|follow)|[\w-]+\.[a-z]))",
    r"project (?:page|website|homepage)",
)
ADDRESS = re.compile(r"(?i:https?:|www\.|github\.|huggingface\.co)|[a-z]\.[a-z]{2,}/[\w~]")
"""A link; looked for in the text itself."""

NOT_GIVEN = _any(
    r"(?:on|using|with|from|over|across|of|uses?) (?:\w+ ){0,3}(?:publicly|freely|openly) ",
    r"not (?:\w+ ){0,3}(?:release|open-?source|publish|available|public)",
)
"""Public data that the paper works on, or something that is kept."""

_HEADINGS: dict[SentenceRole, str] = {
    "problem": "BACKGROUND|CONTEXT|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|RATIONALE|MOTIVATION",
    "method": "METHODS?|METHODOLOGY|APPROACH|DESIGN|STUDY DESIGN|NEW METHOD|INTERVENTIONS?|"
    "(?:MATERIALS|PATIENTS) AND METHODS|(?:MAIN )?OUTCOMES?(?: MEASURES?)?|STUDY SELECTION|"
    "DATA EXTRACTION|EXPOSURES?|MEASUREMENTS?",
    "data": "PARTICIPANTS|PATIENTS|SETTING|DATA SOURCES|SUBJECTS|SAMPLE",
    "result": "RESULTS?|FINDINGS?|CONCLUSIONS?|INTERPRETATION|MAIN RESULTS|DISCUSSION",
    "limit": "LIMITATIONS?",
    "resource": "AVAILABILITY|AVAILABILITY AND IMPLEMENTATION",
}
_HEADING = re.compile(
    "|".join(
        f"(?P<{role}>(?:{words})(?: AND [A-Z]+)?(?=[:. ]))" for role, words in _HEADINGS.items()
    )
)
_HEADED = re.compile(r"[A-Z][A-Za-z ]{3,28}:|[A-Z]{4}")


def heading(text: str) -> SentenceRole | None:
    """Return the role that the heading of a structured abstract gives to what it opens.

    A heading is in capitals or ends with a colon: "METHODS We ...", "Results: We ...".
    """
    headed = _HEADED.match(text)
    if headed is None:
        return None
    found = _HEADING.match(text.upper() if headed[0].endswith(":") else text)
    roles: list[SentenceRole] = [role for role in _HEADINGS if found is not None and found[role]]
    return roles[0] if roles else None
