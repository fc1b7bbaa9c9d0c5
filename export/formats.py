"""Formats: what a picture can be saved as, each a record in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from export.animation import gif
from export.browser import Renderer
from export.document import html
from export.images import pdf, png, svg
from export.picture import Picture
from export.powerpoint import pptx
from export.script import script
from export.tables import csv, npz

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    extension, title, media_type : str
        How its name ends, what a person reads, and what a browser calls it.
    make : callable
        (picture, renderer) -> the file's bytes. The renderer may be None where none is needed.
    drawn : bool
        Whether a browser has to draw it.
    """

    extension: str
    title: str
    media_type: str
    make: Callable[[Picture, Renderer | None], bytes]
    drawn: bool = False


_ALL = (
    Format("png", "Picture (PNG)", "image/png", png, drawn=True),
    Format("svg", "Vector picture (SVG)", "image/svg+xml", svg, drawn=True),
    Format("pdf", "Document (PDF)", "application/pdf", pdf, drawn=True),
    Format(
        "pptx",
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        pptx,
        drawn=True,
    ),
    Format("gif", "Animation of the descents (GIF)", "image/gif", gif, drawn=True),
    Format("html", "Interactive page (HTML)", "text/html", html),
    Format("csv", "Grids and paths (CSV)", "text/csv", csv),
    Format("npz", "Grids and paths (NumPy)", "application/zip", npz),
    Format("py", "Python script", "text/x-python", script),
)
FORMATS: Mapping[str, Format] = MappingProxyType({one.extension: one for one in _ALL})
