"""A real server and a real Chromium; each test gets a fresh page and fails on a console error."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.stage import SETTLED, chromium, serve

# A laptop, a projector, a phone.
SCREENS = ((1440, 900), (1920, 1080), (390, 844))

# What plotly itself makes Chromium say, and we can't help.
KNOWN = ("willReadFrequently", "GPU stall due to ReadPixels", "GL Driver Message")

# Text in sight that is smaller than 20 pixels on the screen: its size, and what it says. Of a
# scene in space, which is no text of the document, the sizes that plotly was given.
SMALL = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    const seeable = { checkOpacity: true, checkVisibilityCSS: true };
    if (!text || !element.checkVisibility(seeable)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const matrix = element.getScreenCTM?.();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    seen += 1;
    found.push([parseFloat(getComputedStyle(element).fontSize) * scale, text]);
  }
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    const scene = plot.checkVisibility({ checkVisibilityCSS: true }) && plot._fullLayout.scene;
    for (const axis of scene ? [scene.xaxis, scene.yaxis, scene.zaxis] : []) {
      found.push([axis.tickfont.size, "ticks"], [axis.title.font.size, axis.title.text]);
    }
  }
  if (seen < 10) throw new Error("there is hardly any text");
  return found.filter(([size]) => size < 19.99);
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests together, for `--dist loadgroup`: two browsers would wait for each other."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of the app, served on loopback by its own command line."""
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
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

    def linked(self, part: str) -> "Explorer":
        """Wait for the address to say this: it follows what is done a moment later."""
        self.page.wait_for_function("part => location.search.includes(part)", arg=part)
        return self

    def fits(self, width: int, height: int) -> "Explorer":
        """On a screen of this size nothing is wider than it, and axe finds nothing serious."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(self.page).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in serious] == []
        return self

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


@pytest.fixture
def explorer(browser: BrowserContext, address: str) -> Iterator[Callable[..., Explorer]]:
    """Make explorers; afterwards none may have said anything on the console, nor left loopback."""
    made: list[Explorer] = []

    def make(
        width: int = 1280, height: int = 760, scheme: Literal["light", "dark"] = "light"
    ) -> Explorer:
        page = browser.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        made.append(Explorer(page, address))
        return made[-1]

    yield make
    for explorer in made:
        explorer.page.evaluate("localStorage.clear()")
        explorer.page.close()
        assert explorer.said == []
        outside = [u for u in explorer.asked if not u.startswith((address, "data:", "blob:"))]
        assert outside == []
