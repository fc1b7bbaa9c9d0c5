"""Export: what is asked of the server, and the files that it puts together."""

import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from pptx import Presentation
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from export import FORMATS
from pages.export.answers import MOST_SENT, add_routes
from pages.export.page import export_dialog
from pages.export.pictures import Drawn, drawings, made
from pages.export.request import DECK, wanted
from pages.export.work import Pictures, UnderWay, outcome
from pages.parts.work import Busy, jobs
from pages.workspace.presets import PRESETS
from server import guard

LINK = "http://host/?data=moons&resolution=41&steps=50"
SMALL = {"link": LINK, "size": "640x360"}


@pytest.fixture(scope="module")
def server() -> Flask:
    server = guard.make_server(__name__)
    add_routes(server, "/export")
    guard.protect(server, {}, "/_dash-update-component")
    return server


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()


def ask(client: FlaskClient, path: str, **given: str) -> TestResponse:
    """Ask as the browser does: again, as long as the work is under way."""
    for _ in range(100):
        answer = client.get(f"/export/{path}?{urlencode(SMALL | given)}")
        if answer.status_code != 202:
            return answer
        assert 0.0 <= told(answer)["share"] <= 1.0
        time.sleep(0.1)
    raise AssertionError("it was never made")


def told(answer: TestResponse) -> Any:
    """What an answer's JSON holds."""
    return answer.get_json()


def send(client: FlaskClient, kind: str, pictures: list[bytes], **given: str) -> TestResponse:
    files = [FileStorage(BytesIO(one), f"{i}.png") for i, one in enumerate(pictures)]
    boundary, body = encode_multipart(MultiDict([("picture", file) for file in files]))
    kept = f"multipart/form-data; boundary={boundary}"
    answer = client.post(
        f"/export/file/{kind}?{urlencode(SMALL | given)}", data=body, content_type=kept
    )
    return follow(client, answer)


