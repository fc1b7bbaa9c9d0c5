"""Bodies of callbacks as a browser writes them, built from what the server says of itself.

A page is its properties: (id, name) -> value. The server's list of callbacks says which of them
each takes, so that a body follows a callback that gains an input, or is renamed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

__all__ = ["Callback", "Properties", "callbacks", "is_wildcard", "properties", "stands_for"]

Properties = dict[tuple[str, str], Any]
"""(id, name of a property) -> value; an id that is a record stands as Dash writes it."""


@dataclass(frozen=True)
class Callback:
    """One callback that the server answers.

    Attributes
    ----------
    output : str
        Its name, as a request has it.
    outputs, inputs, state : tuple of (str, str)
        Ids and properties. An id may hold wildcards.
    initial : bool
        Whether a page calls it without being asked, once its components are there.
    """

    output: str
    outputs: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    state: tuple[tuple[str, str], ...]
    initial: bool

    def body(
        self, page: Mapping[tuple[str, str], Any], changed: Sequence[tuple[str, str]]
    ) -> bytes:
        """Return the body of a request, for the page's properties and those that have changed."""
        names = [f"{name}.{prop}" for name, prop in changed]
        several = self.output.startswith("..")
        outputs = [_filled(name, prop, page, None) for name, prop in self.outputs]
        body: dict[str, Any] = {
            "output": self.output,
            "outputs": outputs if several else next(iter(outputs), None),
            "inputs": [_filled(*one, page, "value") for one in self.inputs],
            "changedPropIds": names,
            "parsedChangedPropsIds": names,
            "state": [_filled(*one, page, "value") for one in self.state],
        }
        if not self.outputs:
            del body["outputs"]
        return orjson.dumps(body)

    def is_on(self, ids: set[str]) -> bool:
        """Whether all that it needs is on a page with these ids: of a wildcard, any number."""
        every = [name for name, _ in (*self.inputs, *self.state, *self.outputs)]
        return all(name in ids or is_wildcard(name) for name in every)


def callbacks(dependencies: bytes) -> list[Callback]:
    """Return the callbacks that the server answers, from /_dash-dependencies."""
    return [
        Callback(
            one["output"],
            () if one["no_output"] else tuple(_split(one["output"])),
            tuple((part["id"], part["property"]) for part in one["inputs"]),
            tuple((part["id"], part["property"]) for part in one["state"]),
            not one["prevent_initial_call"],
        )
        for one in orjson.loads(dependencies)
        if one["clientside_function"] is None
    ]


def properties(tree: object) -> Properties:
    """Return the properties of every component with an id, of a layout or a part of one."""
    found: Properties = {}
    for component in _components(tree):
        props = component["props"]
        name = props.get("id")
        if name is None:
            continue
        written = name if isinstance(name, str) else _written(name)
        found |= {
            (written, prop): value
            for prop, value in props.items()
            if prop != "children" and not (isinstance(value, dict) and "namespace" in value)
        }
    return found


def _components(tree: object) -> Iterator[dict[str, Any]]:
    """Yield every component of a tree, in its order; some stand outside `children`."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += reversed(node)
        elif isinstance(node, dict) and "props" in node and "namespace" in node:
            yield node
            todo += reversed(node["props"].values())


def _split(output: str) -> Iterator[tuple[str, str]]:
    """Yield the ids and properties that the name of a callback is made of."""
    for one in output.removeprefix("..").removesuffix("..").split("..."):
        name, _, prop = one.rpartition(".")
        yield name, prop


def _filled(
    name: str, prop: str, page: Mapping[tuple[str, str], Any], value: str | None
) -> dict[str, Any] | list[dict[str, Any]]:
    """Return an input, state or output; for a wildcard all that are on the page."""

    def one(written: str) -> dict[str, Any]:
        identity = orjson.loads(written) if written.startswith("{") else written
        entry = {"id": identity, "property": prop}
        return entry | ({value: page.get((written, prop))} if value else {})

    if not is_wildcard(name):
        return one(name)
    return [one(here) for here in dict.fromkeys(here for here, _ in page) if stands_for(name, here)]


def is_wildcard(name: str) -> bool:
    """Whether an id stands for several components."""
    return '["ALL"]' in name


def stands_for(pattern: str, name: str) -> bool:
    """Whether an id is one of those that a wildcard stands for."""
    if not name.startswith("{"):
        return False
    wanted, found = orjson.loads(pattern), orjson.loads(name)
    return wanted.keys() == found.keys() and all(
        isinstance(value, list) or found[key] == value for key, value in wanted.items()
    )


def _written(name: Mapping[str, Any]) -> str:
    """Return an id that is a record as Dash writes it: its keys in order, no spaces."""
    return json.dumps(dict(sorted(name.items())), separators=(",", ":"))
