"""What a browser would post, for tests that need none: callbacks by an output, with values."""

import json
from typing import Any

from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

__all__ = ["Browser"]


class Browser:
    """A client of the app that posts callbacks as Dash's renderer does.

    Parameters
    ----------
    app : Dash
        The app.
    values : dict
        What components hold: "id.property" -> value, an id that is a record as JSON.
    """

    def __init__(self, app: Dash, values: dict[str, Any] | None = None) -> None:
        self.app, self.values = app, dict(values or {})
        self.client: FlaskClient = app.server.test_client()

    def post(self, output: str, changed: str) -> TestResponse:
        """Post the callback with an output such as "shown.data", after a property changed."""
        (key,) = (
            key
            for key, callback in self.app.callback_map.items()
            if output in key.strip(".").split("...") and "callback" in callback
        )
        callback = self.app.callback_map[key]
        outputs = [self._named(text) for text in key.strip(".").split("...")]
        body = {
            "output": key,
            "outputs": outputs if key.startswith("..") else outputs[0],
            "inputs": [self._given(one) for one in callback["inputs"]],
            "state": [self._given(one) for one in callback["state"]],
            "changedPropIds": [changed],
        }
        return self.client.post("/_dash-update-component", json=body)

    def _named(self, text: str) -> dict[str, Any]:
        name, _, prop = text.rpartition(".")
        return {"id": json.loads(name) if name.startswith("{") else name, "property": prop}

    def _given(self, one: dict[str, str]) -> Any:
        name = one["id"]
        if '["ALL"]' in name:
            return []
        identity = json.loads(name) if name.startswith("{") else name
        value = self.values.get(f"{name}.{one['property']}")
        return {"id": identity, "property": one["property"], "value": value}
