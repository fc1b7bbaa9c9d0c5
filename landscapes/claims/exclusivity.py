"""exclusivity(): one softmax or several sigmoids, on rows with one label or with several.

>>> from landscapes.multilabel import weather
>>> exclusivity(weather()).verdict
'holds'
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscapes.claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted, number
from landscapes.multilabel import MultiLabel
from landscapes.outputs import Comparison, Fit, compare

__all__ = ["Exclusivity", "exclusivity"]


@dataclass(frozen=True, eq=False)
class Exclusivity:
    """Both outputs on the same rows.

    Attributes
    ----------
    comparison : Comparison
        The rows, and the fits of one softmax and of a sigmoid a label.
    exclusive : bool
        Whether each row bears exactly one label.
    """

    claim: ClassVar[str] = "Softmax for classes that exclude each other, sigmoids where they don't."

    comparison: Comparison
    exclusive: bool

    @property
    def data(self) -> str:
        """What it was measured on."""
        return self.comparison.data.source

    @property
    def fits(self) -> tuple[Fit, Fit]:
        """The output that the claim asks for on these rows, and the other one."""
        both = (self.comparison.softmax, self.comparison.sigmoids)
        return both if self.exclusive else (both[1], both[0])

    @property
    def verdict(self) -> Verdict:
        """Whether the output that the claim asks for finds the true frequencies, and only that.

        "holds" where the expected loss of the one that is asked for is least at the true
        frequencies in every group, and that of the other is not. "holds in part" where both are:
        then either may be taken. "does not hold here" where the one that is asked for misses them.
        """
        asked, other = (bool(fit.least_at_truth.all()) for fit in self.fits)
        if not asked:
            return HOLDS_NOT
        return HOLDS_IN_PART if other else HOLDS

    @property
    def because(self) -> str:
        """In how many groups each is right, and how far the fits are off."""
        total = len(self.comparison.data.places)
        rows = "one label" if self.exclusive else "none, one or several labels"
        parts = [
            f"{_name(fit)} in {int(fit.least_at_truth.sum())} of {total}, with a fit that is off "
            f"by up to {number(float(fit.off.max()))}"
            for fit in self.fits
        ]
        return (
            f"Rows bear {rows}. The loss is least at the true frequencies of "
            f"{counted(total, 'group', 'groups')} under {parts[0]}; under {parts[1]}."
        )


def _name(fit: Fit) -> str:
    return "one softmax" if fit.name == "softmax" else "a sigmoid a label"


def exclusivity(data: MultiLabel) -> Exclusivity:
    """Fit one softmax and a sigmoid a label to the same rows, and compare with what is true.

    A softmax's probabilities sum to 1, which is what exclusive classes do; a sigmoid a label asks
    each question by itself (Bishop, Pattern Recognition and Machine Learning, 2006, sections 4.3.4
    and 5.2). `landscapes.outputs.compare` says how each is fitted and measured.
    """
    return Exclusivity(compare(data), bool(np.all(data.Y.sum(axis=1) == 1)))
