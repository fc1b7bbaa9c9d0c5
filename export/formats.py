"""Formats: what a picture can be saved as, each a record in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from export import animation, images, powerpoint
from export.animation import gif
from export.browser import Painter
from export.document import html
from export.images import pdf, png, svg
from export.picture import Picture
from export.powerpoint import pptx
from export.script import script
from export.tables import csv, npz
from figures.drawing import Drawing

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    extension, title, media_type : str
        How its name ends, what a person reads, and what a browser calls it.
    make : callable
        (picture, painter) -> the file's bytes. The painter may be None where none is needed.
    drawings : callable or None
        picture -> what the painter is asked to draw, in order; None where it is not needed.
    note : str
        What is to be known before one chooses it, in a sentence; empty where nothing is.
    """

    extension: str
    title: str
    media_type: str
    make: Callable[[Picture, Painter | None], bytes]
    drawings: Callable[[Picture], list[Drawing]] | None = None
    note: str = ""

    @property
    def drawn(self) -> bool:
        """Whether a painter is needed."""
        return self.drawings is not None


_NUMBERS = "Every number of both grids and both paths."
_ALL = (
    Format("png", "Picture (PNG)", "image/png", png, images.drawings),
    Format(
        "svg",
        "Vector picture (SVG)",
        "image/svg+xml",
        svg,
        images.drawings,
        note="Fields and text are vector; a surface is an embedded image.",
    ),
    Format(
        "pdf",
        "Document (PDF)",
        "application/pdf",
        pdf,
        images.drawings,
        note="Fields and text are vector; a surface is an image.",
    ),
    Format(
        "pptx",
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        pptx,
        powerpoint.drawings,
        note="Title and caption can be edited.",
    ),
    Format(
        "gif",
        "Animation of the descents (GIF)",
        "image/gif",
        gif,
        animation.drawings,
        note="Steps 0, 1, 2, 3, 4, 6, 8, 12 and so on; at most 1280 pixels a side.",
    ),
    Format(
        "html",
        "Interactive page (HTML)",
        "text/html",
        html,
        note="One file to turn and zoom, without a network.",
    ),
    Format("csv", "Grids and paths (CSV)", "text/csv", csv, note=_NUMBERS),
    Format("npz", "Grids and paths (NumPy)", "application/zip", npz, note=_NUMBERS),
    Format(
        "py",
        "Python script",
        "text/x-python",
        script,
        note="Rebuilds this figure; runs from a checkout of this project.",
    ),
)
FORMATS: Mapping[str, Format] = MappingProxyType({one.extension: one for one in _ALL})
