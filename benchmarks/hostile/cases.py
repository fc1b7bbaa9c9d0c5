"""Cases: requests as they go over the wire, each made from a seed and a number alone."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import orjson

from benchmarks.hostile import values
from benchmarks.load.page import UPDATE, compose
from benchmarks.load.wiring import Callback, Properties, callbacks, properties
from scene import Scene

__all__ = ["Case", "Known", "Make", "request"]

# What a page's scripts keep of what the server has answered, once something has been drawn.
_KEPT: Properties = {
    ("shown", "data"): {"query": "", "window": [-1.0, 1.0, -1.0, 1.0], "names": ["a", "b"]},
    ("start", "data"): [0.5, -0.5],
    ("cursor", "data"): {"a": 0.1, "b": 0.2},
    ("color-scheme", "computedColorScheme"): "dark",
}
_NAMES = [*Scene.model_fields, "p", "losses", "label", "truth", "point", "days", "self", "client"]
_GOOD = [
    "data=moons&noise=0.3&standardise=true&plane=w2,b&window_a=-2,4.5",
    "data=iris&features=petal+length,petal+width&classes=setosa-rest&penalty=0.01",
    "data=two-minima&ground=basins&rule=momentum&rate=0.3&fairness=best&resolution=121",
    "left=focal:gamma%3D5&right=generalized-cross-entropy:q=0.4&start=-6.5,7.5&window_b=-9,12",
    "step=47&camera=0.9,-1.6,1.1,-0.02,-0.02,-0.14&theme=dark&note=a&controls=noise,left",
    "losses=squared-error,cross-entropy&label=0.3&truth=0.7&p=0.2&days=30&n=100&seed=3",
]


@dataclass(frozen=True)
class Case:
    """A request.

    Attributes
    ----------
    kind : str
        What is wrong with it.
    sent : bytes
        The whole of it.
    whole : bool
        Whether it ends where it says: only then does the server owe an answer.
    """

    kind: str
    sent: bytes
    whole: bool = True


@dataclass(frozen=True)
class Known:
    """What is known of a server: its callbacks, and what its pages hold when they open."""

    callbacks: tuple[Callback, ...]
    pages: Mapping[str, Properties]

    @classmethod
    def of(cls, paths: Sequence[str], ask: Callable[[str, bytes | None], bytes]) -> "Known":
        """Read it from a server; `ask` takes a path and what is posted there."""
        every = callbacks(ask("/_dash-dependencies", None))
        shell = properties(orjson.loads(ask("/_dash-layout", None)))
        content = next(c for c in every if ("_pages_content", "children") in c.outputs)
        pages = {}
        for path in paths:
            where = {("_pages_location", "pathname"): path, ("_pages_location", "search"): ""}
            props = shell | where
            answer = orjson.loads(ask(UPDATE, content.body(props, list(where))))
            props |= properties(answer["response"]["_pages_content"]["children"]) | _KEPT
            if ("scene-data", "data") in props:
                props["scene", "data"] = compose(props)
            pages[path] = props
        return cls(tuple(every), MappingProxyType(pages))


Make = Callable[[random.Random, Known], Case]


def request(
    method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """Return a request of HTTP/1.1 that is as it should be, but for what it is given."""
    given = {"Host": "127.0.0.1", "Connection": "close"} | dict(headers or {})
    if body or method == "POST":
        given = {"Content-Type": "application/json", "Content-Length": str(len(body))} | given
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {text}" for name, text in given.items())]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body


def page(draw: random.Random, known: Known) -> Case:
    """A page's address with a query that no page wrote."""
    path = draw.choice(list(known.pages))
    return Case("page", request("GET", f"{path}?{values.query(draw, _NAMES, _GOOD)}"))


def link(draw: random.Random, known: Known) -> Case:
    """The same, as the browser has the page's content made."""
    path = draw.choice(list(known.pages))
    search = f"?{values.query(draw, _NAMES, _GOOD)}"
    if draw.random() < 0.1:
        path = "/" + values.text(draw)[:3000]
    props = known.pages["/"] | {
        ("_pages_location", "pathname"): path,
        ("_pages_location", "search"): search,
    }
    content = next(c for c in known.callbacks if ("_pages_content", "children") in c.outputs)
    changed = [("_pages_location", "search")]
    body = values.forged(draw, _body(content, props, changed))
    return Case("link", request("POST", UPDATE, body))


def callback(draw: random.Random, known: Known) -> Case:
    """A callback's request with other things in some of its places."""
    body = _real(draw, known)
    if draw.random() < 0.7:  # well-formed around values that are not
        for part in ("inputs", "state"):
            for entry in body[part]:
                for one in entry if isinstance(entry, list) else [entry]:
                    if draw.random() < 0.3:
                        one["value"] = values.value(draw)
                    elif draw.random() < 0.3:
                        one["value"] = values.mutated(draw, one["value"])
    else:
        body = values.mutated(draw, body, draw.randrange(1, 4))
    return Case("callback", request("POST", UPDATE, values.forged(draw, body)))


