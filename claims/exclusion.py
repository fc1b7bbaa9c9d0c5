"""exclusion(): softmax and sigmoids on labels that go together, and on labels that exclude others.

>>> found = exclusion()
>>> found.verdict
'holds in part'
"""

from dataclasses import dataclass
from typing import ClassVar

from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Verdict, counted
from landscapes.data.multilabel import MultiLabel, weather
from landscapes.terrain.outputs import Comparison, Fit, compare

__all__ = ["Exclusion", "exclusion"]


@dataclass(frozen=True, eq=False)
class Exclusion:
    """Both outputs on rows of several labels, and on rows of exactly one.

    Attributes
    ----------
    together : Comparison
        One softmax and a sigmoid a label, fitted to rows that may bear several labels.
    apart : Comparison
        The same, fitted to rows of which each bears one.
    """

    claim: ClassVar[str] = (
        "Softmax is for classes that exclude each other, sigmoids for classes that do not."
    )

    together: Comparison
    apart: Comparison

    @property
    def data(self) -> str:
        """How many rows each of the two sets has."""
        return (
            f"{len(self.together.data):,} days of several labels, {len(self.apart.data):,} of one"
        )

    @property
    def verdict(self) -> Verdict:
        """Whether each output is right on its own kind of rows, and wrong on the other's.

        An output is right where its loss has a minimum at the true frequencies in every group.
        "holds" where the sigmoids alone are right where labels go together, and softmax alone where
        they exclude each other. "holds in part" where one of the two is so: where labels exclude
        each other sigmoids may be right as well. "does not hold here" where neither is.
        """
        together = _right(self.together.sigmoids) and not _right(self.together.softmax)
        apart = _right(self.apart.softmax) and not _right(self.apart.sigmoids)
        return (HOLDS_NOT, HOLDS_IN_PART, HOLDS)[together + apart]

    @property
    def because(self) -> str:
        """In how many groups each is right, and what softmax's probabilities are forced to."""
        groups = len(self.together.data.places)
        g = int(self.together.softmax.off.argmax())
        place = self.together.data.places[g]
        return (
            "An output is right at a place where its least loss is at the true frequencies. Where "
            f"a day may bear several labels, softmax is right in {_count(self.together.softmax)} "
            f"of {counted(groups, 'place', 'places')} and a sigmoid a label in "
            f"{_count(self.together.sigmoids)}: at the {place} the frequencies sum to "
            f"{self.together.data.truth[g].sum():.2f}, softmax's probabilities to "
            f"{self.together.softmax.sums[g]:.2f}, and one of them is off by "
            f"{self.together.softmax.off[g]:.2f}. Where each day bears exactly one label, softmax "
            f"is right in {_count(self.apart.softmax)} and the sigmoids in "
            f"{_count(self.apart.sigmoids)}{self._conclusion}"
        )

    @property
    def _conclusion(self) -> str:
        if not _right(self.apart.sigmoids):
            return "."
        return ": sigmoids do for classes that exclude each other as well."


def _right(fit: Fit) -> bool:
    return bool(fit.least_at_truth.all())


def _count(fit: Fit) -> int:
    return int(fit.least_at_truth.sum())


def exclusion(together: MultiLabel | None = None, apart: MultiLabel | None = None) -> Exclusion:
    """Fit one softmax and a sigmoid a label to rows of either kind, by least cross-entropy.

    Softmax's probabilities sum to 1 whatever its logits: it can say that one label of several is
    the row's, and no more (Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4).

    Parameters
    ----------
    together : MultiLabel, optional
        Rows that may bear several labels; made days where left out, as `weather` makes them.
    apart : MultiLabel, optional
        Rows of one label each.
    """
    return Exclusion(
        compare(weather() if together is None else together),
        compare(weather(exclusive=True) if apart is None else apart),
    )
