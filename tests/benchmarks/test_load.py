"""The class that the load benchmark sends: bodies as a browser's, percentiles that are right."""

import asyncio
import json
import math
import random
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import pytest
from flask.testing import FlaskClient

from app import create_app
from benchmarks.load import moves
from benchmarks.load.__main__ import main
from benchmarks.load.browser import Browser
from benchmarks.load.page import UPDATE, Page, Wiring, compose
from benchmarks.load.tally import Tally, percentile, times
from benchmarks.load.wiring import Callback, Properties, callbacks, properties

T = TypeVar("T")


def run(session: Coroutine[Any, Any, T]) -> T:
    """Run what awaits in a thread of its own: beside a browser's tests this one has a loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, session).result(60)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    made: FlaskClient = create_app().server.test_client()
    return made


@pytest.fixture(scope="module")
def wiring(client: FlaskClient) -> Wiring:
    return Wiring(callbacks(client.get("/_dash-dependencies").data))


class Direct:
    """A browser without a network: what it is asked for goes to the app at once."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.tally = client, Tally()
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def ask(self, kind: str, path: str, body: bytes, **_: object) -> bytes:
        self.asked.append((kind, json.loads(body)))
        response = self.client.post(path, data=body, content_type="application/json")
        assert response.status_code in (200, 204), response.text[:500]
        return bytes(response.data)

    def outputs(self) -> list[str]:
        return [body["output"] for _, body in self.asked]


def opened(client: FlaskClient, wiring: Wiring, path: str, query: str = "") -> Properties:
    where: Properties = {
        ("_pages_location", "pathname"): path,
        ("_pages_location", "search"): query,
    }
    props = properties(client.get("/_dash-layout").json) | where
    assert wiring.content is not None
    body = wiring.content.body(props, list(where))
    response = client.post(UPDATE, data=body, content_type="application/json")
    assert response.status_code == 200, response.text
    return props | properties(cast(Any, response.json)["response"]["_pages_content"]["children"])


def test_percentiles_are_values_that_were_measured() -> None:
    values = [0.1 * i for i in range(100, 0, -1)]
    assert percentile(values, 0.5) == pytest.approx(5.0)
    assert percentile(values, 0.95) == pytest.approx(9.5)
    assert percentile(values, 1.0) == pytest.approx(10.0)
    assert percentile([3.0], 0.01) == 3.0
    assert math.isnan(percentile([], 0.5))
    assert times([]) == ["-"] * 4


def test_a_body_is_what_a_browser_writes() -> None:
    one = Callback(
        '..a.children...{"k":"x"}.value@12..',
        (("a", "children"), ('{"k":"x"}', "value@12")),
        (("n", "value"), ('{"k":["ALL"],"type":"t"}', "value")),
        (("s", "data"),),
        initial=False,
    )
    page: Properties = {
        ("n", "value"): 3,
        ('{"k":1,"type":"t"}', "value"): "one",
        ('{"k":2,"type":"t"}', "value"): "two",
        ('{"k":3,"type":"other"}', "value"): "not this",
    }
    assert json.loads(one.body(page, [("n", "value")])) == {
        "output": one.output,
        "outputs": [
            {"id": "a", "property": "children"},
            {"id": {"k": "x"}, "property": "value@12"},
        ],
        "inputs": [
            {"id": "n", "property": "value", "value": 3},
            [
                {"id": {"k": 1, "type": "t"}, "property": "value", "value": "one"},
                {"id": {"k": 2, "type": "t"}, "property": "value", "value": "two"},
            ],
        ],
        "changedPropIds": ["n.value"],
        "parsedChangedPropsIds": ["n.value"],
        "state": [{"id": "s", "property": "data", "value": None}],
    }


def test_a_scene_is_composed_as_the_browser_does() -> None:
    def control(field: str) -> tuple[str, str]:
        return (f'{{"field":"{field}","type":"control"}}', "value")

    props: Properties = {
        ("base", "data"): {"noise": 3, "note": "kept", "n": 7},
        ("scene-data", "data"): "moons",
        control("noise"): 0.3,
        control("n"): "",
        control("window_a/0"): -1,
        control("window_a/1"): 2,
        control("window_b/0"): -1,
        control("window_b/1"): None,
    }
    assert compose(props) == {"note": "kept", "data": "moons", "noise": 0.3, "window_a": [-1, 2]}


def test_a_move_draws_and_then_says_the_rest(client: FlaskClient, wiring: Wiring) -> None:
    browser = Direct(client)
    page_props = opened(client, wiring, "/", "?data=moons&seed=5")

    async def session() -> None:
        page = Page(cast(Browser, browser), wiring, page_props)
        page.start()
        await page.settle()
        assert page.props["shown", "data"]["query"] == "data=moons&seed=5"
        browser.asked.clear()
        page.change({('{"field":"noise","type":"control"}', "value"): 0.55}, "a move")
        await page.settle()

    run(session())
    draw = next(body for kind, body in browser.asked if kind == "draw")
    given = {entry["id"]: entry["value"] for entry in draw["inputs"] + draw["state"]}
    assert given["scene"]["noise"] == 0.55
    assert given["shown"]["query"] == "data=moons&seed=5"
    assert given["client"] == page_props["client", "data"]
    assert draw["changedPropIds"] == ["scene.data"]
    after = " ".join(browser.outputs())
    for output in ("paths.data", "verdict-left.children", "fit.figure", "pulls.children"):
        assert output in after
    assert len(browser.tally.spans["a move"]) == 1
    assert browser.tally.errors.total() == 0


@pytest.mark.parametrize("path", ["/", "/softmax/regression", "/curves", "/softmax", "/why"])
def test_every_page_that_people_open_can_be_moved(
    client: FlaskClient, wiring: Wiring, path: str
) -> None:
    browser = Direct(client)
    props = opened(client, wiring, path)
    draw = random.Random(3)

    async def session() -> None:
        page = Page(cast(Browser, browser), wiring, props)
        page.change(moves.move(draw, page.props, page.asks))
        await asyncio.sleep(0)  # until it has asked once
        page.leave()

    run(session())
    assert browser.asked


def test_an_answer_that_a_newer_call_has_overtaken_is_dropped(wiring: Wiring) -> None:
    class Slow(Direct):
        async def ask(self, kind: str, path: str, body: bytes, **_: object) -> bytes:
            assert path == UPDATE
            number = len(self.asked)
            self.asked.append((kind, json.loads(body)))
            if kind != "draw":
                return b""
            await asyncio.sleep(0.05 if number == 0 else 0.01)
            answer = {"shown": {"data": {"number": number}}, "tick": {"disabled": True}}
            return json.dumps({"response": answer}).encode()

    draw = next(c for c in wiring.callbacks if Wiring.kind(c) == "draw")
    names = [*draw.inputs, *draw.state, *draw.outputs]
    browser = Slow(cast(FlaskClient, None))

    async def session() -> Page:
        page = Page(cast(Browser, browser), wiring, dict.fromkeys(names))
        page.change({("scene", "data"): {"a": 1}}, "first")
        page.change({("scene", "data"): {"a": 2}}, "last")
        await page.settle()
        return page

    page = run(session())
    assert page.props["shown", "data"] == {"number": 1}
    assert list(browser.tally.spans) == ["last"]


@pytest.mark.slow
def test_a_small_class_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(1) as thread:  # beside a browser's tests this one has a loop
        code = thread.submit(
            main, ["--people", "2", "--seconds", "2", "--move-every", "1"]
        ).result()
    said = capsys.readouterr().out
    assert code == 0, said
    assert "a bare Dash app" in said
    assert "Nothing failed." in said
