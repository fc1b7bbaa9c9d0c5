"""Links to a scene: what they hold, what they bring back, and what a bad part of one is told."""

import json

import pytest
from hypothesis import given, settings

from landscapes import CATALOGUE, DATASETS
from landscapes.descents.rules import RULES
from losses import LOSSES
from scene import CONTROLS, HOMES, Scene, choices
from tests.scene.scenes import FIELDS, FIXED, link, scenes


@given(scenes())
@settings(max_examples=100)
def test_a_link_brings_back_the_scene_it_was_made_from(scene: Scene) -> None:
    assert Scene.from_query(link(scene.query()) | {"output": scene.output}) == (scene, ())


@given(scenes())
@settings(max_examples=50)
def test_a_scene_comes_back_from_the_json_that_a_page_keeps(scene: Scene) -> None:
    kept = json.loads(json.dumps(scene.changes()))
    assert Scene.from_query(kept) == (scene, ())


@given(scenes())
@settings(max_examples=50)
def test_a_link_holds_what_differs_from_its_page_and_nothing_else(scene: Scene) -> None:
    home = HOMES[scene.output]
    differs = {name for name in FIELDS if getattr(scene, name) != getattr(home, name)}
    assert set(link(scene.query())) == differs


def test_a_scene_of_defaults_needs_no_link() -> None:
    assert Scene().query() == ""
    assert Scene.from_query({}) == (Scene(), ())
    for output, home in HOMES.items():
        assert home.query() == ""
        assert Scene.from_query({"output": output}) == (home, ())


def test_a_link_to_softmax_tells_what_differs_from_its_own_page() -> None:
    query = {"output": "softmax", "penalty": "0", "data": "iris"}
    scene, messages = Scene.from_query(query)
    assert (scene.query(), messages) == ("penalty=0", ())
    assert scene.problem.output == "softmax"
    assert scene.dataset.classes == ("setosa", "versicolor", "virginica")
    assert len(scene.parameters) == 15


@pytest.mark.parametrize("data", DATASETS)
def test_a_link_leaves_out_what_the_data_set_would_choose_itself(data: str) -> None:
    scene = Scene(data=data)
    given = {option.name: scene.option(option.name) for option in CATALOGUE[data].options}
    spelt = Scene(data=data, plane=scene.axes, rate=scene.pace, **given)
    assert spelt.query() == scene.query()
    assert spelt.plain() == scene
    assert Scene.from_query({"data": data, "plane": list(scene.axes), **given}) == (scene, ())


def test_a_link_reads_as_a_person_would_write_it() -> None:
    scene = Scene(data="moons", noise=1.0, standardise=True, plane=("w2", "b"), window_a=(-2, 4.5))
    assert scene.query() == "data=moons&noise=1&standardise=true&plane=w2,b&window_a=-2,4.5"


def test_an_empty_value_is_a_value_left_out() -> None:
    assert Scene.from_query({"n": "", "plane": None, "view": ""}) == (Scene(), ())


def test_names_in_a_link_may_have_spaces_around_them() -> None:
    scene, messages = Scene.from_query({"data": "iris", "features": "petal length , petal width"})
    assert scene.features == ("petal length", "petal width")
    assert not messages


def test_a_repeated_key_is_read_as_a_list_where_the_field_is_one() -> None:
    scene, messages = Scene.from_query(link("data=iris&features=sepal+width&features=petal+width"))
    assert scene.features == ("sepal width", "petal width")
    assert not messages


