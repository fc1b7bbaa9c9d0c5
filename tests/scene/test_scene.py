"""The scene: its bounds, its links, and what its fields stand for."""

import json
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from landscapes import (
    CATALOGUE,
    DATASETS,
    Plane,
    Window,
    cross_entropy_minimum,
    fit_window,
    separation,
)
from landscapes.data.recipe import Option
from landscapes.descents.rules import RULES
from losses import LOSSES
from scene import CONTROLS, HOMES, PENALTIES, Scene, choices

FIELDS = Scene.model_fields
OPTIONS = {option.name for recipe in CATALOGUE.values() for option in recipe.options}
FIXED = [name for name in FIELDS if get_origin(FIELDS[name].annotation) is Literal]
REAL = {"data": "iris", "features": ("petal length", "petal width", "sepal width")}


def link(query: str) -> dict[str, object]:
    """A link's fields as a page is given them: text, or a list where a key is repeated."""
    return {key: v[0] if len(v) == 1 else v for key, v in parse_qs(query).items()}


# Valid scenes


def option_values(option: Option, output: str) -> st.SearchStrategy[Any]:
    if isinstance(option.default, tuple):
        names = st.lists(st.sampled_from(option.choices), min_size=1, max_size=4, unique=True)
        return names.map(tuple)
    if option.choices:
        return st.sampled_from(
            [choice for choice in option.choices if choice != "all" or output == "softmax"]
        )
    if isinstance(option.default, int):
        return st.integers(int(option.low), min(int(option.high), 9999 if option.low == 0 else 300))
    return st.floats(option.low, option.high)


def bounded(name: str) -> st.SearchStrategy[float]:
    """Numbers within a field's bounds, as the field itself states them."""
    bounds = {
        bound: getattr(entry, bound)
        for entry in FIELDS[name].metadata
        for bound in ("ge", "gt", "le")
        if hasattr(entry, bound)
    }
    low = bounds.get("ge", bounds.get("gt"))
    return st.floats(low, bounds["le"], exclude_min="gt" in bounds)


COORDINATES = st.floats(-1e6, 1e6)
WINDOWS = st.tuples(COORDINATES, COORDINATES).map(sorted).filter(lambda w: w[1] - w[0] >= 1e-6)


def field_values(name: str, parameters: tuple[str, ...], output: str) -> st.SearchStrategy[Any]:
    """What a field may be that is no option of a data set."""
    known: dict[str, st.SearchStrategy[Any]] = {
        "left": st.sampled_from(list(LOSSES[output])),
        "right": st.sampled_from(list(LOSSES[output])),
        "rule": st.sampled_from(list(RULES)),
        "note": st.text(max_size=300),
        "plane": st.permutations(parameters).map(lambda names: tuple(names[:2])),
        "window_a": WINDOWS.map(tuple),
        "window_b": WINDOWS.map(tuple),
        "start": st.tuples(COORDINATES, COORDINATES),
        "step": st.integers(0, 5000),
        "camera": st.tuples(*[st.floats(-100.0, 100.0)] * 6),
        "controls": st.lists(st.sampled_from(CONTROLS), min_size=1, unique=True).map(tuple),
    }
    annotation = FIELDS[name].annotation
    if name in known:
        return known[name]
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if annotation is int:
        return st.integers(0, 9999)
    return st.booleans() if annotation is bool else bounded(name)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    data = draw(st.sampled_from(list(CATALOGUE)))
    output = draw(st.sampled_from(list(HOMES)))
    fields: dict[str, Any] = {"data": data, "output": output}
    for option in CATALOGUE[data].options:
        if draw(st.booleans()):
            fields[option.name] = draw(option_values(option, output))
    parameters = Scene(**fields).parameters
    for name in sorted(set(FIELDS) - OPTIONS - {"data", "output"}):
        if draw(st.booleans()):
            fields[name] = draw(field_values(name, parameters, output))
    return Scene(**fields).plain()


# Defaults and bounds


def test_without_settings_it_shows_squared_error_beside_cross_entropy_on_overlapping_classes() -> (
    None
):
    scene = Scene()
    assert (scene.data, scene.left, scene.right) == ("overlap", "squared-error", "cross-entropy")
    assert (scene.axes, scene.resolution, scene.view) == (("w1", "b"), 81, "both")
    assert (scene.standardise, scene.penalty, scene.height) == (False, 0.0, "linear")


def test_no_setting_changes_in_a_scene_that_exists() -> None:
    scene = Scene()
    for name in FIELDS:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(scene, name, getattr(scene, name))


def test_a_setting_that_is_not_there_cannot_be_given() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Scene.model_validate({"colour": "red"})


def test_every_penalty_on_offer_is_within_bounds() -> None:
    assert [Scene(penalty=penalty).penalty for penalty in PENALTIES] == list(PENALTIES)


@pytest.mark.parametrize("name", FIXED)
def test_a_field_of_fixed_choices_takes_each_of_them_and_tells_them(name: str) -> None:
    assert choices(name) == get_args(FIELDS[name].annotation)
    assert FIELDS[name].default in choices(name)
    for choice in choices(name):
        assert getattr(Scene.model_validate({name: choice}), name) == choice


@pytest.mark.parametrize("data", DATASETS)
def test_every_data_set_makes_a_scene_of_two_classes(data: str) -> None:
    scene = Scene(data=data)
    assert len(scene.dataset.classes) == 2
    assert scene.problem.output == "sigmoid"
    for option in CATALOGUE[data].options:
        usual = CATALOGUE[data].binary.get(option.name, option.default)
        assert scene.option(option.name) == usual
        if option.name == "features":
            assert scene.dataset.features == usual


