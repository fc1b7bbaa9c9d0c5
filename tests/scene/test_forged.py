"""What a forged request may hold: it gives a scene and messages, and harms nothing."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scene import Scene
from tests.scene.scenes import FIELDS, link, scenes

CHARACTERS = st.characters(exclude_categories=())  # lone surrogates too
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(CHARACTERS)
    | st.sampled_from(
        ["x" * 10_000, "9" * 5000, "1," * 900, "w1,b", "iris", "petal length", "\x00"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(CHARACTERS), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(list(FIELDS)) | st.text(CHARACTERS)


def harmless(query: Any) -> None:
    scene, messages = Scene.from_query(query)
    assert Scene.model_validate(scene.model_dump()) == scene
    assert Scene.from_query(link(scene.query()) | {"output": scene.output}) == (scene, ())
    assert len(json.dumps(messages).encode()) < 20_000
    for message in messages:
        message.encode("utf-8")


@given(st.dictionaries(NAMES, JSON, max_size=8))
@settings(max_examples=200)
def test_whatever_a_forged_request_holds_there_is_a_scene_and_messages_that_can_be_sent(
    query: dict[str, Any],
) -> None:
    harmless(query)


@given(st.data(), JSON)
@settings(max_examples=100)
def test_a_forged_value_in_a_good_scene_harms_nothing(data: st.DataObject, value: Any) -> None:
    scene = data.draw(scenes())
    name = data.draw(st.sampled_from(list(FIELDS)))
    harmless(link(scene.query()) | {"output": scene.output, name: value})


FORGED: dict[str, object] = {
    "an integer of 5001 digits": 10**5000,
    "a list with such an integer": [10**5000, 1],
    "a long text": "é" * 100_000,
    "a long list": ["w1"] * 100_000,
    "records in records": {"w1": {"b": [None]}},
    "a list of lists": [[], []],
    "a list of nothing": [None, None],
    "no finite numbers": [float("nan"), float("inf")],
    "yes": True,
    "minus zero": -0.0,
    "bytes": b"bytes",
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("kind", FORGED)
def test_a_value_of_the_wrong_kind_is_at_most_a_message(name: str, kind: str) -> None:
    harmless({name: FORGED[kind]})


@pytest.mark.parametrize("depth", [10, 300, 100_000])
def test_lists_in_lists_are_a_message_however_deep(depth: int) -> None:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    for name in ("data", "features", "plane", "window_a", "penalty"):
        scene, messages = Scene.from_query({name: value})
        assert (scene, len(messages)) == (Scene(), 1)


@pytest.mark.parametrize("query", ["data", ["data"], 3, None, True])
def test_settings_that_are_no_record_are_a_message(query: Any) -> None:
    scene, messages = Scene.from_query(query)
    assert (scene, len(messages)) == (Scene(), 1)
