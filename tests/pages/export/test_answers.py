"""What the Export dialog is answered."""

import time
from io import BytesIO

import numpy as np
import pytest
from flask.testing import FlaskClient

from export import FORMATS
from pages.export.answers import MOST_SENT
from pages.export.request import DECK
from server import guard
from tests.pages.export.asking import ask, png, send, told


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


def test_pictures_may_be_larger_than_other_requests_but_not_by_any_amount(
    client: FlaskClient,
) -> None:
    large = b"\x89PNG" + b"\0" * (guard.MAX_BODY + 1)
    assert "PNG" in told(send(client, "pdf", [large]))["error"]
    answer = send(client, "pdf", [b"\0" * (MOST_SENT + 1)])
    assert answer.status_code == 413
    assert "7 MB" in told(answer)["error"]
    assert client.post("/export/figure", data=b"").status_code == 405


def test_a_picture_is_not_made_without_one(client: FlaskClient) -> None:
    assert "sent along" in told(ask(client, "file/gif"))["error"]
    assert "not drawn" in told(ask(client, "drawings/csv/0"))["error"]
    assert "format" in told(ask(client, "file/exe"))["error"]
    assert "3840" in told(ask(client, "file/pdf", size="3841x2160"))["error"]
    assert "3840" in told(ask(client, f"drawings/{DECK}/0", size="3841x2160"))["error"]
