from __future__ import annotations

import time

import pytest

from ingest.sources.latex import unicode_of, without_accent_commands


@pytest.mark.parametrize(
    ("latex", "printed"),
    [
        (r"Jean C{\'e}sar{\"u}", "Jean Césarü"),
        (r"\'{\i} \o{} \ss{} \L{}odz \v{s} \c{c}a Erd\H{o}s", "í ø ß Łodz š ça Erdős"),
        (r"\aa ngstrom S\o ren {\o}re", "ångstrom Søren øre"),
        (r"{{An}} amazing {title}", "An amazing title"),
        (r"$\beta$-VAE in $O(n^2)$, \(x\) and $\mathcal{L}$", "β-VAE in O(n^2), x and ℒ"),
        (r"\emph{really} \textbf{bold} {\it text} \mbox{BERT}", "really bold text BERT"),
        (r"n.s.~2 -- three --- ``quoted''", "n.s. 2 – three — “quoted”"),
        # Few abstracts were ever compiled: what is no mark-up stays.
        (r"57.70\% of 5% lost, R&D, a_b^c & more", "57.70% of 5% lost, R&D, a_b^c & more"),
        (r"cost $5 and $10, or \$20", "cost $5 and $10, or $20"),
        (r"at \url{https://x.example/a\_b~c}", "at https://x.example/a_b~c"),
        (r"at https://x.example/~me/a\_b.", "at https://x.example/~me/a_b."),
        (r"\href{https://x.example}{the page} \cite{foo} \unknown{kept}", "the page  kept"),
        (r"pre\-train 50\,000 \LaTeX{} A\slash B", "pretrain 50 000 LaTeX A/B"),
        ("no mark-up at all", "no mark-up at all"),
        ("unbalanced {brace } x }", "unbalanced brace  x "),
        ("at the end \\", "at the end \\"),
    ],
)
def test_what_latex_prints(latex: str, printed: str) -> None:
    assert unicode_of(latex) == printed


def test_accents_alone() -> None:
    text = r"Landauer-B\"uttiker in {\'E}vora: 5\% of $\alpha$"
    assert without_accent_commands(text) == r"Landauer-Büttiker in Évora: 5\% of $\alpha$"


@pytest.mark.parametrize(
    "piece", ["{", "$", "\\begin{a}", "\\frac", "{\\a", "\\left(", "\\(", "$a", "\\href{", "\\'"]
)
def test_hostile_mark_up_is_quick_and_silent(piece: str, capfd: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    unicode_of(piece * 20_000)
    without_accent_commands(piece * 20_000)
    assert time.monotonic() - started < 10
    assert capfd.readouterr() == ("", "")
