"""What the guard refuses and how it says so, and that what the browser sends passes."""

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from dash import ALL, MATCH, Dash, Input, Output, State, html
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from pages.parts.page import Page
from server import callback_request, guard

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


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app([cast(Page, STUB)])


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    client = app.server.test_client()
    assert isinstance(client, FlaskClient)
    return client


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


def test_a_callback_passes(client: FlaskClient) -> None:
    response = client.post(UPDATE, json=body())
    assert response.status_code == 200
    assert response.json == {"multi": True, "response": {"one": {"children": "3 kept"}}}


def test_several_outputs_duplicates_and_wildcards_pass(app: Dash, client: FlaskClient) -> None:
    response = client.post(UPDATE, json=duplicate(app))
    assert response.status_code == 200, response.text
    assert response.json is not None
    assert response.json["response"]["one"] == {"children": "both"}
    assert response.json["response"]['{"i":2,"kind":"two"}'] == {"children": 2}


def test_a_wildcard_wants_lists(app: Dash, client: FlaskClient) -> None:
    sent = duplicate(app)
    refused(client.post(UPDATE, json=sent | {"inputs": ["n"]}), 400, "inputs[0] is to be a list")
    sent["outputs"][1] = sent["outputs"][1][0]
    refused(client.post(UPDATE, json=sent), 400, "outputs[1] is to be a list, not an object")


def test_a_whole_character_outside_the_first_plane_passes(client: FlaskClient) -> None:
    text = json.dumps(body(inputs=[prop("n", "value", "𝜃")]))
    assert r"\ud835" in text
    response = client.post(UPDATE, data=text, content_type="application/json")
    assert response.status_code == 200
    assert "𝜃" in response.text


def test_a_callback_for_one_of_many_passes(client: FlaskClient) -> None:
    sent = body(
        output='{"i":["MATCH"],"kind":"x"}.title',
        outputs=prop({"i": 7, "kind": "x"}, "title"),
        state=[],
    )
    response = client.post(UPDATE, json=sent)
    assert response.status_code == 200, response.text


def test_a_callback_without_outputs_passes(app: Dash, client: FlaskClient) -> None:
    (output,) = (
        key
        for key, callback in app.callback_map.items()
        # The stub's own, not one of the shell's.
        if callback["no_output"] and callback["inputs"] == [{"id": "n", "property": "value"}]
    )
    sent = without("outputs", "state") | {"output": output}
    assert client.post(UPDATE, json=sent).status_code == 204


def test_what_the_browser_adds_to_the_address_passes(client: FlaskClient) -> None:
    assert client.post(f"{UPDATE}?endId=x&cancelJob=1&oldJob=2", json=body()).status_code == 200


@pytest.mark.parametrize("search", ["", None, "?a=1&a=2&self=3&%ff=%00", "?" + "&" * 1000])
def test_any_query_reaches_the_page(client: FlaskClient, search: str | None) -> None:
    response = client.post(UPDATE, json=page_request("/", search))
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_refused(client: FlaskClient, method: str) -> None:
    response = client.open(UPDATE, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    if method != "HEAD":
        refused(response, 405, f"A callback is a POST, not a {method}")


@pytest.mark.parametrize("kind", [None, "text/plain", "multipart/form-data"])
def test_another_type_is_refused(client: FlaskClient, kind: str | None) -> None:
    response = client.post(UPDATE, data=json.dumps(body()), content_type=kind)
    refused(response, 415, kind or "nothing")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b"{'a': 1}", b'{"a": ' + b"9" * 5000 + b"}", b'"\x00"'],
)
def test_what_is_not_json_is_refused(client: FlaskClient, data: bytes) -> None:
    response = client.post(UPDATE, data=data, content_type="application/json")
    refused(response, 400, "not JSON")


