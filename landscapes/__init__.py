"""Loss landscapes of linear classifiers: data, planes in parameter space, sweeps over them.

>>> from landscapes import Plane, Problem, load, sweep
>>> problem = Problem(load("breast-cancer", features=["mean radius"]))
>>> plane = Plane.axes(problem, "w1", "b")
>>> landscape = sweep(problem, "squared-error", plane, [-2.0, -1.0], [14.0, 15.0, 16.0])
>>> landscape.value.shape, landscape.gradient.shape, landscape.curvature.shape
((3, 2), (2, 3, 2), (3, 3, 2))
"""

from landscapes.dataset import Dataset
from landscapes.datasets import CATALOGUE, DATASETS, load
from landscapes.newton import cross_entropy_minimum
from landscapes.plane import Plane
from landscapes.problem import Problem
from landscapes.restriction import Restriction, Values
from landscapes.separation import Separation, separation
from landscapes.sweep import Landscape, sweep
from landscapes.window import Window, fit_window, good_window

__all__ = [
    "CATALOGUE",
    "DATASETS",
    "Dataset",
    "Landscape",
    "Plane",
    "Problem",
    "Restriction",
    "Separation",
    "Values",
    "Window",
    "cross_entropy_minimum",
    "fit_window",
    "good_window",
    "load",
    "separation",
    "sweep",
]
