"""Animations: the frames that were drawn, one after the other, in the memory of one."""

import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from export import Picture
from export.animation import drawings, frames, gif
from figures.drawing import Drawing
from scene import Scene

SCENE = Scene(resolution=41, step=7)
PICTURE = Picture(SCENE, "field-right", width=320, height=240, background="dark")
GROUND = (0x14, 0x18, 0x1C)
COLOURS = [(200, 80, 10), (0, 103, 168), GROUND, (26, 30, 35)]


class Given:
    """Hands out files in order."""

    def __init__(self, files: list[bytes]) -> None:
        self.files = iter(files)

    def image(self, drawing: Drawing, kind: str) -> bytes:  # noqa: ARG002 (as the others)
        return next(self.files)


def png(pixels: NDArray[np.uint8]) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def drawn(count: int) -> list[NDArray[np.uint8]]:
    """Frames in which bars grow, each of a colour; one's is next to the ground's."""
    shown = []
    for step in range(count):
        pixels = np.full((240, 320, 3), GROUND, dtype=np.uint8)
        for place, colour in enumerate(COLOURS):
            pixels[20 + 50 * place : 50 + 50 * place, 10 : 40 + 30 * step] = colour
        shown.append(pixels)
    return shown


def read(file: bytes) -> list[tuple[NDArray[np.uint8], int]]:
    """The frames of a GIF, and their milliseconds."""
    with Image.open(BytesIO(file), formats=("GIF",)) as image:
        assert image.info["loop"] == 0
        found = []
        for place in range(getattr(image, "n_frames", 1)):
            image.seek(place)
            found.append((np.asarray(image.convert("RGB")), int(image.info["duration"])))
        return found


def test_an_animation_is_its_frames_with_their_times_and_colours() -> None:
    shown = drawn(len(frames(7)))
    found = read(gif(PICTURE, Given([png(pixels) for pixels in shown])))
    assert [stays for _, stays in found] == [350] * 6 + [3000]
    for (pixels, _), expected in zip(found, shown, strict=True):
        # Few colours: none is lost, and what is next to the ground is not taken for it.
        np.testing.assert_array_equal(pixels, expected)


def test_what_does_not_change_stays_as_long_as_it_would() -> None:
    shown = drawn(5)
    files = [png(shown[place]) for place in (0, 0, 1, 2, 2, 3, 4)]
    found = read(gif(PICTURE, Given(files)))
    assert [stays for _, stays in found] == [700, 350, 700, 350, 3000]
    same = read(gif(PICTURE, Given([files[0]] * 7)))
    assert [stays for _, stays in same] == [6 * 350 + 3000]


def test_the_ground_is_exact_among_more_colours_than_a_palette_has() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    noise[:, :100] = GROUND
    found = read(gif(PICTURE, Given([png(noise)] * 6 + [png(noise[::-1].copy())])))
    for pixels, _ in found:
        assert (pixels[:, :100] == GROUND).all()
        # Not the same colours, but near ones.
        near = np.abs(pixels.astype(int) - noise).mean()
        assert near < 30 or np.abs(pixels.astype(int) - noise[::-1]).mean() < 30


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_any_kind_of_png_can_be_a_frame(mode: str) -> None:
    files = []
    for step in range(7):
        pixels = np.full((240, 320), 255, dtype=np.uint8)
        pixels[:, : 10 + 40 * step] = 0
        image = Image.fromarray(pixels)
        if mode == "I;16":
            image = Image.fromarray(pixels.astype(np.uint16) * 257)
        file = BytesIO()
        image.convert(mode).save(file, "PNG")
        files.append(file.getvalue())
    assert len(read(gif(PICTURE, Given(files)))) == 7


def test_how_far_it_is_is_told_frame_by_frame_and_can_stop_it() -> None:
    files = [png(pixels) for pixels in drawn(7)]
    told: list[tuple[int, int]] = []
    gif(PICTURE, Given(files), lambda done, total: told.append((done, total)))
    assert told == [(0, 7), *((done, 7) for done in range(8))]

    class Stop(Exception):  # noqa: N818 (nothing is wrong)
        """Nobody waits."""

    def stop(done: int, total: int) -> None:  # noqa: ARG001 (as it is called)
        if done == 3:
            raise Stop

    with pytest.raises(Stop):
        gif(PICTURE, Given(files), stop)


@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_frame_that_cannot_be_read_is_told(place: int) -> None:
    files = [png(pixels) for pixels in drawn(7)]
    # Its parts are whole, what they hold is not.
    files[place] = files[place][: len(files[place]) // 2]
    with pytest.raises(ValueError, match="a picture must be a PNG file"):
        gif(PICTURE, Given(files))
    files[place] = png(np.zeros((10, 10, 3), np.uint8))
    with pytest.raises(ValueError, match="one size"):
        gif(PICTURE, Given(files))


def test_there_are_as_many_frames_as_drawings() -> None:
    assert len(drawings(PICTURE)) == len(frames(7)) == 7


PROGRAM = """
import sys
from io import BytesIO
from PIL import Image
from export import Picture, animation
from scene import Scene
from tests.peak_memory import peak_memory

files = []
for i in range(28):
    file = BytesIO()
    Image.new("RGB", (1600, 1200), (i, 2 * i, 90)).save(file, "PNG")
    files.append(file.getvalue())

class Given:
    def image(self, drawing, kind):
        return files.pop()

picture = Picture(Scene(resolution=41), "field-left", width=1600, height=1200)
animation._drawings = lambda picture: range(int(sys.argv[1]))
animation.gif(picture, Given())
print(peak_memory())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not say")
def test_many_frames_take_no_more_memory_than_few() -> None:
    few, many = (
        int(subprocess.check_output([sys.executable, "-c", PROGRAM, count])) / 2**20
        for count in ("3", "27")
    )
    # All at once they would take 24 x 1600 x 1200 x 4 bytes, 176 MB, more.
    assert many < few + 40
    assert many < 400
