"""Whatever a forged request holds, every callback of every page answers without failing."""

import json
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app

# What no page sends: where a record is meant a list, where a list is meant a text, and so on.
JUNK = ({"a": 1}, ["x", 1], "x", -1e9)


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app()


def _id(text: str, match: str) -> Any:
    """An id as a request has it: one of those that a wildcard stands for."""
    if not text.startswith("{"):
        return text
    parts = json.loads(text)
    return {key: match if isinstance(value, list) else value for key, value in parts.items()}


def _several(text: str) -> bool:
    return '["ALL"]' in text


def _given(dependency: dict[str, str], value: object) -> Any:
    name = dependency["id"]
    one = {"id": _id(name, "row"), "property": dependency["property"], "value": value}
    return [one] if _several(name) else one


def _output(text: str) -> Any:
    name, _, prop = text.rpartition(".")
    one = {"id": _id(name, "row"), "property": prop}
    return [one] if _several(name) else one


def request(key: str, callback: dict[str, Any], value: object) -> dict[str, Any]:
    """What the browser would send for a callback, with one value in the place of all."""
    several = key.startswith("..")
    outputs = [_output(text) for text in key.strip(".").split("...")]
    first = callback["inputs"][0]
    return {
        "output": key,
        **({} if callback["no_output"] else {"outputs": outputs if several else outputs[0]}),
        "inputs": [_given(one, value) for one in callback["inputs"]],
        "state": [_given(one, value) for one in callback["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }


@pytest.mark.parametrize("value", JUNK, ids=str)
def test_no_callback_fails_whatever_it_is_given(app: Dash, value: object) -> None:
    client: FlaskClient = app.server.test_client()
    served = {key: one for key, one in app.callback_map.items() if "callback" in one}
    assert len(served) > 20
    for key, callback in served.items():
        if "_pages" in key:  # an address: tests/pages/test_links.py has what it may hold
            continue
        response = client.post("/_dash-update-component", json=request(key, callback, value))
        assert response.status_code in (200, 204, 400), (key, response.text[:500])
