"""Exports that take long, or are many."""

import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import urlencode

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from pages.export.answers import MOST_SENT
from pages.export.work import Pictures, UnderWay, outcome
from pages.parts.work import Busy, jobs
from tests.pages.export.asking import SMALL, follow, png, told


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