# Each bad part of a link, and what its message must hold: what was found, and what may be.
BAD: list[tuple[dict[str, object], str, list[str]]] = [
    ({"colour": "red"}, "colour", ["'colour'", *FIELDS]),
    ({"data": "sonar"}, "data", ["'sonar'", *CATALOGUE]),
    ({"data": ["iris", "moons"]}, "data", ["['iris', 'moons']", "string"]),
    ({"features": "petal length"}, "features", ["'overlap'", "n, noise, seed"]),
    ({"data": "two-minima", "n": "40"}, "n", ["'two-minima'", "standardise"]),
    ({"data": "iris", "noise": "1"}, "noise", ["'iris'", "features, classes"]),
    ({"n": "3"}, "n", ["found 3", "from 4 to 20000"]),
    ({"n": "20001"}, "n", ["found 20001", "from 4 to 20000"]),
    ({"n": "12.5"}, "n", ["'12.5'", "integer"]),
    ({"n": ["40", "50"]}, "n", ["['40', '50']", "integer"]),
    ({"noise": "0"}, "noise", ["found 0", "from 0.05 to 3"]),
    ({"noise": "nan"}, "noise", ["found nan", "from 0.05 to 3"]),
    ({"data": "moons", "noise": "1.5"}, "noise", ["found 1.5", "from 0.05 to 1"]),
    ({"seed": "-1"}, "seed", ["found -1", "from 0 to 9999"]),
    ({"seed": "10000"}, "seed", ["found 10000", "from 0 to 9999"]),
    ({"data": "iris", "features": "stem"}, "features", ["'stem'", "petal length, petal width"]),
    ({"data": "iris", "features": ","}, "features", ["''", "petal length, petal width"]),
    ({"data": "iris", "features": "petal width,petal width"}, "features", ["different names"]),
    ({"data": "iris", "classes": "tulip"}, "classes", ["'tulip'", "setosa-versicolor"]),
    ({"data": "iris", "classes": "all"}, "classes", ["two, or one against the rest"]),
    ({"standardise": "maybe"}, "standardise", ["'maybe'", "boolean"]),
    ({"penalty": "-0.1"}, "penalty", ["'-0.1'", "greater than or equal to 0"]),
    ({"penalty": "11"}, "penalty", ["'11'", "less than or equal to 10"]),
    ({"penalty": "nan"}, "penalty", ["'nan'", "finite"]),
    ({"left": "no-such-loss"}, "left", ["'no-such-loss'", *LOSSES["sigmoid"]]),
    ({"right": "no-such-loss"}, "right", ["'no-such-loss'", *LOSSES["sigmoid"]]),
    ({"plane": "w1,w9"}, "plane", ["'w9'", "w1, b"]),
    ({"plane": "b,b"}, "plane", ["'b', 'b'", "two different ones of w1, b"]),
    ({"plane": "w1"}, "plane", ["'w1'", "two names", "w1,b"]),
    ({"plane": "w1,b,w2"}, "plane", ["'w2'", "two names", "w1,b"]),
    ({"held": "maximum"}, "held", ["'maximum'", "'minimum'", "'zero'"]),
    ({"window_a": "3,1"}, "window_a", ["3.0, 1.0", "above low"]),
    ({"window_a": "1,1.0000000001"}, "window_a", ["1.0000000001", "1e-06 above low"]),
    ({"window_a": "nan,1"}, "window_a", ["'nan'", "finite"]),
    ({"window_b": "0,inf"}, "window_b", ["'inf'", "finite"]),
    ({"window_b": "-1e300,1"}, "window_b", ["'-1e300'", "-1000000"]),
    ({"window_b": "0,1e7"}, "window_b", ["'1e7'", "1000000"]),
    ({"window_b": "1"}, "window_b", ["'1'", "two numbers"]),
    ({"window_b": "1,2,3"}, "window_b", ["'3'", "two numbers"]),
    ({"window_b": "a,b"}, "window_b", ["'a'", "number"]),
    ({"step": "-1"}, "step", ["-1", "greater than or equal to 0"]),
    ({"camera": "1,2,3"}, "camera", ["'3'", "six numbers"]),
    ({"camera": "1,2,3,4,5,600"}, "camera", ["'600'", "less than or equal to 100"]),
    ({"directions_seed": "10000"}, "directions_seed", ["10000", "9999"]),
    ({"start": "1"}, "start", ["'1'", "two numbers"]),
    ({"resolution": "82"}, "resolution", ["82", "41, 81, 121 or 161"]),
    ({"resolution": "-81"}, "resolution", ["'-81'", "41, 81, 121 or 161"]),
    ({"resolution": "²"}, "resolution", ["'²'", "41, 81, 121 or 161"]),
    ({"version": "2"}, "version", ["2", "should be 1"]),
    ({"rule": "annealing"}, "rule", ["'annealing'", *RULES]),
    ({"rate": "0"}, "rate", ["'0'", "greater than 0"]),
    ({"rate": "inf"}, "rate", ["'inf'", "finite"]),
    ({"controls": "noise,colour"}, "controls", ["'colour'", *CONTROLS]),
    ({"controls": "noise,noise"}, "controls", ["'noise', 'noise'", "different"]),
    ({"controls": []}, "controls", ["()", "different"]),
    ({"embed": "perhaps"}, "embed", ["'perhaps'", "boolean"]),
    ({"note": "x" * 301}, "note", ["'xxx", "at most 300 characters"]),
    ({"note": ["a", "b"]}, "note", ["['a', 'b']", "string"]),
]
BAD += [({name: "neither"}, name, ["'neither'", *map(str, choices(name))]) for name in FIXED]


@pytest.mark.parametrize(("query", "name", "said"), BAD)
def test_a_bad_part_of_a_link_is_named_with_what_it_may_be(
    query: dict[str, object], name: str, said: list[str]
) -> None:
    good = {key: value for key, value in query.items() if key != name}
    scene, messages = Scene.from_query(query)
    assert scene == Scene.model_validate(good)
    (message,) = messages
    assert message.lstrip("'").startswith(name)
    for part in said:
        assert part in message


def test_the_good_parts_of_a_link_are_used_and_every_bad_one_is_told_apart() -> None:
    query = "view=field&data=moons&n=2&seed=5&hue=3&plane=w1,w3&window_a=-1,1&height=depth&rate=2"
    scene, messages = Scene.from_query(link(query))
    assert scene == Scene(data="moons", seed=5, window_a=(-1, 1), view="field", rate=2.0)
    assert [message.split()[0].strip("':") for message in messages] == [
        "hue",
        "n",
        "plane",
        "height",
    ]


def test_many_unknown_settings_are_told_in_one_message() -> None:
    _, (message,) = Scene.from_query({f"utm_{i}": "x" for i in range(10_000)})
    assert message.startswith("'utm_0', 'utm_1', ")
    assert "9995 more: no such setting" in message
    assert len(message) < 1000


def test_a_plane_is_judged_by_the_features_of_the_same_link_whatever_their_order() -> None:
    query = link("plane=w3,w1&features=petal+length,petal+width,sepal+width&data=iris")
    scene, messages = Scene.from_query(query)
    assert (scene.plane, messages) == (("w3", "w1"), ())
