"""The app of one stub page, and a client of it."""

from typing import cast

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from pages.parts.page import Page
from tests.server.stub import STUB


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app([cast(Page, STUB)])


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    client = app.server.test_client()
    assert isinstance(client, FlaskClient)
    return client
