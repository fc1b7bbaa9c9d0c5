"""Who is answered: not another site that asks for a file, nor another host."""

from typing import cast

import pytest
from flask.testing import FlaskClient

from app import create_app
from pages.parts.page import Page
from tests.server.stub import STUB, refused


@pytest.mark.parametrize("path", ["/export/figure", "/export/file/csv", "/export"])
def test_another_site_is_not_made_a_file(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Sec-Fetch-Site": "cross-site"})
    refused(response, 403, "another site asked")


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none", None])
def test_who_is_at_home_here_is(client: FlaskClient, site: str | None) -> None:
    link = "http://localhost/?data=moons&resolution=41&steps=50"
    headers = {"Sec-Fetch-Site": site} if site else {}
    asked = {"link": link, "size": "640x360"}
    response = client.get("/export/figure", query_string=asked, headers=headers)
    assert response.status_code in (200, 202), response.text


def test_another_site_may_still_lead_to_a_page(client: FlaskClient) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.fixture(scope="module")
def named() -> FlaskClient:
    app = create_app([cast(Page, STUB)], allowed_hosts=("a.example", "B.example", "[::1]"))
    made: FlaskClient = app.server.test_client()
    return made


@pytest.mark.parametrize(
    "host", ["a.example", "a.example:8050", "A.Example", "b.example.", "[::1]", "[::1]:80"]
)
def test_a_host_that_is_allowed_is_answered(named: FlaskClient, host: str) -> None:
    assert named.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["c.example", "a.example.evil.example", "evil.example:a.example", "a.example@x", "", "["],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/assets/logo.svg", "/export/figure"])
def test_another_host_is_refused(named: FlaskClient, host: str, path: str) -> None:
    response = named.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert "not known by the name" in response.text


def test_by_default_any_host_is_answered(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "anything.example"}).status_code == 200
