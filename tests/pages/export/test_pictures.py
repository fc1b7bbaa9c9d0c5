"""Pictures that a browser sends, and the files that are put together of them."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from pptx import Presentation

from pages.export.pictures import Drawn, drawings, made
from pages.export.request import DECK, wanted
from pages.workspace.presets import PRESETS
from tests.pages.export.asking import SMALL, ask, png, send, told


@pytest.mark.parametrize("kind", ["pptx", DECK, "pdf", "gif"])
def test_pictures_are_not_unpacked_where_they_are_larger_than_asked_for(
    client: FlaskClient, kind: str
) -> None:
    # What says that it is as large as this has nothing behind it.
    head = png(640, 360)[:16] + (50_000).to_bytes(4) * 2 + png(640, 360)[24:]
    answer = send(client, kind, [head])
    assert answer.status_code == 400
    assert "640 x 360 pixels; found 50000 x 50000" in told(answer)["error"]


def animated() -> bytes:
    file = BytesIO()
    frames = [Image.new("RGB", (640, 360), (shade, 0, 0)) for shade in (0, 90)]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


def test_what_is_sent_is_as_many_still_pictures_as_there_are_drawings(client: FlaskClient) -> None:
    assert "still" in told(send(client, "pdf", [animated()]))["error"]
    assert "must be 1; found 3" in told(send(client, "pdf", [png(640, 360)] * 3))["error"]
    assert "at most 64; found 65" in told(send(client, "pdf", [png(640, 360)] * 65))["error"]
    for kind in ("csv", "png", "svg"):
        assert "not made of pictures" in told(send(client, kind, [png(640, 360)]))["error"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_a_document_takes_any_kind_of_png(client: FlaskClient, mode: str) -> None:
    file = BytesIO()
    image = Image.new("L", (640, 360), 200)
    image = Image.new("I;16", (640, 360), 40_000) if mode == "I;16" else image.convert(mode)
    image.save(file, "PNG")
    assert send(client, "pdf", [file.getvalue()]).data.startswith(b"%PDF")


def test_a_slide_takes_the_picture_that_the_browser_drew(client: FlaskClient) -> None:
    answer = ask(client, "drawings/pptx/0")
    assert told(answer)["count"] == 1
    meta = told(answer)["figure"]["layout"]["meta"]
    assert (meta["width"], meta["title"]) == (640, "")  # the slide itself has a title to edit
    picture = png(meta["width"], meta["height"])
    made = send(client, "pptx", [picture])
    (slide,) = Presentation(BytesIO(made.data)).slides
    assert [shape.image.blob for shape in slide.shapes if hasattr(shape, "image")] == [picture]
    assert "half moons" in slide.shapes.title.text


def test_an_animation_has_a_frame_for_each_drawing(client: FlaskClient) -> None:
    count = told(ask(client, "drawings/gif/0"))["count"]
    assert count > 8
    assert ask(client, f"drawings/gif/{count - 1}").status_code == 200
    assert "below" in told(ask(client, f"drawings/gif/{count}"))["error"]
    frames = []
    for step in range(count):
        file = BytesIO()
        image = Image.new("RGB", (640, 360), "white")
        image.paste((200, 80, 10), (0, 0, 10 + 20 * step, 360))
        image.save(file, "PNG")
        frames.append(file.getvalue())
    made = send(client, "gif", frames)
    with Image.open(BytesIO(made.data)) as image:
        assert (image.size, getattr(image, "n_frames", 1)) == ((640, 360), count)


def test_a_deck_has_a_slide_for_each_preset() -> None:
    asked = wanted(DECK, SMALL)
    sizes = [drawing.layout["meta"] for drawing in drawings(asked)]
    assert len(sizes) == len(PRESETS)
    assert asked.name == "loss-landscapes-presets.pptx"


def test_a_decks_notes_have_each_slides_own_link_unless_none_is_wanted() -> None:
    for given, shown in ((SMALL, True), (SMALL | {"shown": "no"}, False)):
        asked = wanted(DECK, given)
        metas = [drawing.layout["meta"] for drawing in drawings(asked)]
        drawn = Drawn([png(meta["width"], meta["height"]) for meta in metas])
        file = made(asked, drawn)
        for slide, preset in zip(Presentation(BytesIO(file)).slides, PRESETS, strict=True):
            notes = slide.notes_slide.notes_text_frame
            assert notes is not None
            assert (f"http://host/?{preset.scene.query()}" in notes.text) == shown
            assert ("http://" in notes.text) == shown


def test_a_document_can_hold_the_browsers_picture(client: FlaskClient) -> None:
    made = send(client, "pdf", [png(640, 360, (0, 0, 0, 0), "RGBA")])
    assert made.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("pictures", "why"),
    [
        ([], "fewer"),
        ([b"GIF89a"], "PNG"),
        ([png(640, 361)], "640 x 360 pixels; found 640 x 361"),
        ([png(640, 360)[:60]], "PNG"),
    ],
)
def test_a_picture_that_cannot_be_used_is_told(
    client: FlaskClient, pictures: list[bytes], why: str
) -> None:
    answer = send(client, "pdf", pictures)
    assert answer.status_code == 400
    assert why in told(answer)["error"]


def test_a_renderer_hands_out_pictures_once() -> None:
    (drawing,) = drawings(wanted("pdf", SMALL))
    renderer = Drawn([png(640, 360)])
    assert renderer.image(drawing, "png") == png(640, 360)
    with pytest.raises(ValueError, match="fewer"):
        renderer.image(drawing, "png")
