"""Loss landscapes of classifiers: data, models, planes in parameter space, sweeps over them.

>>> from landscapes import Plane, Problem, load, sweep
>>> problem = Problem(load("breast-cancer", features=["mean radius"]))
>>> plane = Plane.axes(problem, "w1", "b")
>>> landscape = sweep(problem, "squared-error", plane, [-2.0, -1.0], [14.0, 15.0, 16.0])
>>> landscape.value.shape, landscape.gradient.shape, landscape.curvature.shape
((3, 2), (2, 3, 2), (3, 3, 2))
"""

from landscapes.data.catalogue import CATALOGUE, DATASETS, load
from landscapes.data.dataset import Dataset
from landscapes.descents.descent import descend
from landscapes.descents.path import Outcome, Path
from landscapes.descents.rates import LADDER, BestRate, best_rate, rate_from_curvature
from landscapes.descents.rules import RULES, Rule
from landscapes.models.linear import Linear
from landscapes.models.model import Model
from landscapes.planes.flat import flat_directions
from landscapes.planes.plane import Plane
from landscapes.planes.window import Window
from landscapes.problem import Problem
from landscapes.sweeps.kernels import compile_in_background
from landscapes.sweeps.restriction import Restriction
from landscapes.sweeps.samples import Values
from landscapes.sweeps.sweep import Landscape, sweep
from landscapes.terrain.basins import Basins, basins
from landscapes.terrain.critical import critical_points
from landscapes.terrain.framing import fit_window, good_window
from landscapes.terrain.optimum import cross_entropy_minimum
from landscapes.terrain.point import CriticalPoint
from landscapes.terrain.pulls import Pulls, pulls
from landscapes.terrain.separation import Separation, separation
from landscapes.terrain.survey import Survey, survey, verdict

__all__ = [
    "CATALOGUE",
    "DATASETS",
    "LADDER",
    "RULES",
    "Basins",
    "BestRate",
    "CriticalPoint",
    "Dataset",
    "Landscape",
    "Linear",
    "Model",
    "Outcome",
    "Path",
    "Plane",
    "Problem",
    "Pulls",
    "Restriction",
    "Rule",
    "Separation",
    "Survey",
    "Values",
    "Window",
    "basins",
    "best_rate",
    "compile_in_background",
    "critical_points",
    "cross_entropy_minimum",
    "descend",
    "fit_window",
    "flat_directions",
    "good_window",
    "load",
    "pulls",
    "rate_from_curvature",
    "separation",
    "survey",
    "sweep",
    "verdict",
]