def follow(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Ask as the browser does after what it has sent: by the name that it was told."""
    for _ in range(300):
        if answer.status_code != 202:
            return answer
        assert 0.0 <= told(answer)["share"] <= 1.0
        time.sleep(0.1)
        answer = client.get(f"/export/job/{told(answer)['job']}")
    raise AssertionError("it was never put together")


def png(width: int, height: int, colour: Any = (200, 80, 10), mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, (width, height), colour).save(file, "PNG")
    return file.getvalue()


def test_a_request_becomes_a_picture() -> None:
    given = {"link": f"{LINK}#top", "what": "field-right", "size": "1080x1080"}
    asked = wanted("svg", given | {"background": "transparent-dark", "title": "A\x00 title"})
    picture = asked.picture
    assert (picture.scene.data, picture.scene.resolution) == ("moons", 41)
    assert (picture.width, picture.height, picture.theme.name) == (1080, 1080, "dark")
    assert (picture.title, picture.caption, picture.link) == ("A title", None, LINK)
    assert asked.name == "moons-cross-entropy-field-right-1080x1080.svg"


def test_what_is_left_out_is_empty_and_its_own_is_none() -> None:
    bare = wanted("png", SMALL | {"title": "", "caption": "no", "shown": "no"}).picture
    assert (bare.title, bare.caption, bare.verdicts, bare.link) == ("", "", False, "")
    own = wanted("png", SMALL).picture
    assert (own.title, own.caption, own.verdicts) == (None, None, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", "319x1080"),
        ("size", "1920x7681"),
        ("size", "7680x320"),
        ("size", "1920"),
        ("size", "²00x400"),
        ("background", "red"),
        ("what", "centre"),
        ("link", "/curves"),
        ("link", "/?left=foo"),
        ("link", "/?" + "a" * 4000),
        ("title", "a" * 201),
    ],
)
def test_what_cannot_be_used_is_named(client: FlaskClient, name: str, value: str) -> None:
    answer = ask(client, "figure", **{name: value})
    assert answer.status_code == 400
    named = {"size": ("size", "width", "height"), "link": ("link", "/curves", "left", "no such")}
    assert any(word in told(answer)["error"] for word in named.get(name, (name,)))


def test_the_browser_is_given_one_figure_of_the_size(client: FlaskClient) -> None:
    answer = ask(client, "figure", title="Why the log?")
    figure = told(answer)["figure"]
    meta = figure["layout"]["meta"]
    assert (meta["width"], meta["height"], meta["title"]) == (640, 360, "Why the log?")
    assert figure["layout"]["width"] * meta["scale"] == pytest.approx(640)
    assert {trace["type"] for trace in figure["data"]} >= {"surface", "contour"}
    assert {"scene", "scene2"} <= set(figure["layout"])
    assert told(answer)["name"] == "moons-squared-error-cross-entropy-640x360"


@pytest.mark.parametrize("kind", [key for key, one in FORMATS.items() if not one.drawn])
def test_a_file_without_a_picture_is_made_by_the_server_alone(
    client: FlaskClient, kind: str
) -> None:
    answer = ask(client, f"file/{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'cross-entropy.{kind}"')
    assert answer.mimetype == FORMATS[kind].media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if kind == "npz":
        assert np.load(BytesIO(answer.data))["left_value"].shape == (41, 41)


def test_an_animation_that_is_too_large_is_refused_at_once(client: FlaskClient) -> None:
    large = {"link": "/?steps=5000", "size": "3840x3840"}
    # Some kilobytes that unpack to 44 megabytes.
    bomb = png(3840, 3840, 1, "1")
    assert len(bomb) < 10_000
    before = time.monotonic()
    answers = [send(client, "gif", [bomb] * 26, **large), ask(client, "drawings/gif/0", **large)]
    assert time.monotonic() - before < 2.0  # to unpack one takes as long, and there are 26
    for answer in answers:
        assert answer.status_code == 400
        assert told(answer)["error"] == (
            "size of this animation must be at most 1440 x 1440: up to 26 frames of 3840 x 3840 "
            "are 383 megapixels, and it may have 54"
        )


@pytest.mark.parametrize(
    ("steps", "size", "fits"),
    [
        ("steps=5000", "1920x1080", None),
        ("steps=5000", "1440x1440", None),
        ("steps=5000", "1930x1080", "1924 x 1077: up to 26 frames"),
        ("steps=50", "3840x2160", "2715 x 1527: up to 13 frames"),
        ("step=0", "3840x2160", None),
        ("step=0", "7680x4320", "3840 x 2160: up to 1 frame of 7680 x 4320 are 33 megapixels"),
    ],
)
def test_an_animation_may_be_as_large_as_its_frames_are_few(
    steps: str, size: str, fits: str | None
) -> None:
    given = {"link": f"/?{steps}", "size": size}
    if fits is None:
        assert wanted("gif", given).picture.width == int(size.partition("x")[0])
        return
    with pytest.raises(ValueError, match=fits):
        wanted("gif", given)
    # And what is said to fit does.
    wanted("gif", given | {"size": fits.partition(":")[0].replace(" ", "")})


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


def test_pictures_may_be_larger_than_other_requests_but_not_by_any_amount(
    client: FlaskClient,
) -> None:
    large = b"\x89PNG" + b"\0" * (guard.MAX_BODY + 1)
    assert "PNG" in told(send(client, "pdf", [large]))["error"]
    answer = send(client, "pdf", [b"\0" * (MOST_SENT + 1)])
    assert answer.status_code == 413
    assert "7 MB" in told(answer)["error"]
    assert client.post("/export/figure", data=b"").status_code == 405


@pytest.fixture
def busy() -> Iterator[threading.Event]:
    """Nothing else is made until this is set."""
    free = threading.Event()

    def wait(progress: Callable[[int, int], None]) -> bytes:
        while not free.wait(0.01):
            progress(0, 1)
        return b"made"

    with pytest.raises(UnderWay):
        outcome(jobs().ask("first", "export-file", id(free), "Waiting", wait, "export"))
    yield free
    free.set()


def post(client: FlaskClient, who: str) -> TestResponse:
    """Send the frames of a short animation; not waited for."""
    given = {"link": "/?resolution=41&step=3", "size": "640x360", "client": who}
    green = sum(who.encode()) % 256  # not what somebody else has sent
    pictures = [png(640, 360, (shade, green, 0)) for shade in (0, 60, 120, 180)]
    files = [FileStorage(BytesIO(one), f"{i}.png") for i, one in enumerate(pictures)]
    boundary, body = encode_multipart(MultiDict([("picture", file) for file in files]))
    kept = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/export/file/gif?{urlencode(given)}", data=body, content_type=kept)


def test_a_file_that_takes_long_is_asked_after_until_it_is_there(
    client: FlaskClient, busy: threading.Event
) -> None:
    answer = post(client, "one")
    assert answer.status_code == 202
    title = "Putting overlap-squared-error-cross-entropy-640x360.gif together"
    assert told(answer)["title"] == title
    name = told(answer)["job"]
    again = client.get(f"/export/job/{name}?client=one")
    assert again.status_code == 202
    assert told(again) == {"title": title, "share": 0.0, "job": name}
    busy.set()
    made = follow(client, again)
    assert made.status_code == 200
    with Image.open(BytesIO(made.data)) as image:
        assert image.format == "GIF"
    assert made.headers["Content-Disposition"].endswith('640x360.gif"')
    # Somebody whose connection broke may ask for it once more.
    assert client.get(f"/export/job/{name}").data == made.data
    gone = client.get("/export/job/another")
    assert gone.status_code == 410
    assert "Save it again" in told(gone)["error"]


def test_who_leaves_stops_what_was_begun_and_nobody_elses(
    client: FlaskClient, busy: threading.Event
) -> None:
    mine, other = post(client, "me"), post(client, "you")
    assert (mine.status_code, other.status_code) == (202, 202)
    assert client.post("/export/cancel?client=me").status_code == 204
    assert client.get(f"/export/job/{told(mine)['job']}").status_code == 410
    # A client's own work stops at its next step.
    assert client.post("/export/cancel?client=first").status_code == 204
    assert follow(client, other).status_code == 200
    assert not busy.is_set()
    assert client.post("/export/cancel").status_code == 204
    assert client.get("/export/cancel").status_code == 405


def test_what_waits_to_be_put_together_is_bounded() -> None:
    seven = b"x" * MOST_SENT
    waiting = [Pictures([seven]) for _ in range(18)]
    with pytest.raises(Busy):
        Pictures([seven])
    del waiting[0]
    assert Pictures([seven]).content == [seven]


def test_a_class_that_exports_at_once_gets_all_its_files(client: FlaskClient) -> None:
    waiting = {
        seed: urlencode(SMALL | {"link": f"/?data=overlap&seed={seed}&resolution=41&steps=50"})
        for seed in range(24)
    }
    until = time.monotonic() + 120
    while waiting:
        assert time.monotonic() < until
        for seed, asked in list(waiting.items()):
            answer = client.get(f"/export/file/npz?{asked}&client=person-{seed}")
            assert answer.status_code in (200, 202)
            if answer.status_code == 200:
                assert np.load(BytesIO(answer.data))["left_value"].shape == (41, 41)
                del waiting[seed]


def test_a_picture_is_not_made_without_one(client: FlaskClient) -> None:
    assert "sent along" in told(ask(client, "file/gif"))["error"]
    assert "not drawn" in told(ask(client, "drawings/csv/0"))["error"]
    assert "format" in told(ask(client, "file/exe"))["error"]
    assert "3840" in told(ask(client, "file/pdf", size="3841x2160"))["error"]
    assert "3840" in told(ask(client, f"drawings/{DECK}/0", size="3841x2160"))["error"]


def test_a_renderer_hands_out_pictures_once() -> None:
    (drawing,) = drawings(wanted("pdf", SMALL))
    renderer = Drawn([png(640, 360)])
    assert renderer.image(drawing, "png") == png(640, 360)
    with pytest.raises(ValueError, match="fewer"):
        renderer.image(drawing, "png")


def test_every_format_is_offered_once() -> None:
    dialog = export_dialog("/export")
    by_id = {getattr(one, "id", None): one for one in dialog._traverse()}
    offered = [entry["value"] for group in by_id["export-format"].data for entry in group["items"]]
    assert sorted(offered) == sorted([*FORMATS, DECK])
    assert set(by_id["export-choices"].data["notes"]) == set(offered)
