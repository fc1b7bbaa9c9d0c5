"""gif(): both descents, step by step, as an animated picture."""

from dataclasses import replace
from io import BytesIO

import numpy as np

from export.browser import Painter
from export.picture import Picture, draw
from export.study import study
from figures.drawing import Drawing

__all__ = ["drawings", "frames", "gif"]

# Milliseconds that a frame stays, and that the last one does.
_STAYS, _LAST_STAYS = 350, 3000
_COLOURS = 255


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
    solid = replace(picture, background=picture.theme.name)
    last = max(path.steps for path in study(picture.scene).paths)
    if picture.at is not None:
        last = min(last, picture.at)
    return [draw(replace(solid, step=step)) for step in frames(last)]


def gif(picture: Picture, painter: Painter | None) -> bytes:
    """Return a picture as an animation that shows where both descents are after some steps.

    Steps follow one another as doublings do: a descent takes its long ways at first. A GIF has no
    half transparency: where the picture is to have no ground it has its theme's.

    Raises
    ------
    ValueError, RuntimeError
        As for `export.images.png`.
    """
    from PIL import Image, ImageColor  # takes a moment to load

    if painter is None:
        raise ValueError("gif needs a renderer; found none")
    drawn = [painter.image(drawing, "png") for drawing in drawings(picture)]
    images = [Image.open(BytesIO(one)).convert("RGB") for one in drawn]
    # One palette for all: the last frame has every colour that there is.
    palette = images[-1].quantize(_COLOURS)
    ground = ImageColor.getrgb(picture.theme.ground)
    colours = [*(palette.getpalette() or [])[: 3 * _COLOURS], *ground]
    shown = []
    for image in images:
        indices = np.array(image.quantize(palette=palette, dither=Image.Dither.NONE))
        # The ground is exactly what it is on the slide around it, not the nearest of the palette.
        indices[(np.asarray(image) == ground).all(axis=-1)] = _COLOURS
        frame = Image.fromarray(indices)
        frame.putpalette(colours)
        shown.append(frame)
    file = BytesIO()
    shown[0].save(
        file,
        "GIF",
        save_all=True,
        append_images=shown[1:],
        duration=[_STAYS] * (len(shown) - 1) + [_LAST_STAYS],
        loop=0,
        optimize=False,
    )
    return file.getvalue()
