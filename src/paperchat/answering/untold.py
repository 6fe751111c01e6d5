"""What papers tell in their body and abstracts as a rule do not.

An abstract that answers a question about one of these says the word itself, so words like it are
no evidence: "learning" does not tell a learning rate, nor "patients" their daily dose.
"""

from __future__ import annotations

_TRAINING = """
learning rate rates batch size epoch epochs optimizer optimiser hyperparameter hyperparameters
dropout momentum decay seed seeds architecture layer layers head heads hidden
dimension dimensions parameters vocabulary steps ablation appendix warmup scheduler activation
kernel stride beam rank checkpoint table figure equation
"""
_MACHINES = """
gpu gpus cpu tpu ram vram hardware cluster cloud watts battery hours wall-clock milliseconds
megabytes gigabytes software version sensor scanner camera
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
