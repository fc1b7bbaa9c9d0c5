"""Valid scenes to draw from, and a link's fields as a page is given them."""

from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qs

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import ValidationError

from landscapes import CATALOGUE
from landscapes.data.recipe import Option
from landscapes.descents.rules import RULES
from losses import LOSSES
from scene import CONTROLS, HOMES, Scene

FIELDS = Scene.model_fields
OPTIONS = {option.name for recipe in CATALOGUE.values() for option in recipe.options}
FIXED = [name for name in FIELDS if get_origin(FIELDS[name].annotation) is Literal]


def link(query: str) -> dict[str, object]:
    """A link's fields as a page is given them: text, or a list where a key is repeated."""
    return {key: v[0] if len(v) == 1 else v for key, v in parse_qs(query).items()}


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
    try:
        return Scene(**fields).plain()
    except ValidationError as error:  # more work than a scene may ask for, whatever the fields
        assume("are the most" not in str(error))
        raise
