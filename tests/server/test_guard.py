"""What the guard refuses and how it says so, and that what the browser sends passes."""

import json

import pytest
from dash import Dash
from flask.testing import FlaskClient

from server import callback_request, guard
from tests.server.stub import UPDATE, body, duplicate, page_request, prop, refused, without


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


def test_a_failing_callback_shows_no_trace(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    sent = body(output="failing.children", outputs=prop("failing", "children"), state=[])
    refused(client.post(UPDATE, json=sent), 500, "The server's log says what")
    assert "ZeroDivisionError" in caplog.text
