"""What is counted and timed while people use the server, and how it is said."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

__all__ = ["HEAD", "KINDS", "Tally", "percentile", "times"]

KINDS = ("page", "static", "draw", "rest", "poll")
"""Requests: a page with its layout, what it loads, the drawing, what follows it, asking again."""

HEAD = ["", "", "requests", "errors", "busy", "50 %", "95 %", "99 %", "slowest"]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of all do not exceed; nan of none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def times(values: Sequence[float]) -> list[str]:
    """Return the 50th, 95th and 99th percentile and the largest, as a table has them."""
    if not values:
        return ["-"] * 4
    parts = [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)]
    return [f"{1e3 * part:.0f} ms" if part < 10 else f"{part:.1f} s" for part in parts]


class Tally:
    """Requests by kind: how long each took, which failed, and which were put off.

    Attributes
    ----------
    seconds : mapping
        Kind -> seconds of every request that was answered as it should be.
    errors, busy : Counter
        (kind, what went wrong) -> how often; kind -> how often the server said to come back.
    again : int
        Requests sent once more, as the server had closed a connection that was kept open.
    spans : mapping
        What a person waits for -> seconds, over as many requests as it took.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[tuple[str, str]] = Counter()
        self.busy: Counter[str] = Counter()
        self.again = 0
        self.spans: defaultdict[str, list[float]] = defaultdict(list)

    @property
    def requests(self) -> int:
        """All that were sent and ended somehow."""
        answered = sum(map(len, self.seconds.values()))
        return answered + self.errors.total() + self.busy.total()

    def rows(self) -> list[list[str]]:
        """Return the rows under `HEAD`: a kind each, then what people wait for."""
        rows = []
        for kind in KINDS:
            failed = sum(count for (of, _), count in self.errors.items() if of == kind)
            busy, found = self.busy[kind], self.seconds[kind]
            counts = [str(count) for count in (len(found) + failed + busy, failed, busy)]
            rows.append([kind, "", *counts, *times(found)])
        for name, found in self.spans.items():
            rows.append([name, "", str(len(found)), "", "", *times(found)])
        return rows

    def faults(self) -> list[str]:
        """Return a line for each way in which requests failed, the most frequent first."""
        return [f"{kind}: {what} ({count}x)" for (kind, what), count in self.errors.most_common()]
