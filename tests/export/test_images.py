"""What a browser draws: pictures in which nothing is lost, slides and animations of them."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pptx import Presentation

from export import FORMATS, Picture, Renderer, deck, draw
from export.animation import frames
from figures.drawing import Drawing
from figures.theme import LIGHT
from scene import Scene

# Both paths are long and in view.
SCENE = Scene(resolution=41, start=(-4.0, 5.0), steps=1000)
SVG = "{http://www.w3.org/2000/svg}"
Pixels = NDArray[np.int16]


def pixels(image: bytes, mode: str = "RGB") -> Pixels:
    return np.asarray(Image.open(BytesIO(image)).convert(mode), dtype=np.int16)


def places(picture: Picture) -> dict[str, tuple[slice, slice]]:
    """The pixels of each plot: rows and columns."""
    layout = draw(picture).layout
    found = {}
    for name, axis in layout.items():
        if name.startswith("scene"):
            (x0, x1), (y0, y1) = axis["domain"]["x"], axis["domain"]["y"]
        elif name.startswith("xaxis") and "overlaying" not in axis:
            (x0, x1), (y0, y1) = axis["domain"], layout["y" + name[1:]]["domain"]
        else:
            continue
        rows = slice(round((1.0 - y1) * picture.height), round((1.0 - y0) * picture.height))
        found[name] = (rows, slice(round(x0 * picture.width), round(x1 * picture.width)))
    return found


def count(image: Pixels, colour: str, tolerance: int = 12) -> int:
    """Pixels of a colour, or near it."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((np.abs(image[..., :3] - wanted).max(axis=-1) <= tolerance).sum())