@pytest.mark.parametrize("depth", [callback_request.MAX_DEPTH, 500, 200_000])
@pytest.mark.parametrize("brackets", [("[", "]"), ('{"a":', "}")])
def test_deep_nesting_is_refused(
    client: FlaskClient, depth: int, brackets: tuple[str, str]
) -> None:
    depth = min(depth, guard.MAX_BODY // 10)
    nested = brackets[0] * depth + "1" + brackets[1] * depth
    text = json.dumps(body(inputs=["here"])).replace('"here"', nested)
    response = client.post(UPDATE, data=text, content_type="application/json")
    refused(response, 400, "deep")


def test_a_large_body_is_refused(client: FlaskClient) -> None:
    sent = body(inputs=[prop("n", "value", "x" * guard.MAX_BODY)])
    refused(client.post(UPDATE, json=sent), 413, str(guard.MAX_BODY))


def test_the_largest_body_passes(client: FlaskClient) -> None:
    left = guard.MAX_BODY - len(json.dumps(body(inputs=[prop("n", "value", "")])))
    text = json.dumps(body(inputs=[prop("n", "value", "x" * left)]))
    assert len(text) == guard.MAX_BODY
    assert client.post(UPDATE, data=text, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    ("sent", "part"),
    [
        ([], "JSON object, not a list"),
        (None, "JSON object, not null"),
        ("text", "JSON object, not a string"),
        (3, "JSON object, not a number"),
        ({}, "output is to be a string, not missing"),
        (body(output=None), "output is to be a string, not null"),
        (body(output=["one.children"]), "output is to be a string, not a list"),
        (body(output="nothing.children"), "output names no callback of this app: 'nothing.ch"),
        (body(output="x" * 5000), "x…'"),
        (body(output="local.children"), "runs in the browser"),
        (without("inputs"), "inputs is to be a list, not missing"),
        (body(inputs={}), "inputs is to be a list, not an object"),
        (body(inputs=None), "inputs is to be a list, not null"),
        (body(inputs=[]), "as many entries as this callback takes, 1, not 0"),
        (body(inputs=[prop("n", "value")] * 2), "1, not 2"),
        (body(inputs=["n.value"]), "inputs[0] is to be an object with id and property"),
        (body(inputs=[[prop("n", "value")]]), "inputs[0] is to be an object with id and property"),
        (body(inputs=[{"property": "value"}]), "inputs[0].id is to be a string or an object"),
        (body(inputs=[prop([], "value")]), "inputs[0].id is to be a string or an object"),
        (body(inputs=[prop({"a": []}, "value")]), "inputs[0].id may hold"),
        (body(inputs=[{"id": "n"}]), "inputs[0].property is to be a string, not null"),
        (body(inputs=[prop("n", "title")]), "inputs[0].property is to be value"),
        (body(inputs=[prop("m", "value")]), "inputs[0].id is not what this callback takes"),
        (body(inputs=[prop({"n": 1}, "value")]), "inputs[0].id is not what this callback takes"),
        (body(state="s"), "state is to be a list, not a string"),
        (body(state=[]), "state is to have as many entries as this callback takes, 1, not 0"),
        (without("state"), "state is to have as many entries as this callback takes, 1, not 0"),
        (body(changedPropIds={}), "changedPropIds is to be a list, not an object"),
        (body(changedPropIds=[[]]), "changedPropIds[0] is to be a string, not a list"),
        (without("outputs"), "outputs is missing"),
        (body(outputs=True), "outputs is to be an object with id and property, not true or false"),
        (body(outputs=prop("other", "children")), "outputs is not what this callback gives"),
        (body(outputs=prop("one", "style")), "outputs is not what this callback gives"),
        (body(outputs=[]), "outputs is to be an object with id and property, not a list"),
        (body(inputs=[prop("n", "value", "\ud800")]), "half a character"),
        (body(outputs={"id": "one"}), "outputs.property is to be a string"),
        (page_request(3, ""), "pathname is to be a string, not a number"),
        (page_request("curves", ""), "pathname is to start with /"),
        (page_request("/", ["?"]), "search is to be a string, not a list"),
        (page_request("/", "") | {"outputs": {}}, "outputs is to be a list, not an object"),
        (page_request("/", "") | {"outputs": []}, "as many entries as this callback gives"),
    ],
)
def test_a_malformed_request_is_refused(client: FlaskClient, sent: object, part: str) -> None:
    text = json.dumps(sent)
    refused(client.post(UPDATE, data=text, content_type="application/json"), 400, part)


@pytest.mark.parametrize(
    "number", ["9223372036854775808", "-9223372036854775809", "1" + "0" * 400, "1e400", "NaN"]
)
@pytest.mark.parametrize(
    ("nested", "place"),
    [
        ("{}", "inputs[0].value"),
        ('{{"scene": [1, {{"tick": {}}}]}}', "inputs[0].value.scene[1].tick"),
    ],
)
def test_a_number_of_more_than_64_bits_is_named(
    client: FlaskClient, number: str, nested: str, place: str
) -> None:
    sent = json.dumps(body(inputs=[prop("n", "value", "here")]))
    text = sent.replace('"here"', nested.format(number))
    response = client.post(UPDATE, data=text, content_type="application/json")
    refused(response, 400, f"{place} is to be a number that fits 64 bits")


def test_a_place_with_a_long_name_is_not_repeated(client: FlaskClient) -> None:
    sent = body() | {"x" * 1000: 2**70}
    answer = client.post(UPDATE, json=sent)
    refused(answer, 400, "fits 64 bits")
    assert len(answer.text) < 200


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 1.5e300, 5e-324, True])
def test_a_number_of_64_bits_passes(client: FlaskClient, number: float) -> None:
    response = client.post(UPDATE, json=body(inputs=[prop("n", "value", number)]))
    assert response.status_code == 200
    assert f"{number} kept" in response.text


def test_of_a_key_that_comes_twice_the_last_is_checked_and_taken(client: FlaskClient) -> None:
    first, last = json.dumps(body())[1:-1], json.dumps(body(inputs=[prop("n", "value", 8)]))[1:-1]
    text = f"{{{first}, {last}}}"
    assert "8 kept" in client.post(UPDATE, data=text, content_type="application/json").text
    text = f'{{{first}, "output": "nothing"}}'
    response = client.post(UPDATE, data=text, content_type="application/json")
    refused(response, 400, "output names no callback")


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


def test_a_failing_callback_shows_no_trace(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    sent = body(output="failing.children", outputs=prop("failing", "children"), state=[])
    refused(client.post(UPDATE, json=sent), 500, "The server's log says what")
    assert "ZeroDivisionError" in caplog.text


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
