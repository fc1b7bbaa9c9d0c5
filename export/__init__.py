"""Export: pictures, slides, data and scripts of what a scene shows.

>>> from export import FORMATS, Picture
>>> from scene import Scene
>>> picture = Picture(Scene(resolution=41), what="field-left")
>>> header = FORMATS["csv"].make(picture, None).decode().splitlines()[0]
>>> header[:30]
'part,side,loss,step,a,b,value,'
"""

from export.browser import NoBrowserError, Painter, Renderer
from export.formats import FORMATS, Format
from export.links import PATHS, scene_of
from export.picture import SIZES, Picture, draw
from export.powerpoint import deck
from export.study import Study, study

__all__ = [
    "FORMATS",
    "PATHS",
    "SIZES",
    "Format",
    "NoBrowserError",
    "Painter",
    "Picture",
    "Renderer",
    "Study",
    "deck",
    "draw",
    "scene_of",
    "study",
]
