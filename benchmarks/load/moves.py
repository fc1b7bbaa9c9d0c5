"""What people open and move: links and controls, drawn at random from what a page offers."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from benchmarks.load.wiring import Properties

__all__ = ["drag", "link", "move"]

# Page -> how many of a hundred people are on it.
_PAGES = {"/": 80, "/softmax/regression": 5, "/curves": 6, "/softmax": 4, "/why": 5}
# Data set -> how many of a hundred choose it: mostly those that are made up.
_DATA = {"overlap": 40, "blobs": 18, "moons": 14, "two-minima": 8, "iris": 8, "breast-cancer": 12}
# What is moved on Explore, and how often: sliders first.
_MOVED = {
    "noise": 26,
    "flipped": 12,
    "n": 8,
    "seed": 10,
    "left": 6,
    "right": 4,
    "rule": 5,
    "rate": 6,
    "ground": 3,
    "height": 2,
    "penalty": 3,
    "data": 6,
    "start": 4,
    "cursor": 5,
}


def _pick(draw: random.Random, weights: dict[str, int]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def link(draw: random.Random) -> tuple[str, str]:
    """Return the path and the query of what somebody opens."""
    path = _pick(draw, _PAGES)
    if path not in ("/", "/softmax/regression") or draw.random() < 0.3:
        return path, ""
    # Each a picture of their own: nobody is served what another has computed.
    fields: dict[str, Any] = {"seed": draw.randrange(10_000)}
    if path == "/":
        fields |= {"data": _pick(draw, _DATA)}
    if draw.random() < 0.1:
        fields |= {"ground": "basins"}
    if fields.get("data") in ("iris", "breast-cancer", "two-minima"):
        del fields["seed"]
    return path, f"?{urlencode(fields)}"


def move(
    draw: random.Random, props: Properties, asks: Callable[[tuple[str, str]], bool]
) -> Properties:
    """Return the properties that one move of somebody changes, on whatever page it is.

    Parameters
    ----------
    draw : random.Random
        Where chance comes from.
    props : Properties
        What the page holds.
    asks : callable
        Whether the server is asked for something when a property changes.
    """
    if ("scene-data", "data") not in props:
        moved = [one for one in props if one[1] == "value" and asks(one)]
        name = draw.choice([name for name, _ in moved if _values(props, name)])
        return {(name, "value"): _other(draw, props, name)}
    for _ in range(100):
        field = _pick(draw, _MOVED)
        if field in ("start", "cursor"):
            a, b = (draw.uniform(*ends) for ends in _window(props))
            at: Any = [a, b] if field == "start" else {"a": a, "b": b}
            return {(field, "data"): at}
        if field == "data":
            return {("data", "value"): _pick(draw, _DATA)}
        name = f'{{"field":"{field}","type":"control"}}'
        if field == "ground":
            return {(name, "value"): draw.choice(["height", "curvature", "slope", "basins"])}
        if (name, "value") in props and _values(props, name):
            return {(name, "value"): _other(draw, props, name)}
    raise ValueError("page must offer something to move; found none of " + ", ".join(_MOVED))


def drag(draw: random.Random, props: Properties, positions: int) -> Iterator[Properties]:
    """Yield the positions of a slider that is dragged: the noise of a data set that is made up."""
    name = '{"field":"noise","type":"control"}'
    low, high, step = (props[name, part] for part in ("min", "max", "step"))
    places = round((high - low) / step)
    first = draw.randrange(places)
    for place in range(positions):
        yield {(name, "value"): round(low + step * ((first + place) % places), 6)}


def _window(props: Properties) -> list[tuple[float, float]]:
    """Return the ends of the window that was last drawn."""
    shown = props.get(("shown", "data"))
    window = shown["window"] if isinstance(shown, dict) else (-1.0, 1.0, -1.0, 1.0)
    return [(window[0], window[1]), (window[2], window[3])]


def _values(props: Properties, name: str) -> list[Any]:
    """Return what a control may be set to: its choices, or the places of a slider."""
    offered = props.get((name, "data"))
    if isinstance(offered, list):
        return [value for one in offered for value in _choices(one)]
    low, high = props.get((name, "min")), props.get((name, "max"))
    if isinstance(low, int | float) and isinstance(high, int | float):
        step = props.get((name, "step")) or (high - low) / 50
        return [round(low + step * i, 6) for i in range(min(int((high - low) / step) + 1, 1000))]
    return []


def _choices(one: Any) -> list[Any]:  # noqa: ANN401 (as a control has it)
    if isinstance(one, dict) and "items" in one:
        return [value for item in one["items"] for value in _choices(item)]
    return [one["value"] if isinstance(one, dict) else one]


def _other(draw: random.Random, props: Properties, name: str) -> Any:  # noqa: ANN401
    """Return another value for a control."""
    now = props[name, "value"]
    chosen = draw.choice([value for value in _values(props, name) if value != now] or [now])
    return [chosen] if isinstance(now, list) else chosen
