"""Whose word on the path counts, and what is a path."""

import json
import re
from typing import Any

import pytest
from flask import Flask, request

from app import create_app
from server.base_path import behind, read_base_path


def test_no_header_is_believed_unless_a_proxy_is_trusted() -> None:
    headers = {"X-Forwarded-Prefix": "/elsewhere", "X-Forwarded-Host": "evil.example"}
    trusting: dict[str, Any] = {"base_path": "/here", "trusted_proxies": 1}
    cases: list[tuple[dict[str, Any], str]] = [({}, ""), ({"base_path": "/here"}, "/here")]
    for given, base in [*cases, (trusting, "/here")]:
        client = create_app(**given).server.test_client()
        page = client.get("/", headers=headers).text
        told = re.search(r'id="_dash-config"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert told is not None
        assert json.loads(told[1])["requests_pathname_prefix"] == f"{base}/"
        assert "elsewhere" not in page


def test_a_trusted_proxy_says_who_asks_and_how() -> None:
    server = Flask("who")
    server.add_url_rule(
        "/who", view_func=lambda: [request.remote_addr, request.scheme, request.host]
    )
    behind(server, trusted_proxies=2)
    answer = server.test_client().get(
        "/who",
        headers={
            "X-Forwarded-For": "6.6.6.6, 192.0.2.7, 10.0.0.1",  # the first is the client's own word
            "X-Forwarded-Proto": "https, http",
            "X-Forwarded-Host": "course.example, inner",
        },
    )
    assert answer.get_json() == ["192.0.2.7", "https", "course.example"]


@pytest.mark.parametrize("said", ["/a b", "/<script>", "//evil.example", "/a/../b", "/%2e%2e/b"])
def test_a_path_that_is_none_is_refused(said: str) -> None:
    client = create_app(trusted_proxies=1).server.test_client()
    answer = client.get("/", headers={"X-Forwarded-Prefix": said})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "is not a path such as" in answer.text
    with pytest.raises(ValueError, match="is not a path such as /user/x/proxy/8050/"):
        create_app(base_path=said)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ""),
        ("/", ""),
        ("app", "/app"),
        ("/app/", "/app"),
        ("user/J.Doe_1/proxy/8050/", "/user/J.Doe_1/proxy/8050"),
        (" /user/j%C3%A9@uni.example/x~y/\n", "/user/j%C3%A9@uni.example/x~y"),
    ],
)
def test_a_path_is_read_with_its_slashes_or_without(text: str, path: str) -> None:
    assert read_base_path(text) == path


@pytest.mark.parametrize("count", [-1, 17])
def test_a_number_of_proxies_out_of_bounds_is_named(count: int) -> None:
    with pytest.raises(ValueError, match=f"trusted_proxies must be from 0 to 16; found {count}"):
        create_app(trusted_proxies=count)
