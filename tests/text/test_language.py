from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.language import language


@pytest.mark.parametrize(
    "text",
    [
        "What does TidePool do?",
        "TidePool",
        "I-SHEEP vs. QUILL-2",
        "DPO survey",
        "light meters",
        "de novo assembly in vivo",
        "Is the Kullback-Leibler divergence of Müller et al. finite?",
        "Die casting: an overview",
        "What is $\\alpha$-DPO, or α-DPO?",
        "",
        "?!",
        "🎉 123",
        "summarize Les Misérables for me please, it is long",
    ],
)
def test_english_and_mere_names_count_as_english(text: str) -> None:
    assert language(text) == "english"


@pytest.mark.parametrize(
    "text",
    [
        "Was ist TidePool?",
        "Wie funktioniert die Ausrichtung von Sprachmodellen?",
        "Vergleiche TidePool mit MossNet",
        "Qu'est-ce que MossNet ?",
        "Quelle est la meilleure méthode pour mesurer le sommeil ?",
        "¿Qué es la optimización directa de preferencias?",
        "Che cosa dice questo articolo sulla luce?",
        "O que é o método TidePool e como funciona?",
        "Hoe werkt deze methode?",
        "Vad är den bästa metoden för att mäta sömn?",
        "Jak działa ta metoda i dlaczego?",
        "Bu yöntem nasıl çalışır?",
    ],
)
def test_other_languages_in_latin_letters_are_told(text: str) -> None:
    assert language(text) == "other"


@pytest.mark.parametrize(
    "text",
    [
        "什么是直接偏好优化？",
        "TidePool とは何ですか？",
        "Что такое TidePool?",
        "ما هو النوم؟",
        "수면이란?",
    ],
)
def test_other_scripts_are_told(text: str) -> None:
    assert language(text) == "script"


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert language(text) in ("english", "other", "script")
