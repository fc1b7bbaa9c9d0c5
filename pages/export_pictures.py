"""Pictures that the person's own browser draws for a file that the server then puts together.

A server needs no browser then: it says what is to be drawn, and is given the pictures.
"""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from export import FORMATS, Picture, Renderer, deck
from figures.drawing import Drawing
from pages.export_request import DECK, Wanted
from pages.presets import PRESETS

__all__ = ["Drawn", "drawings", "made"]


class _Noted(Renderer):
    """Notes what is to be drawn, and gives back an empty picture."""

    def __init__(self) -> None:
        super().__init__()
        self.drawings: list[Drawing] = []
        file = BytesIO()
        Image.new("RGB", (1, 1)).save(file, "PNG")
        self._empty = file.getvalue()

    def image(self, drawing: Drawing, kind: str) -> bytes:  # noqa: ARG002 (as the others)
        """Return an empty picture."""
        self.drawings.append(drawing)
        return self._empty


class Drawn(Renderer):
    """Hands out pictures that have been drawn already, in the order of the drawings.

    Parameters
    ----------
    pictures : sequence of bytes
        PNG files.
    """

    def __init__(self, pictures: Sequence[bytes]) -> None:
        super().__init__()
        self._left = list(pictures)

    def image(self, drawing: Drawing, kind: str) -> bytes:
        """Return the next picture; as a document it is one page that holds it.

        Raises
        ------
        ValueError
            Where there is none left, or it is no PNG of the drawing's size.
        """
        if not self._left:
            raise ValueError("pictures must be as many as there are drawings; found fewer")
        given = self._left.pop(0)
        meta = drawing.layout["meta"]
        size = (meta["width"], meta["height"])
        try:
            # Opening reads the header alone: a picture of another size is never unpacked.
            image = Image.open(BytesIO(given), formats=("PNG",))
            if image.size != size:
                found = " x ".join(map(str, image.size))
                raise ValueError(f"a picture must be {size[0]} x {size[1]} pixels; found {found}")
            image.load()
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            raise ValueError(f"a picture must be a PNG file: {error}") from None
        if kind != "pdf":
            return given
        page = Image.new("RGB", image.size, "white")
        page.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
        file = BytesIO()
        page.save(file, "PDF", resolution=96.0)  # pixels an inch, as the browser has it
        return file.getvalue()


def made(wanted: Wanted, renderer: Renderer | None) -> bytes:
    """Return the file.

    Raises
    ------
    ValueError, RuntimeError
        As `export.Format.make` raises.
    """
    if wanted.format != DECK:
        return FORMATS[wanted.format].make(wanted.picture, renderer)
    return deck([_preset(wanted.picture, number) for number in range(len(PRESETS))], renderer)


def _preset(like: Picture, number: int) -> Picture:
    """Return the picture of a preset with the look of another; a link would be of that one."""
    preset = PRESETS[number]
    title = "" if like.title == "" else preset.title
    return replace(like, scene=preset.scene, what="columns", title=title, link="", step=None)


def drawings(wanted: Wanted) -> tuple[Drawing, ...]:
    """Return what has to be drawn for a file, in order.

    Raises
    ------
    ValueError
        Where it cannot be drawn.
    """
    noted = _Noted()
    try:
        made(wanted, noted)
    finally:
        noted.close()
    return tuple(noted.drawings)
