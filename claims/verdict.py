"""Verdict: what a measurement says of a claim, and the words that are made from its numbers."""

from typing import Literal, Protocol

__all__ = ["HOLDS", "HOLDS_IN_PART", "HOLDS_NOT", "Claim", "Verdict", "counted", "number", "share"]

Verdict = Literal["holds", "holds in part", "does not hold here"]
"""What a measurement says of a claim: one of the three below."""

HOLDS: Verdict = "holds"
"""What was measured bears it out."""

HOLDS_IN_PART: Verdict = "holds in part"
"""One part of it is borne out, another is not."""

HOLDS_NOT: Verdict = "does not hold here"
"""What was measured says otherwise, on these data."""


class Claim(Protocol):
    """What every record of this package has: a claim, what was found of it, and why."""

    @property
    def claim(self) -> str:
        """The claim as people make it, in a sentence."""

    @property
    def data(self) -> str:
        """What it was measured on."""

    @property
    def verdict(self) -> Verdict:
        """Whether it holds there."""

    @property
    def because(self) -> str:
        """One or two plain sentences, made from the numbers alone."""


def number(value: float) -> str:
    """Write a number to three digits, as people read it: 0.35, 1,230, 2.1e-08."""
    if value == 0.0 or 1e-3 <= abs(value) < 1e5:
        digits = f"{value:.3g}"
        return f"{float(digits):,.0f}" if "e" in digits or abs(value) >= 1000.0 else digits
    return f"{value:.2g}"


def counted(many: int, singular: str, plural: str) -> str:
    """Write a number of things with their noun."""
    return f"{many:,} {singular if many == 1 else plural}"


def share(part: float) -> str:
    """Write a share in percent, to three digits: 2.5 %, 46.3 %."""
    return f"{number(100.0 * part)} %"
