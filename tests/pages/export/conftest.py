"""A server of exports alone, and who asks it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pages.export.answers import add_routes
from server import guard


@pytest.fixture(scope="module")
def server() -> Flask:
    server = guard.make_server(__name__)
    add_routes(server, "/export")
    guard.protect(server, {}, "/_dash-update-component")
    return server


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()