def test_an_option_of_the_scene_goes_before_the_data_sets_own() -> None:
    scene = Scene(data="moons", n=37, noise=0.5)
    assert (scene.option("n"), scene.option("noise"), scene.option("seed")) == (37, 0.5, 3)
    assert len(scene.dataset) == 37


# Links


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


# What a forged request may hold

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


# What the fields stand for


@pytest.mark.parametrize("data", DATASETS)
def test_the_window_is_the_data_sets_own_or_else_a_fitted_one(data: str) -> None:
    scene = Scene(data=data)
    known = scene.dataset.window
    if known:
        across, up = scene.axes
        assert scene.window == Window(known[across], known[up])
        swapped = Scene(data=data, plane=(up, across)).window
        assert swapped == Window(known[up], known[across])
    else:
        assert scene.window == fit_window(scene.problem, scene.slice)[0]


def test_one_side_of_the_window_may_be_set_and_the_other_left_to_the_data() -> None:
    own = Scene().window
    assert Scene(window_a=(1, 2)).window == Window((1, 2), own.b)
    assert Scene(window_b=(1, 2)).window == Window(own.a, (1, 2))
    assert Scene(window_a=(3, 4), window_b=(1, 2)).window == Window((3, 4), (1, 2))


@pytest.mark.parametrize("held", choices("held"))
@pytest.mark.parametrize("data", DATASETS)
def test_fitting_sets_the_window_and_tells_whether_a_minimum_is_framed(
    data: str, held: Literal["minimum", "zero"]
) -> None:
    scene = Scene(data=data, held=held)
    fitted, found = scene.fitted()
    assert fitted.model_copy(update={"window_a": None, "window_b": None}) == scene
    assert found is (separation(scene.problem, scene.slice) is None)
    assert Scene.from_query(link(fitted.query())) == (fitted, ())
    minimum = cross_entropy_minimum(scene.problem)
    if len(scene.parameters) == 2 and minimum is not None:
        for limits, value in zip((fitted.window.a, fitted.window.b), minimum, strict=True):
            assert limits[0] < value < limits[1]


def test_a_window_without_a_minimum_is_framed_around_zero() -> None:
    fitted, found = Scene(data="separable").fitted()
    assert not found
    for low, high in (fitted.window.a, fitted.window.b):
        assert low == pytest.approx(-high)


def test_the_other_parameters_are_held_at_the_cross_entropy_minimum() -> None:
    scene = Scene.model_validate({**REAL, "plane": ("w3", "b")})
    origin, minimum = scene.origin
    assert minimum
    np.testing.assert_array_equal(origin, cross_entropy_minimum(scene.problem))
    np.testing.assert_allclose(scene.problem.gradient("cross-entropy", origin), 0.0, atol=1e-10)
    np.testing.assert_array_equal(scene.slice.origin, [origin[0], origin[1], 0.0, 0.0])
    assert scene.slice.names == ("w3", "b")


def test_the_other_parameters_are_held_at_zero_where_that_is_asked() -> None:
    origin, minimum = Scene.model_validate({**REAL, "held": "zero"}).origin
    assert not minimum
    np.testing.assert_array_equal(origin, np.zeros(4))


def test_the_other_parameters_are_held_at_zero_where_there_is_no_minimum() -> None:
    scene = Scene(data="blobs", noise=0.1)
    assert separation(scene.problem) is not None
    origin, minimum = scene.origin
    assert not minimum
    np.testing.assert_array_equal(origin, np.zeros(3))


@pytest.mark.parametrize("held", choices("held"))
def test_the_shared_origin_cannot_be_written_to(held: Literal["minimum", "zero"]) -> None:
    origin, _ = Scene(held=held).origin
    with pytest.raises(ValueError, match="read-only"):
        origin[0] = 1.0


def test_the_plane_spans_the_two_axes_at_their_own_values() -> None:
    scene = Scene.model_validate({**REAL, "plane": ("w2", "w1")})
    expected = Plane.axes(scene.problem, "w2", "w1", origin=scene.origin[0])
    for vector in ("origin", "u", "v"):
        np.testing.assert_array_equal(getattr(scene.slice, vector), getattr(expected, vector))


def test_scenes_of_the_same_data_share_them_whatever_else_differs() -> None:
    scene, other = (
        Scene(),
        Scene(resolution=161, view="field", window_a=(0, 1), left="cross-entropy"),
    )
    assert scene.dataset is other.dataset
    assert scene.problem is other.problem
    assert scene.origin[0] is other.origin[0]
    assert Scene(n=60).problem is scene.problem
    assert Scene.from_query({"height": "log"})[0].problem is scene.problem


def test_scenes_of_other_data_or_models_share_nothing_that_differs() -> None:
    scene = Scene()
    penalised, scaled, larger = Scene(penalty=0.1), Scene(standardise=True), Scene(n=61)
    assert penalised.dataset is scene.dataset
    assert penalised.problem is not scene.problem
    assert penalised.problem.penalty == 0.1
    assert scaled.dataset.standardised
    assert not scene.dataset.standardised
    assert (len(scene.dataset), len(larger.dataset)) == (60, 61)
    assert Scene(seed=4).dataset is not scene.dataset


def test_both_descents_begin_where_the_scene_says_or_else_within_the_window() -> None:
    assert Scene(start=(100, -7.5)).begin == (100, -7.5)
    for data in DATASETS:
        scene = Scene(data=data)
        for value, (low, high) in zip(scene.begin, (scene.window.a, scene.window.b), strict=True):
            assert low < value < high
