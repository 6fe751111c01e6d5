"""Where sentences end. In each sample the bar marks the boundaries that must be found."""

from __future__ import annotations

import pytest

from paperchat.text.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


# A bar stands for nothing: each sample is glued together as it is, with its own white space.
STAYS_WHOLE = {
    "latin abbreviations": "We vary traits, e.g. tone, i.e. the mood, cf. the appendix, and stop.",
    "et al": "As Rivera et al. (2021) and Osei et al. Nature found, it holds.",
    "references": "See Fig. 3, Figs. 4 and 5, Eq. (2), Sec. 4, Tab. 1 and vol. 7.",
    "versus and so on": "We rank A vs. B w.r.t. cost (resp. time) in approx. five runs.",
    "number": "It came in at No. 5 of the list, p. 3.",
    "month": "The crawl ran through Aug. 31 last year.",
    "title": "Thanks go to Dr. Okoro and Prof. Lind for the data.",
    "initials": "The bound by J. Smith and D. A. Lopez is tight.",
    "country": "Data from the U.S. Army and the U.K. Biobank were pooled.",
    "decimals": "Loss fell from 0.5 to .05 and mIoU rose to 95.8 in the end.",
    "decimal with a space": "The error is less than 0. 04 rad in all runs.",
    "versions": "We test Toy-3.1-8B, v0.2 and XYZ-3.5 Turbo on the same prompts.",
    "comparison": "It reaches FID<1.5 in four steps.",
    "address inside": "The code at https://github.com/a/b.git is small.",
    "dotted names": "We use Node.js, www.Example.com, toy.nn and a Ph.D set, e.g.This one.",
    "dotted system": "The AdaBoost.MH and Last.fm baselines are old.",
    "genus": "Cultures of E. coli and S. aureus with Candida spp. in a dish grew.",
    "doses": "They got 5 mg. daily for 24 h. in total, i.v. or p.o. as needed.",
    "independent": "The noise is i.i.d. Gaussian with a known scale.",
    "dots of a list": "The set is 1, 2, . . . , n in this order.",
    "aside": "We tune it (see the notes. They are long) with care.",
    "name with a mark": "On Yahoo! Answers it does well.",
    "wrapped lines": "The words of this line\nrun on in the next\nand end here.",
    "numbered lists": "1. Collect the data",
    "no stop": "This text has no stop at all",
    "copyright": "© 2019 Toy Press Ltd. All rights reserved.",
}

BREAKS = {
    "plain": "One thing holds.| Another does not.| A third is open",
    "enumeration": "(1) Data collection: we gather notes.| (2) Training the model: we fit it.",
    "roman": "We do three things.| (i) We ask.| (ii) We look.| (iii) We answer.",
    "brackets": "1) We ask what fails.| 2) We fix it.| 3) We test it again.",
    "numbered": "1. We ask.| 2. We look.| 3. We answer.",
    "after etc": "It handles text, sound, etc.| We then scale it.",
    "after al": "The first proof is due to Rivera et al.| We give a shorter one.",
    "after a country": "It was run in the U.S.| The rest was run at sea.",
    "after p": "The effect is real, p < 0.05.| This matters.",
    "after a decimal": "It reached 95.8.| Then it fell.",
    "after a unit": "Each got 5 mg.| After a day all got none.",
    "after a letter": "The mice lacked vitamin D.| Fibroblasts were normal.",
    "after an acronym": "We study MS.| Pathways differ by age.",
    "address": "Code is at https://github.com/x/y.| Data is at https://x.io/WTS.git.| Enjoy.",
    "quote": 'They call it "superficial."|  This is wrong.',
    "quote apart": "He said “not yet. ”| The rest agreed.",
    "bracket": "(It was not.)| We go on.| (So did they.)",
    "bracket inside": "(It is long. |It is dull.)| We skip it.",
    "aside with a stop": "We tune it (see Fig. 3.)| Then we (and they) stop.",
    "citation": "It is known.[3, 4]| We use it.",
    "glued": "A loop of its own paradigm.|This human-like agent is new.",
    "glued bracket": "It helps (by 3.4%).|Key parts are shown.",
    "glued acronym": "It follows human preferences.|RLHF has three steps.",
    "ellipsis": "They waited...| Then they left… |We stayed.",
    "marks": "Really?!| Yes!| Why?| Because.",
    "lower-case names": "It is better.| iPhone users agree.| vLLM serves it.| x-vectors help.",
    "lower-case code": "It grew.| pHi fell.| p53 was low.| mRNA was high.",
    "greek": "It is better.| α-synuclein binds.| β is free.",
    "lower-case word": "The library is fast and documented.| ruptures is its name.",
    "digits": "It is better.| 3D models win.| 30 people saw it.",
    "latex": "It is better.| $\\alpha$ is free.| \\textbf{Toy} wins.",
    "structure": "BACKGROUND: Sleep matters.|\nMETHODS We asked 20 people.|\nRESULTS None slept.",
    "wrapped headings": "AIMS: To see whether\nsleep matters|\nMETHODS: We asked.",
    "paragraphs": "A title without a stop|\n\nThe text of it|\r\n\r\nMore.",
    "bullet lines": "It has:|\n- a part|\n- another part",
    "inline bullets": "Topics |• one thing |• another thing",
    "cjk": "这是第一句。|这是第二句！|对吗？|是",
    "capitals": "WE TRAIN MODELS.| THEY WORK.| SO DO WE",
    "copyright": "We conclude.| © 2019 Toy Press.",
    "markdown": "We conclude.| ### Box 1",
}


@pytest.mark.parametrize("text", STAYS_WHOLE.values(), ids=STAYS_WHOLE.keys())
def test_no_boundary_inside(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize("sample", BREAKS.values(), ids=BREAKS.keys())
def test_boundaries(sample: str) -> None:
    assert split(sample.replace("|", "")) == [part.strip() for part in sample.split("|")]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t ", "\u3000"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split_sentences(text) == ()


def test_a_bracketed_letter_list_stays_in_its_sentence() -> None:
    assert len(split("We (i) ask, (ii) look, and (iii) answer. 1) and 2) follow.")) == 2


def test_stray_signs_belong_to_the_sentence_before() -> None:
    assert split("It ends here. ... !") == ["It ends here. ... !"]


def test_a_long_run_without_punctuation_is_one_sentence() -> None:
    text = "word " * 20_000
    assert split(text) == [text.strip()]


def test_offsets_count_code_points() -> None:
    text = "𝒳 is a set. 𝒴 is, too."
    first, second = split_sentences(text)
    assert (first.start, first.end) == (0, 11)
    assert text[second.start : second.end] == "𝒴 is, too."
