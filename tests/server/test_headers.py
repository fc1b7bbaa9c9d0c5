"""What every answer carries, also to an absent file: the headers, and the policy for scripts."""

from typing import cast

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from pages.parts.page import Page
from server import guard
from tests.server.stub import STUB


@pytest.mark.parametrize(
    "path",
    [
        "/assets/nothing.js",
        "/assets/../app.py",
        "/assets/%00",
        "/_dash-component-suites/dash/nothing.js",
        "/_dash-component-suites/os/path.py",
        "/_dash-component-suites/dash/dcc/../../../os.py",
    ],
)
def test_an_absent_file_is_a_small_page(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "There is nothing at this address." in response.text
    assert len(response.text) < 1000


@pytest.mark.parametrize(
    "path", ["/", "/no/such/page", "/_dash-layout", "/healthz", "/assets/logo.svg", "/assets/no"]
)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        response.get_data()
    headers = response.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self' '")
    for header, value in guard.HEADERS.items():
        assert headers[header] == value
    assert headers["Cache-Control"] == "no-cache"


def test_scripts_run_by_hash_and_never_by_eval(app: Dash, client: FlaskClient) -> None:
    policy = dict(
        part.split(" ", 1)
        for part in client.get("/").headers["Content-Security-Policy"].split("; ")
    )
    assert set(app.csp_hashes()) < set(policy["script-src"].split())
    assert "unsafe" not in policy["script-src"]
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"


def test_others_may_be_let_frame_the_app() -> None:
    app = create_app([cast(Page, STUB)], frame_ancestors=("'self'", "https://school.example"))
    policy = app.server.test_client().get("/").headers["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors 'self' https://school.example")
