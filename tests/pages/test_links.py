"""Links: old ones keep opening, and no query whatever opens an error."""

import json
import logging
import random
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask.testing import FlaskClient

from app import PAGES, create_app
from pages.workspace.presets import PRESETS
from scene import HOMES, Scene

OLD = json.loads((Path(__file__).parent / "old_links.json").read_text(encoding="utf-8"))
OUTPUTS = {"/": "sigmoid", "/softmax/regression": "softmax"}
PATHS = [page.PATH for page in PAGES]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    made: FlaskClient = create_app().server.test_client()
    return made


def opened(client: FlaskClient, path: str, query: str) -> str:
    """What the server answers when a browser opens a page at a link."""

    def prop(component: str, name: str, *value: object) -> dict[str, Any]:
        return {"id": component, "property": name} | ({"value": value[0]} if value else {})

    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [prop("_pages_content", "children"), prop("_pages_store", "data")],
        "inputs": [
            prop("_pages_location", "pathname", path),
            prop("_pages_location", "search", f"?{query}"),
        ],
        "state": [],
        "changedPropIds": ["_pages_location.search"],
    }
    response = client.post("/_dash-update-component", json=body)
    assert response.status_code == 200, (path, query, response.text[:500])
    return response.text


@pytest.mark.parametrize("old", OLD, ids=lambda old: old["query"][:40] or old["path"])
def test_a_link_of_version_1_still_shows_what_it_did(old: dict[str, Any]) -> None:
    """Never change or remove an entry of old_links.json: somebody has it on a slide."""
    fields = dict(parse_qsl(old["query"])) | {"output": OUTPUTS[old["path"]]}
    scene, messages = Scene.from_query(fields)
    if old["fields"]:
        assert messages == ()
    shown = scene.model_dump(mode="json")
    for name, value in old["fields"].items():
        assert shown[name] == value


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_every_preset_is_a_link(preset: Any) -> None:
    fields = dict(parse_qsl(preset.scene.query())) | {"output": preset.scene.output}
    assert Scene.from_query(fields) == (preset.scene.plain(), ())


def random_query(draw: random.Random) -> str:
    """Names, some of them ours, with values that no page wrote."""
    names = [
        *Scene.model_fields,
        "p",
        "losses",
        "label",
        "truth",
        "point",
        "colour",
        "",
        "ÿ",
        "self",
    ]
    values = ["", "0", "-1", "1e999", "nan", "true", "iris", "w1,b", "1,2", ",,", "\x00", "é" * 40,
              "<script>alert(1)</script>", "focal:gamma=3", "focal:gamma=", "../../etc/passwd",
              "9" * 400, "{}", "[]", "%", "1,2,3,4,5,6", "softmax", "None"]  # fmt: skip
    pairs = [(draw.choice(names), draw.choice(values)) for _ in range(draw.randrange(1, 8))]
    return urlencode(pairs)


def mutated_query(draw: random.Random) -> str:
    """A good link in which some characters are others."""
    text = list(draw.choice([old["query"] for old in OLD if old["query"]]))
    for _ in range(draw.randrange(1, 6)):
        place = draw.randrange(len(text))
        text[place] = draw.choice(
            ["", "&", "=", ",", "%", "-", "9", "x", "é", "+", text[place] * 3]
        )
    return "".join(text)


@pytest.mark.parametrize("make", [random_query, mutated_query])
def test_no_query_whatever_is_an_error(
    client: FlaskClient, make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    draw = random.Random(5)
    with caplog.at_level(logging.WARNING):
        for i in range(500):
            opened(client, PATHS[i % len(PATHS)], make(draw))
    assert [record.getMessage() for record in caplog.records] == []


def test_the_good_parts_of_a_bad_link_are_shown_and_the_bad_ones_named(client: FlaskClient) -> None:
    said = opened(client, "/", "data=moons&resolution=17")
    assert "resolution: Input should be" in said
    assert "moons" in said
    assert "output: this page shows sigmoid" in opened(client, "/", "output=softmax")


def test_the_homes_are_what_the_pages_show_without_a_link(client: FlaskClient) -> None:
    for path, output in OUTPUTS.items():
        assert f'"data":"{HOMES[output].data}"'.replace('"data"', '"value"') in opened(
            client, path, ""
        )


@pytest.mark.parametrize("path", PATHS)
def test_every_page_takes_the_colours_of_a_link(client: FlaskClient, path: str) -> None:
    assert "no such setting" not in opened(client, path, "theme=dark")


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/lessons"])
def test_every_page_with_figures_can_stand_in_a_frame(client: FlaskClient, path: str) -> None:
    framed = opened(client, path, "embed=1")
    assert "no such setting" not in framed
    assert "data-embed" in framed
    assert "data-embed" not in opened(client, path, "")
