"""How the Export dialog asks, and the pictures that it sends."""

import time
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

__all__ = ["LINK", "SMALL", "ask", "follow", "png", "send", "told"]

LINK = "http://host/?data=moons&resolution=41&steps=50"
SMALL = {"link": LINK, "size": "640x360"}


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