def scene(draw: random.Random, known: Known) -> Case:
    """A callback that draws, for a scene of which some settings are anything."""
    path = draw.choice([path for path, props in known.pages.items() if ("scene", "data") in props])
    props = dict(known.pages[path])
    changed = dict(props["scene", "data"])
    for _ in range(draw.randrange(1, 5)):
        name = draw.choice(list(Scene.model_fields))
        listed = draw.random() < 0.4
        changed[name] = (
            [values.value(draw, 3), values.value(draw, 3)] if listed else values.value(draw)
        )
    props["scene", "data"] = changed
    if draw.random() < 0.5:
        props["start", "data"] = [values.value(draw, 3), values.value(draw, 3)]
        props["cursor", "data"] = {"a": values.value(draw, 3), "b": values.value(draw, 3)}
    props["client", "data"] = f"hostile-{draw.randrange(50)}"
    takers = [c for c in known.callbacks if _takes_scene(c) and _is_on(c, props)]
    one = draw.choice(takers)
    body = values.forged(draw, _body(one, props, [one.inputs[0]]))
    return Case("scene", request("POST", UPDATE, body))


def heavy(draw: random.Random, known: Known) -> Case:
    """A callback that draws, for a scene that is allowed and as much work as any may be."""
    props = dict(known.pages["/"])
    kept: dict[str, Any] = {"left": "squared-error", "right": "cross-entropy"}
    kept |= {"data": draw.choice(("overlap", "moons", "blobs")), "n": 20_000 - draw.randrange(99)}
    if draw.random() < 0.4:
        kept = {"data": "breast-cancer", "penalty": draw.choice((0, 1e-3, 10))}
    props["scene", "data"] = kept | {
        "resolution": 161,
        "steps": 5000,
        "rule": draw.choice(("gradient-descent", "newton", "l-bfgs", "adam", "momentum")),
        "fairness": draw.choice(("same", "curvature", "best")),
        "ground": draw.choice(("height", "basins", "curvature")),
        "directions": draw.choice(("parameters", "principal", "hessian", "random")),
    }
    props["client", "data"] = f"heavy-{draw.randrange(50)}"
    takers = [c for c in known.callbacks if _takes_scene(c) and _is_on(c, props)]
    one = draw.choice(takers)
    return Case(
        "heavy", request("POST", UPDATE, json.dumps(_body(one, props, [one.inputs[0]])).encode())
    )


def address(draw: random.Random, known: Known) -> Case:
    """An address that no page leads to, or a method that none has."""
    bases = ["/", "/assets/", "/_dash-component-suites/", "/_dash-component-suites/dash/dcc/"]
    bases += ["/export/", "/export/file/", "/export/drawings/png/", "/lessons/", "/healthz", UPDATE]
    bases += ["/_reload-hash", "/_favicon.ico", "/_dash-layout", "/_alive/", *known.pages]
    tail = draw.choice(["", "..", "../" * 30 + "etc/passwd", "%2e%2e%2f" * 9, "%00", "%ff", "//x"])
    tail = tail or quote(values.text(draw)[: draw.choice((20, 20, 5000))], errors="replace")
    method = draw.choice(["GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "get", "X" * 90])
    body = values.text(draw).encode(errors="replace") if method == "POST" else b""
    return Case("address", request(method, draw.choice(bases) + tail, body))


def _real(draw: random.Random, known: Known) -> dict[str, Any]:
    """Return a body as a browser sends it, of any callback on any page."""
    props = known.pages[draw.choice(list(known.pages))]
    one = draw.choice([c for c in known.callbacks if _is_on(c, props)])
    return _body(one, props, [draw.choice(one.inputs)])


def _body(one: Callback, props: Properties, changed: list[tuple[str, str]]) -> dict[str, Any]:
    # Not all that a hostile page holds can be written by what writes a good one.
    plain = {key: value for key, value in props.items() if key in {*one.inputs, *one.state}}
    marked = {key: f"@{place}@" for place, key in enumerate(plain)}
    kept = dict(zip(marked.values(), plain.values(), strict=True))
    body: dict[str, Any] = orjson.loads(one.body(props | marked, changed))
    for part in ("inputs", "state"):
        for entry in body[part]:
            if isinstance(entry, dict) and entry["value"] in kept:
                entry["value"] = kept[entry["value"]]
    return body


def _is_on(one: Callback, props: Properties) -> bool:
    return bool(one.inputs) and one.is_on({name for name, _ in props} | {"_pages_content"})


def _takes_scene(one: Callback) -> bool:
    return ("scene", "data") in (*one.inputs, *one.state)
