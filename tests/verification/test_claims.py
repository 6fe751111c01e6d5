from __future__ import annotations

import pytest

from paperchat.verification.claims import claims_nothing

NOTHING = """
Which moss stores most?
The two papers differ in three ways:
## Results
**Results:**
The papers do not say how long it takes.
The abstract does not mention the learning rate.
These passages do not give a figure.
However, the cited sources never state the cost.
None of the papers reports a licence.
There is no evidence on that.
I could not find this.
It is not stated in the abstract.
In summary,
Overall:
Here is what the papers say.
I hope this helps!
---
*
"""
SOMETHING = """
Moss does not store water.
The method does not include a reward model.
The model cannot answer in French.
No method beats the baseline.
Overall, moss stores water.
The paper says that moss stores water.
It does not address drift.
The sources of water do not matter much.
1. Moss stores water.
- **Moss** stores water
Here moss stores water when it rains and keeps it over the long summer in which nothing else is wet.
"""


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_nothing_is_claimed(text: str) -> None:
    assert claims_nothing(text)


@pytest.mark.parametrize("text", SOMETHING.strip().splitlines())
def test_something_is_claimed(text: str) -> None:
    assert not claims_nothing(text)


def test_blank_text_claims_nothing() -> None:
    assert claims_nothing("")
    assert claims_nothing(" \n")
