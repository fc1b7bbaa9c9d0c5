"""A real server and a real Chromium; each test gets a fresh page and fails on a console error."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.stage import SETTLED, chromium, serve

# What plotly itself makes Chromium say, and we can't help.
KNOWN = ("willReadFrequently", "GPU stall due to ReadPixels", "GL Driver Message")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of the app, served on loopback by its own command line."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


class Explorer:
    """A page of the app, with what tests ask of it again and again."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("request", lambda request: self.asked.append(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(k in message.text for k in KNOWN):
            self.said.append(f"{message.type}: {message.text}")

    def open(self, query: str = "", path: str = "/") -> "Explorer":
        self.page.goto(self.address + path + (f"?{query}" if query else ""))
        return self.settle()

    def settle(self) -> "Explorer":
        # A change takes a moment until its callback is asked for.
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(SETTLED, timeout=60_000)
        return self

    def plot(self, name: str, expression: str) -> object:
        """Value of a JavaScript expression of `plot`, the plot of the graph with this id."""
        return self.page.evaluate(
            f"(() => {{ const plot = document.querySelector('#{name} .js-plotly-plot');"
            f" return {expression}; }})()"
        )

    def point(self, name: str, a: float, b: float) -> tuple[float, float]:
        """Pixels on the screen of plane coordinates on a field."""
        x, y = self.page.evaluate(
            "([id, a, b]) => { const plot = document.querySelector(`#${id} .js-plotly-plot`);"
            " const { xaxis, yaxis } = plot._fullLayout; const box = plot.getBoundingClientRect();"
            " return [box.left + xaxis._offset + xaxis.d2p(a),"
            " box.top + yaxis._offset + yaxis.d2p(b)]; }",
            [name, a, b],
        )
        return x, y


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts by screen and scheme, shared: what one page has loaded the next one has."""
    made: dict[tuple[int, int, str], BrowserContext] = {}

    def get(width: int, height: int, scheme: str) -> BrowserContext:
        key = (width, height, scheme)
        if key not in made:
            made[key] = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
        return made[key]

    yield get
    for context in made.values():
        context.close()


@pytest.fixture
def explorer(
    contexts: Callable[..., BrowserContext], address: str
) -> Iterator[Callable[..., Explorer]]:
    """Make explorers; afterwards none may have said anything on the console, nor left loopback."""
    made: list[Explorer] = []

    def make(width: int = 1280, height: int = 760, scheme: str = "light") -> Explorer:
        made.append(Explorer(contexts(width, height, scheme).new_page(), address))
        return made[-1]

    yield make
    for explorer in made:
        explorer.page.evaluate("localStorage.clear()")
        explorer.page.close()
        assert explorer.said == []
        outside = [u for u in explorer.asked if not u.startswith((address, "data:", "blob:"))]
        assert outside == []
