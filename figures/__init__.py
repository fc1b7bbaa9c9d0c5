"""Figures of loss landscapes: arrays in, plotly figures out.

>>> from figures import surface
>>> from landscapes import Plane, Problem, good_window, load, sweep
>>> problem = Problem(load("overlap"))
>>> plane = Plane.axes(problem, "w1", "b")
>>> landscape = sweep(problem, "squared-error", plane, *good_window(problem, plane).grid(41))
>>> surface(landscape).layout.scene.zaxis.title.text
'loss'
"""

from figures.field import field
from figures.surface import surface
from figures.theme import DARK, LIGHT, Theme

__all__ = ["DARK", "LIGHT", "Theme", "field", "surface"]
