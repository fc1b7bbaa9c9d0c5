"""An app of one page with a few callbacks, and what the browser sends for them."""

import json
from types import SimpleNamespace
from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, html
from werkzeug.test import TestResponse

UPDATE = "/_dash-update-component"


def register(app: Dash) -> None:
    app.callback(Output("one", "children"), Input("n", "value"), State("s", "data"))(
        lambda n, s: f"{n} {s}"
    )
    app.callback(
        Output("one", "children", allow_duplicate=True),
        Output({"kind": "two", "i": ALL}, "children"),
        Input({"kind": "n", "i": ALL}, "value"),
        prevent_initial_call=True,
    )(lambda values: ["both", values])
    app.callback(Output({"kind": "x", "i": MATCH}, "title"), Input("n", "value"))(str)
    app.callback(Input("n", "value"))(lambda _: None)
    app.callback(Output("failing", "children"), Input("n", "value"))(lambda _: 1 / 0)
    app.clientside_callback("(x) => x", Output("local", "children"), Input("n", "value"))


STUB = SimpleNamespace(
    __name__="stub",
    PATH="/",
    NAME="Stub",
    TITLE="Stub",
    layout=lambda **query: html.Main(json.dumps(query)),
    register=register,
)


def prop(identity: object, name: str, value: object = None) -> dict[str, Any]:
    """An input, state or output as the browser writes it."""
    return {"id": identity, "property": name, "value": value}


def body(**changes: object) -> dict[str, Any]:
    """What the browser sends for the first callback."""
    return {
        "output": "one.children",
        "outputs": {"id": "one", "property": "children"},
        "inputs": [prop("n", "value", 3)],
        "changedPropIds": ["n.value"],
        "parsedChangedPropsIds": ["n.value"],
        "state": [prop("s", "data", "kept")],
    } | changes


def without(*fields: str) -> dict[str, Any]:
    return {field: value for field, value in body().items() if field not in fields}


def page_request(pathname: object, search: object) -> dict[str, Any]:
    """What Dash's own callback is sent, which turns an address into a page."""
    outputs = [prop("_pages_content", "children"), prop("_pages_store", "data")]
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": outputs,
        "inputs": [
            prop("_pages_location", "pathname", pathname),
            prop("_pages_location", "search", search),
        ],
        "changedPropIds": [],
    }


def duplicate(app: Dash) -> dict[str, Any]:
    """What is sent for an output that several callbacks set, and for wildcards."""
    (output,) = (key for key in app.callback_map if key.startswith("..one.children@"))
    return {
        "output": output,
        "outputs": [
            prop("one", output.removeprefix("..one.").partition("...")[0]),
            [prop({"i": i, "kind": "two"}, "children") for i in (1, 2)],
        ],
        "inputs": [[prop({"i": i, "kind": "n"}, "value", i) for i in (1, 2)]],
        "changedPropIds": ['{"i":1,"kind":"n"}.value'],
    }


def refused(response: TestResponse, code: int, part: str) -> None:
    """Hold that a request for a callback was refused, in JSON that says what was wrong."""
    assert response.status_code == code, response.text
    assert response.mimetype == "application/json"
    assert isinstance(response.json, dict)
    assert part in response.json["error"]
    assert "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
