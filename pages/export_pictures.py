"""Pictures that the person's own browser draws for a file that the server then puts together.

A server needs no browser then: it says what is to be drawn, and is given the pictures.
"""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from export import FORMATS, Picture, deck
from export.browser import Painter
from export.links import link_of
from figures.drawing import Drawing
from pages.export_request import DECK, Wanted
from pages.presets import PRESETS

__all__ = ["Drawn", "drawings", "made"]


class Drawn:
    """Hands out pictures that have been drawn already, in the order of the drawings.

    Parameters
    ----------
    pictures : sequence of bytes
        PNG files.
    """

    def __init__(self, pictures: Sequence[bytes]) -> None:
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


def made(wanted: Wanted, painter: Painter | None) -> bytes:
    """Return the file.

    Raises
    ------
    ValueError, RuntimeError
        As `export.Format.make` raises.
    """
    if wanted.format != DECK:
        return FORMATS[wanted.format].make(wanted.picture, painter)
    return deck(_presets(wanted.picture), painter)


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
