"""A page in a browser: what it holds, and which callbacks it calls when something changes.

A change calls every callback that takes it, at once; what these answer may be a change in turn. An
answer that a newer call of the same callback has overtaken is dropped. So it is in Dash's own
renderer, of which this is as much as the server notices.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable
from typing import Any

import orjson

from benchmarks.load.browser import Browser
from benchmarks.load.wiring import Callback, Properties, is_wildcard, properties, stands_for

__all__ = ["UPDATE", "Page", "Wiring", "compose"]

UPDATE = "/_dash-update-component"
_SHOWN, _SCENE = ("shown", "data"), ("scene", "data")
_COMPOSED = (("scene-data", "data"), ("base", "data"))
_UNDRAWN = {("start", "data"), ("cursor", "data")}  # what moves on the drawing that is there
_MOST_POLLS = 6  # under way at once: a browser has no more connections


class Wiring:
    """The callbacks of a server, by what they take.

    Attributes
    ----------
    callbacks : tuple of Callback
        All of them.
    content : Callback or None
        The one that turns an address into a page; None where the layout is the only page.
    heard : set of str
        Names of callbacks whose answer changes what is asked next; of others nothing is unpacked.
    """

    def __init__(self, callbacks: Iterable[Callback]) -> None:
        self.callbacks = tuple(callbacks)
        known = {one for c in self.callbacks for one in (*c.inputs, *c.state)} | {*_COMPOSED}
        known |= {(name, "disabled") for name, prop in known if prop == "n_intervals"}
        self.heard = {
            callback.output
            for callback in self.callbacks
            if any((name, prop.partition("@")[0]) in known for name, prop in callback.outputs)
        }
        self.content = next(
            (c for c in self.callbacks if ("_pages_content", "children") in c.outputs), None
        )

    @staticmethod
    def kind(callback: Callback) -> str:
        """Return as what a callback counts."""
        if _SHOWN in callback.outputs:
            return "draw"
        return "poll" if all(prop == "n_intervals" for _, prop in callback.inputs) else "rest"


class Page:
    """An open page.

    Parameters
    ----------
    browser : Browser
        Who asks.
    wiring : Wiring
        The server's callbacks.
    props : Properties
        What the page holds; it is the page's own from now on.
    """

    def __init__(self, browser: Browser, wiring: Wiring, props: Properties) -> None:
        self.props = props
        self._timed: tuple[str, float] | None = None
        self._given_up = False
        self._browser, self._wiring = browser, wiring
        self._calls: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._polled: set[str] = set()
        ids = {name for name, _ in props}
        self._here = [c for c in self._wiring.callbacks if c.is_on(ids)]

    def start(self) -> None:
        """Call what a page calls as it opens."""
        for callback in self._here:
            if callback.initial:
                self._spawn(self._call(callback, []))
        self.change({})

    def change(self, values: Properties, span: str = "") -> None:
        """Let properties have other values, and call what takes them.

        Under the name of a span it is timed how long it is from here to the whole drawing.
        """
        if span and not values.keys() <= _UNDRAWN:
            self._timed = span, asyncio.get_running_loop().time()
        self.props |= values
        changed = dict.fromkeys(values)
        if _COMPOSED[0] in self.props:
            scene = compose(self.props)
            if scene != self.props.get(_SCENE):
                self.props[_SCENE] = scene
                changed[_SCENE] = None
        for callback in self._here:
            own = [one for one in changed if _takes(callback, one)]
            if own:
                self._spawn(self._call(callback, own))

    def asks(self, one: tuple[str, str]) -> bool:
        """Whether the server is asked for something when a property changes."""
        return any(_takes(callback, one) for callback in self._here)

    async def settle(self) -> None:
        """Wait until nothing is under way, and what was last asked for has been drawn."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        if self._given_up:  # the newest drawing of all: nothing else will bring it
            self._browser.tally.errors["draw", "left undrawn"] += 1
            self._given_up = False

    def leave(self) -> None:
        """Give up what is under way: the page is closed."""
        for task in self._tasks:
            task.cancel()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _call(self, callback: Callback, changed: list[tuple[str, str]]) -> None:
        self._calls[callback.output] += 1
        number = self._calls[callback.output]
        heard = callback.output in self._wiring.heard
        kind = self._wiring.kind(callback)
        body = callback.body(self.props, changed)
        answer = await self._browser.ask(
            kind, UPDATE, body, read=heard, wanted=lambda: number == self._calls[callback.output]
        )
        if answer is None or not heard or number != self._calls[callback.output]:
            return
        if answer:
            self._apply(orjson.loads(answer)["response"])
        if kind == "draw":
            self._given_up = not answer
            if answer and self._timed and self.props.get(("tick", "disabled"), True):
                span, start = self._timed
                self._browser.tally.spans[span].append(asyncio.get_running_loop().time() - start)
                self._timed = None

    def _apply(self, response: dict[str, dict[str, Any]]) -> None:
        values: Properties = {}
        for name, props in response.items():
            for prop, value in props.items():
                if prop == "children":
                    # Controls for another data set; pictures and sentences hold nothing to send.
                    if "controls" in name:
                        self.props |= properties(value)
                elif prop != "figure":
                    values[name, prop] = value
        self.change(values)
        for name, prop in values:
            on = prop == "disabled" and values[name, prop] is False
            if on and (name, "interval") in self.props and name not in self._polled:
                self._polled.add(name)
                self._spawn(self._poll(name))

    async def _poll(self, name: str) -> None:
        """Ask again and again, as long as an interval of the page runs."""
        asked: set[asyncio.Task[None]] = set()
        tick = (name, "n_intervals")
        while self.props.get((name, "disabled")) is False:
            await asyncio.sleep(self.props.get((name, "interval"), 1000) / 1e3)
            asked = {task for task in asked if not task.done()}
            if self.props.get((name, "disabled")) is not False or len(asked) >= _MOST_POLLS:
                continue
            self.props[tick] = (self.props.get(tick) or 0) + 1
            for callback in self._here:
                if tick in callback.inputs:
                    asked.add(self._spawn(self._call(callback, [tick])))
        self._polled.discard(name)


def compose(props: Properties) -> dict[str, Any]:
    """Return the scene that the controls make, as assets/scene.js does."""
    scene: dict[str, Any] = dict(props["base", "data"] or {}) | {
        "data": props["scene-data", "data"]
    }
    controls = [
        (orjson.loads(name)["field"], value)
        for (name, prop), value in props.items()
        if prop == "value" and '"type":"control"' in name
    ]
    for field, _ in controls:
        scene.pop(field.partition("/")[0], None)
    lists: dict[str, list[Any]] = {}
    for field, value in sorted(controls, key=lambda one: one[0].partition("/")[2]):
        name, _, part = field.partition("/")
        if part:
            lists.setdefault(name, []).append(value)
        elif value not in (None, "", []):
            scene[name] = value
    return scene | {
        name: parts for name, parts in lists.items() if all(x not in (None, "", []) for x in parts)
    }


def _takes(callback: Callback, one: tuple[str, str]) -> bool:
    """Whether a callback takes a property, by its name or by a wildcard."""
    return one in callback.inputs or any(
        prop == one[1] and is_wildcard(name) and stands_for(name, one[0])
        for name, prop in callback.inputs
    )
