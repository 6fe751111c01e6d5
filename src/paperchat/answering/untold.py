"""What papers tell in their body and abstracts as a rule do not.

An abstract that answers a question about one of these says the word itself, so words like it are
no evidence: "learning" does not tell a learning rate, nor "patients" their daily dose. What is
asked for in other words is compared with a list of such things in meaning.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from paperchat.embedding.port import Vectors
from paperchat.retrieval.readings import Readings

_TRAINING = """
learning rate rates batch size epoch epochs optimizer optimiser hyperparameter hyperparameters
dropout momentum decay seed seeds architecture head heads
dimension dimensions parameters vocabulary steps ablation appendix warmup scheduler activation
kernel stride beam rank checkpoint table figure equation
"""
_MACHINES = """
gpu gpus cpu tpu ram vram hardware cluster cloud watts battery wall-clock milliseconds
megabytes gigabytes software version sensor scanner
"""
_PEOPLE_AND_MONEY = """
licence license licensed fund funded funding funder sponsor sponsored paid grant affiliation
affiliated university institute institution lab employer email first corresponding author annotator
annotators salary wage wages budget price dollars venue conference journal workshop reviewers
citations
"""
_PROTOCOL = """
dose dosage mg brand manufacturer vendor supplier kit strain interval confidence deviation weeks
days country countries city hospital hospitals donors ethnicity kappa agreement p-value
"""

SELDOM_TOLD = frozenset(f"{_TRAINING} {_MACHINES} {_PEOPLE_AND_MONEY} {_PROTOCOL}".split())
"""Words of such things. What papers are about as well (layers, hidden states, cameras, hours of
speech) is not among them: that their number or kind is asked for is found by meaning."""

_THINGS = """
learning rate; batch size; number of epochs; optimizer; random seed; dropout rate; number of layers;
hidden dimension; number of attention heads; sampling temperature; loss weight;
hyperparameter value; context window length; vocabulary size; number of training steps;
clipping epsilon; discount factor; weight decay; prompt wording; exact value in the table;
table number; figure number; score of the baseline; base model that was fine-tuned;
names of the datasets; gpu type; number of gpus; training hardware; training time in hours;
memory in gigabytes; energy consumption; inference cost in dollars; API cost; price;
sampling rate; camera model; sensor brand; robot arm model; software used; software version;
programming language; library version; licence; funding; funding agency; company that paid;
university; affiliation of authors; laboratory; country of the authors; journal;
conference venue; reviewers; author's email; number of annotators; annotators' pay;
number of participants in the user study; age of the participants; confidence interval; p-value;
standard deviation; inter-annotator agreement; questionnaire used; dose in mg; daily dosage;
brand of the kit; manufacturer; mouse strain; antibody supplier; scanner field strength;
recruiting hospitals; cities; countries; ethnicity; duration of each session
"""

_UNASKED = 0.3
"""Stands for the likeness where no thing is asked for."""


class SeldomTold:
    """Compares what is asked for with things that abstracts seldom tell."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def likeness(self, phrase: str) -> float:
        """Return how near ``phrase`` comes to one of them, 0 to 1.

        Raises:
            EmbeddingError: the reader failed.
        """
        if not phrase:
            return _UNASKED
        (asked,) = self._readings.of([phrase])
        return max(float((self._things @ asked.vector).max()), 0.0)

    @cached_property
    def _things(self) -> Vectors:
        things = [" ".join(thing.split()) for thing in _THINGS.split(";")]
        return np.array([reading.vector for reading in self._readings.fresh(things)])
