"""gif(): both descents, step by step, as an animated picture."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from export.browser import Painter
from export.picture import Picture, draw
from export.study import study
from figures.drawing import Drawing

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["drawings", "frames", "gif"]

# Milliseconds that a frame stays, and that the last one does.
_STAYS, _LAST_STAYS = 350, 3000
# Of the palette's 256 the last one is the ground.
_COLOURS = 255
# Pixels of the last frame that the palette is made of, so that a noisy one takes no minute.
_SAMPLE = 1280 * 1280
# A global table of 256 colours of 8 bits follows; then: repeat without end.
_TABLE = 0xF7
_FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"


def frames(last: int) -> list[int]:
    """Return the steps that are shown of so many: 0, 1, 2, 3, 4, 6, 8, 12 … and the last one."""
    steps = {0, last}
    power = 1
    while power < last:
        steps |= {power, power + power // 2}
        power *= 2
    return sorted(step for step in steps if step <= last)


def drawings(picture: Picture) -> list[Drawing]:
    """Return the frames."""
    return list(_drawings(picture))


def _drawings(picture: Picture) -> Iterator[Drawing]:
    solid = replace(picture, background=picture.theme.name)
    last = max(path.steps for path in study(picture.scene).paths)
    if picture.at is not None:
        last = min(last, picture.at)
    for step in frames(last):
        yield draw(replace(solid, step=step))


def gif(
    picture: Picture,
    painter: Painter | None,
    each: Callable[[int, int], object] = lambda done, total: None,  # noqa: ARG005
) -> bytes:
    """Return a picture as an animation that shows where both descents are after some steps.

    Steps follow one another as doublings do: a descent takes its long ways at first. A GIF has no
    half transparency: where the picture is to have no ground it has its theme's. Frames are
    unpacked one after the other, so that memory grows with a frame's size and not with their
    number.

    Parameters
    ----------
    picture : Picture
        What is shown.
    painter : Painter
        Draws the frames, in order.
    each : callable
        Called with how many frames are done, and how many there are, before each one and at the
        end. What it raises ends the work.

    Raises
    ------
    ValueError, RuntimeError
        As for `export.images.png`; where what is drawn cannot be read.
    """
    from PIL import ImageColor  # takes a moment to load

    if painter is None:
        raise ValueError("gif needs a renderer; found none")
    # As files they are small. The palette is of the last one, which has every colour that there is.
    drawn = [painter.image(drawing, "png") for drawing in _drawings(picture)]
    each(0, len(drawn))
    ground = ImageColor.getrgb(picture.theme.ground)[:3]
    palette = _palette(_opened(drawn[-1]))
    colours = (palette.getpalette() or [])[: 3 * _COLOURS]
    table = bytes([*colours, *[0] * (3 * _COLOURS - len(colours)), *ground])
    film = _Film(table)
    for done, file in enumerate(drawn):
        each(done, len(drawn))
        stays = _STAYS if done < len(drawn) - 1 else _LAST_STAYS
        film.add(_indices(_opened(file), palette, ground), stays)
    each(len(drawn), len(drawn))
    return film.end()


def _opened(file: bytes) -> "Image":
    from PIL import Image

    try:
        with Image.open(BytesIO(file), formats=("PNG",)) as image:
            return image.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"a picture must be a PNG file: {error}") from None


def _palette(image: "Image") -> "Image":
    """Return an image with the palette of another one."""
    from PIL import Image

    if image.width * image.height > _SAMPLE:
        share = (_SAMPLE / (image.width * image.height)) ** 0.5
        size = (max(1, int(image.width * share)), max(1, int(image.height * share)))
        # The nearest pixels: mixed ones would be new colours.
        image = image.resize(size, Image.Resampling.NEAREST)
    return image.quantize(_COLOURS)


def _indices(image: "Image", palette: "Image", ground: tuple[int, ...]) -> "Image":
    """Return an image's places in the palette, as an image of bytes."""
    from PIL import Image

    indices = np.array(image.quantize(palette=palette, dither=Image.Dither.NONE))
    pixels = np.asarray(image)
    red, green, blue = (pixels[..., i] == ground[i] for i in range(3))
    # The ground is exactly what it is on the slide around it, not the nearest of the palette.
    indices[red & green & blue] = _COLOURS
    return Image.fromarray(indices)


class _Film:
    """A GIF that is written frame by frame; of each, the part that is not as it was before.

    Parameters
    ----------
    table : bytes
        The 256 colours of all frames: red, green, blue of each.
    """

    def __init__(self, table: bytes) -> None:
        self._table = table
        self._file = BytesIO()
        self._last: Image | None = None
        # The part that comes next, where it stands, and for how long.
        self._part: tuple[Image, tuple[int, int], int] | None = None

    def add(self, frame: "Image", stays: int) -> None:
        """Show a frame, of places in the table, for so many milliseconds."""
        from PIL import ImageChops

        if self._last is None:
            head = struct.pack("<6sHHBBB", b"GIF89a", frame.width, frame.height, _TABLE, 0, 0)
            self._file.write(head + self._table + _FOREVER)
            self._part = (frame, (0, 0), stays)
        elif frame.size != self._last.size:
            raise ValueError(f"frames must be of one size; found {self._last.size}, {frame.size}")
        else:
            changed = ImageChops.difference(self._last, frame).getbbox()
            if changed is None and self._part is not None:
                part, place, before = self._part
                self._part = (part, place, before + stays)
            elif changed is not None:
                self._write()
                self._part = (frame.crop(changed), changed[:2], stays)
        self._last = frame

    def end(self) -> bytes:
        """Return the whole file."""
        self._write()
        self._file.write(b";")
        return self._file.getvalue()

    def _write(self) -> None:
        from PIL.GifImagePlugin import getdata

        if self._part is not None:
            part, place, stays = self._part
            self._file.writelines(getdata(part, place, duration=stays))
            self._part = None
