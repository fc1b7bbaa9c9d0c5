"""Claims about losses, each measured on the data in view.

A record of this package is a claim that people make, what was measured of it, a verdict and the
reason for it. The verdict is a function of the numbers in the record alone: none is written down
beforehand, and on other data it may be another.

>>> from landscapes import Plane, Problem, good_window, load
>>> from claims import convexity
>>> problem = Problem(load("overlap"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> convexity(problem, plane, good_window(problem, plane)).verdict
'holds'
"""

from claims.approach import Approach, approach, arrival
from claims.convexity import Bend, Convexity, OneSample, convexity, inflections, one_sample
from claims.exclusion import Exclusion, exclusion
from claims.facts import Fact, Weight
from claims.forecast import Calibration, Forecast, calibration, forecast, split
from claims.growth import Growth, Penalised
from claims.hard_margin import HardMargin, hard_margin
from claims.heat import Compared, Heat, Runner
from claims.labels import Labels, labels
from claims.likelihood import Likelihood, Product, likelihood, limit
from claims.linearity import Linearity, linearity
from claims.margin import Margin, margin
from claims.optima import Minima, Optima, Starts, optima
from claims.plateau import Plateau, most_wrong, plateau
from claims.race import ENTRIES, RUNNERS, Entry, Race, race
from claims.rarity import FREQUENT, Rarity, Tally, rarity
from claims.reasons import Reasons, reasons
from claims.run import NEAR, SLOWER, Run, slower
from claims.search import search_minima
from claims.verdict import HOLDS, HOLDS_IN_PART, HOLDS_NOT, Claim, Verdict

__all__ = [
    "ENTRIES",
    "FREQUENT",
    "HOLDS",
    "HOLDS_IN_PART",
    "HOLDS_NOT",
    "NEAR",
    "RUNNERS",
    "SLOWER",
    "Approach",
    "Bend",
    "Calibration",
    "Claim",
    "Compared",
    "Convexity",
    "Entry",
    "Exclusion",
    "Fact",
    "Forecast",
    "Growth",
    "HardMargin",
    "Heat",
    "Labels",
    "Likelihood",
    "Linearity",
    "Margin",
    "Minima",
    "OneSample",
    "Optima",
    "Penalised",
    "Plateau",
    "Product",
    "Race",
    "Rarity",
    "Reasons",
    "Run",
    "Runner",
    "Starts",
    "Tally",
    "Verdict",
    "Weight",
    "approach",
    "arrival",
    "calibration",
    "convexity",
    "exclusion",
    "forecast",
    "hard_margin",
    "inflections",
    "labels",
    "likelihood",
    "limit",
    "linearity",
    "margin",
    "most_wrong",
    "one_sample",
    "optima",
    "plateau",
    "race",
    "rarity",
    "reasons",
    "search_minima",
    "slower",
    "split",
]
