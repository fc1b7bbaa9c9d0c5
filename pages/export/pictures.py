"""Pictures that the person's own browser draws for a file that the server then puts together.

A server needs no browser then: it says what is to be drawn, and is given the pictures.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO

from PIL import Image

from export import FORMATS, Picture, deck
from export.animation import gif
from export.browser import Painter
from export.links import link_of
from figures.drawing import Drawing
from pages.export.request import DECK, Wanted
from pages.workspace.presets import PRESETS

__all__ = ["TOGETHER", "Drawn", "check", "drawings", "made"]

TOGETHER = ("pptx", DECK, "gif", "pdf")
"""The formats that are put together of pictures which a browser sends."""

# Of those, the ones in which a picture fills the page.
_WHOLE = ("gif", "pdf")


def check(wanted: Wanted, pictures: Sequence[bytes]) -> None:
    """Look at pictures that were sent before any work is done with them: nothing is unpacked.

    Raises
    ------
    ValueError
        Where the format takes none, or one is no PNG, or larger than was asked for.
    """
    if wanted.format not in TOGETHER:
        raise ValueError(f"{wanted.format} is not made of pictures; found {len(pictures)}")
    width, height = wanted.picture.width, wanted.picture.height
    for picture in pictures:
        found = _size(picture)
        whole = wanted.format in _WHOLE and found != (width, height)
        if whole or found[0] > width or found[1] > height:
            most = "" if wanted.format in _WHOLE else "at most "
            raise ValueError(
                f"a picture must be {most}{width} x {height} pixels; found {found[0]} x {found[1]}"
            )


def _size(picture: bytes) -> tuple[int, int]:
    """Return the width and the height that a PNG file says it has."""
    if picture[:8] != b"\x89PNG\r\n\x1a\n" or picture[12:16] != b"IHDR" or len(picture) < 24:
        raise ValueError("a picture must be a PNG file; found something else")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


class Drawn:
    """Hands out pictures that have been drawn already, in the order of the drawings.

    Parameters
    ----------
    pictures : sequence of bytes
        PNG files that `check` has passed.
    """

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._left = list(pictures)

    @property
    def left(self) -> int:
        """How many have not been asked for."""
        return len(self._left)

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return the next picture; as a document it is one page that holds it.

        Raises
        ------
        ValueError
            Where there is none left, or it is no still PNG of the drawing's size.
        """
        if not self._left:
            raise ValueError("pictures must be as many as there are drawings; found fewer")
        given = self._left.pop(0)
        meta = drawing.layout["meta"]
        size = (meta["width"], meta["height"])
        if (found := _size(given)) != size:
            there = " x ".join(map(str, found))
            raise ValueError(f"a picture must be {size[0]} x {size[1]} pixels; found {there}")
        try:
            image = Image.open(BytesIO(given), formats=("PNG",))
            if getattr(image, "is_animated", False):
                raise ValueError("a picture must be a still one; found several frames")
            if kind != "pdf":
                image.verify()  # its parts, none of which is unpacked
                return given
            image.load()
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValueError(f"a picture must be a PNG file: {error}") from None
        page = Image.new("RGB", image.size, "white")
        page.paste(image.convert("RGB"), mask=image.getchannel("A") if "A" in image.mode else None)
        file = BytesIO()
        page.save(file, "PDF", resolution=96.0)  # pixels an inch, as the browser has it
        return file.getvalue()


def made(
    wanted: Wanted, painter: Painter | None, progress: Callable[[int, int], object] | None = None
) -> bytes:
    """Return the file; `progress` is told how much of it is done, and may raise to end the work.

    Raises
    ------
    ValueError, RuntimeError
        As `export.Format.make` raises.
    """
    tell = progress or (lambda done, total: None)  # noqa: ARG005
    tell(0, 1)
    if wanted.format == "gif":
        return gif(wanted.picture, painter, tell)
    if wanted.format != DECK:
        return FORMATS[wanted.format].make(wanted.picture, painter)
    pictures = _presets(wanted.picture)
    done = iter(range(1, len(pictures) + 1))
    return deck(pictures, painter, each=lambda: tell(next(done), len(pictures)))


def drawings(wanted: Wanted) -> tuple[Drawing, ...]:
    """Return what has to be drawn for a file, in order.

    Raises
    ------
    ValueError
        Where it is not drawn, or cannot be.
    """
    together = wanted.format == DECK
    plan = FORMATS["pptx" if together else wanted.format].drawings
    if plan is None:
        raise ValueError(f"{wanted.format} is not drawn")
    pictures = _presets(wanted.picture) if together else [wanted.picture]
    return tuple(drawing for picture in pictures for drawing in plan(picture))


def _presets(like: Picture) -> list[Picture]:
    """Return the pictures of all presets with the look of another, each with its own link."""
    page = link_of(like.scene).partition("?")[0]
    address = like.link.partition("?")[0].removesuffix(page)
    return [
        replace(
            like,
            scene=preset.scene,
            what="columns",
            title="" if like.title == "" else preset.title,
            link=link_of(preset.scene, address) if like.link else "",
            step=None,
        )
        for preset in PRESETS
    ]