def test_both_columns_are_in_a_picture_of_exactly_its_size(renderer: Renderer) -> None:
    picture = Picture(SCENE, link="http://127.0.0.1:8050/?data=overlap")
    image = pixels(FORMATS["png"].make(picture, renderer))
    assert image.shape == (1080, 1920, 3)
    title = image[20:76, 40:]
    assert 2_000 < count(title, LIGHT.ink, 60) < 40_000
    assert count(image[:20], "#ffffff") == 20 * 1920
    where = places(picture)
    assert list(where) == ["scene", "xaxis", "scene2", "xaxis3"]
    colours = [LIGHT.loss("squared-error"), LIGHT.loss("cross-entropy")]
    for at, name in enumerate(where):
        own, other = colours[at // 2], colours[1 - at // 2]
        plot = image[where[name]]
        # Both ends and the line between them; the other's colour is nowhere.
        assert count(plot, own) > 800, name
        assert count(plot, other) < 20, name
        # Terrain: grey of many shades, and not the ground.
        grey = (np.ptp(plot, axis=-1) < 16) & (plot[..., 0] < 235) & (plot[..., 0] > 50)
        assert grey.mean() > (0.1 if name.startswith("scene") else 0.6), name
    # Verdicts and caption.
    for columns in (slice(40, 900), slice(980, 1880)):
        assert count(image[880:1060, columns], LIGHT.ink, 60) > 500
    assert count(image[960:1070], LIGHT.secondary, 60) > 500


def test_without_a_ground_two_surfaces_have_no_holes(renderer: Renderer) -> None:
    # Whatever is opaque on the second surface of a picture was lost, and left a hole.
    scene = SCENE.model_copy(update={"data": "moons", "left": "hinge", "start": None})
    picture = Picture(scene, width=1200, height=675, background="transparent")
    image = pixels(FORMATS["png"].make(picture, renderer), "RGBA")
    assert image[0, 0, 3] == 0
    where = places(picture)
    for name, loss in (("scene", "hinge"), ("scene2", "cross-entropy")):
        plot = image[where[name]]
        assert count(plot[plot[..., 3] > 200], LIGHT.loss(loss)) > 300
        # What is seen through, with what is not on all four sides: axes' lines are, a path is not.
        solid = plot[..., 3] > 128
        inside = (
            np.logical_or.accumulate(solid, axis=0)
            & np.logical_or.accumulate(solid[::-1], axis=0)[::-1]
            & np.logical_or.accumulate(solid, axis=1)
            & np.logical_or.accumulate(solid[:, ::-1], axis=1)[:, ::-1]
        )
        rows, columns = np.nonzero(count_mask(plot, LIGHT.loss(loss)))
        box = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
        assert (inside & ~solid)[box].sum() == 0


def count_mask(image: Pixels, colour: str) -> NDArray[np.bool_]:
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    near = np.abs(image[..., :3] - wanted).max(axis=-1) <= 12
    return np.asarray(near & (image[..., 3] > 200))


@pytest.mark.parametrize("size", [(1001, 777), (640, 360), (500, 1333)])
def test_every_size_is_exact(renderer: Renderer, size: tuple[int, int]) -> None:
    picture = Picture(SCENE, what="field-right", width=size[0], height=size[1], background="dark")
    image = Image.open(BytesIO(FORMATS["png"].make(picture, renderer)))
    assert image.size == size
    assert image.convert("RGB").getpixel((0, 0)) == (0x14, 0x18, 0x1C)


def test_an_svg_holds_paths_for_fields_and_marks_its_images(renderer: Renderer) -> None:
    picture = Picture(SCENE, width=1280, height=720)
    flat = ElementTree.fromstring(
        FORMATS["svg"].make(replace(picture, what="field-left"), renderer)
    )
    assert (flat.get("width"), flat.get("height")) == ("1280", "720")
    assert not list(flat.iter(f"{SVG}image"))
    layers = {one.get("class"): one for one in flat.iter(f"{SVG}g")}
    assert len(list(layers["contourfill"].iter(f"{SVG}path"))) > 5
    assert len(list(flat.iter(f"{SVG}path"))) > 100
    assert "Two overlapping classes: squared error" in {
        one.text for one in flat.iter(f"{SVG}title")
    }
    both = ElementTree.fromstring(FORMATS["svg"].make(picture, renderer))
    images = list(both.iter(f"{SVG}image"))
    assert len(images) == 2
    for one in images:
        assert (one.get("aria-label") or "").startswith("Embedded image of a surface")
    (description,) = [one.text or "" for one in both.iter(f"{SVG}desc")]
    assert "n = 60" in description
    assert description.endswith("all other parts are vector.")


def test_a_pdf_is_one_page_of_the_pictures_shape(renderer: Renderer) -> None:
    made = FORMATS["pdf"].make(Picture(SCENE, "field-left", width=960, height=540), renderer)
    assert made.startswith(b"%PDF-")
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    # 96 pixels an inch; Chromium rounds a page's size to a sixth of a point or so.
    assert [float(side) for side in box] == pytest.approx([720.0, 405.0], abs=0.5)
    assert b"/Title (Loss landscapes)" in made


def words(shape: Any) -> str:
    return str(shape.text_frame.text)


def test_a_presentation_has_title_picture_caption_and_notes_to_edit(renderer: Renderer) -> None:
    first = Picture(SCENE, "field-left", title="The <first>", link="http://host/?a=b", width=1280)
    first = replace(first, height=720)
    second = Picture(Scene(resolution=41, data="moons"), "progress", title="", background="dark")
    show = Presentation(BytesIO(deck([first, second], renderer)))
    assert show.slide_width is not None
    assert show.slide_height is not None
    assert (show.slide_width.inches, show.slide_height.inches) == pytest.approx((13.333, 7.5), 1e-3)
    one, other = show.slides
    assert one.shapes.title.text == "The <first>"
    assert other.shapes.title is None
    pictures = [[s for s in slide.shapes if s.shape_type == 13] for slide in (one, other)]
    assert [len(some) for some in pictures] == [1, 1]
    image = Image.open(BytesIO(pictures[0][0].image.blob))
    # As large as it is shown: 1280 pixels across the slide.
    assert image.width == 1280
    assert image.height / 1280 * 13.333 == pytest.approx(pictures[0][0].height.inches, rel=5e-3)
    (caption,) = [words(s) for s in one.shapes if s.name == "Caption"]
    notes = one.notes_slide.notes_text_frame.text
    for text in (caption, notes):
        assert "Squared error: 1 minimum. " in text
        assert "http://host/?a=b" in text
    assert "n = 60" in caption
    assert "|gradient|" in notes
    # Text and picture do not overlap.
    shapes = sorted(one.shapes, key=lambda shape: shape.top)
    for above, below in pairwise(shapes):
        assert above.top + above.height <= below.top + 12700
    assert shapes[-1].top + shapes[-1].height <= show.slide_height
    assert other.background.fill.fore_color.rgb == (0x14, 0x18, 0x1C)


def test_an_animation_shows_the_descents_grow(renderer: Renderer) -> None:
    picture = Picture(SCENE, "field-right", width=480, height=270, title="", caption="", step=7)
    made = Image.open(BytesIO(FORMATS["gif"].make(picture, renderer)))
    assert made.size == (480, 270)
    assert getattr(made, "n_frames", 1) == len(frames(7)) == 7
    shown = []
    for frame in range(7):
        made.seek(frame)
        image = made.convert("RGB")
        assert image.getpixel((0, 0)) == (255, 255, 255)
        shown.append(count(np.asarray(image, dtype=np.int16)[30:], LIGHT.loss("cross-entropy"), 40))
    assert shown[-1] > 2 * shown[0] > 0
    assert made.info["duration"] > 1000


def test_frames_follow_doublings() -> None:
    assert frames(20) == [0, 1, 2, 3, 4, 6, 8, 12, 16, 20]
    assert frames(1) == [0, 1]
    assert frames(0) == [0]
    assert len(frames(5000)) < 30


@pytest.mark.parametrize("kind", [kind for kind, one in FORMATS.items() if one.drawn])
def test_what_is_drawn_needs_a_renderer(kind: str) -> None:
    with pytest.raises(ValueError, match="needs a renderer; found none"):
        FORMATS[kind].make(Picture(SCENE), None)


class Given:
    """Images that were drawn before, in order."""

    def __init__(self, images: list[bytes]) -> None:
        self.images = iter(images)

    def image(self, drawing: Drawing, kind: str) -> bytes:  # noqa: ARG002 (as the others)
        return next(self.images)


def test_a_format_says_what_is_to_be_drawn_for_it(renderer: Renderer) -> None:
    picture = Picture(SCENE, "field-left", width=640, height=360, step=2)
    for kind, asked in (("gif", 3), ("png", 1)):
        wanted = FORMATS[kind].drawings
        assert wanted is not None
        images = [renderer.image(drawing, "png") for drawing in wanted(picture)]
        assert len(images) == asked
        given = FORMATS[kind].make(picture, Given(images))
        assert given == FORMATS[kind].make(picture, renderer)
