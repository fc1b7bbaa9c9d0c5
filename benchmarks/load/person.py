"""People: somebody opens a page and moves something now and then, or drags all the time."""

import asyncio
import random
import re
from dataclasses import dataclass

import orjson

from benchmarks.load import moves
from benchmarks.load.browser import Browser
from benchmarks.load.page import UPDATE, Page, Wiring
from benchmarks.load.tally import Tally
from benchmarks.load.wiring import Properties, callbacks, properties

__all__ = ["DRAGGED", "DRAWN", "Site", "alone", "drag", "use"]

DRAWN = "a move until it is drawn"
DRAGGED = "a drag's last place until drawn"
_ALL = "a move until all is said"

# Of a drag: its positions, and seconds between them.
_POSITIONS, _BETWEEN = 20, 0.1
# Scripts that a page asks for when it draws its first graph.
_LAZY = (
    "/_dash-component-suites/plotly/package_data/plotly.min.js",
    "/_dash-component-suites/dash/dcc/async-graph.js",
)
_LINKED = re.compile(r'<(?:script src|link rel="stylesheet" href)="(/[^"]+)"')


@dataclass(frozen=True)
class Site:
    """What all people find on a server: asked for by everyone, read once."""

    address: str
    wiring: Wiring
    shell: Properties
    files: tuple[str, ...]

    @classmethod
    async def of(cls, address: str) -> "Site":
        """Read a server's page, layout and callbacks."""
        async with Browser(address, Tally()) as browser:
            read = [
                await browser.ask("page", path, read=True)
                for path in ("/", "/_dash-layout", "/_dash-dependencies")
            ]
        page, layout, dependencies = (part or b"" for part in read)
        if not (page and layout and dependencies):
            raise OSError(f"the server at {address} does not answer")
        files = (*_LINKED.findall(page.decode()), *_LAZY)
        return cls(
            address, Wiring(callbacks(dependencies)), properties(orjson.loads(layout)), files
        )


async def opened(browser: Browser, site: Site, path: str, query: str) -> Page | None:
    """Open a page as a browser does that has seen none of it; None where it does not come."""
    if await browser.ask("page", path + query) is None:
        return None
    await asyncio.gather(*(browser.ask("static", file) for file in site.files))
    for part in ("/_dash-layout", "/_dash-dependencies"):
        await browser.ask("page", part)
    where = {("_pages_location", "pathname"): path, ("_pages_location", "search"): query}
    props = site.shell | where | {("color-scheme", "computedColorScheme"): "light"}
    content = site.wiring.content
    if content is None:
        page = Page(browser, site.wiring, props)
        page.start()
        return page
    answer = await browser.ask("page", UPDATE, content.body(props, list(where)), read=True)
    if not answer:
        return None
    tree = orjson.loads(answer)["response"]["_pages_content"]["children"]
    page = Page(browser, site.wiring, props | properties(tree))
    page.start()
    return page


async def use(site: Site, tally: Tally, draw: random.Random, pause: float, until: float) -> None:
    """Open a page, then move something every `pause` seconds or so, until it is time to go."""
    clock = asyncio.get_running_loop().time
    async with Browser(site.address, tally) as browser:
        page = None
        try:
            while page is None and clock() < until:
                page = await opened(browser, site, *moves.link(draw))
                if page is None:
                    await asyncio.sleep(1.0)  # and try once more
            while page is not None:
                await asyncio.sleep(draw.uniform(0.5, 1.5) * pause)
                if clock() >= until:
                    break
                # Nobody waits for the last move to be drawn before making the next.
                page.change(moves.move(draw, page.props, page.asks), DRAWN)
            if page is not None:
                await page.settle()
        finally:
            if page is not None:
                page.leave()


async def drag(site: Site, tally: Tally, draw: random.Random, until: float) -> None:
    """Open Explore and drag a slider all the time; time each drag's last place to its drawing."""
    clock = asyncio.get_running_loop().time
    async with Browser(site.address, tally) as browser:
        page = await opened(browser, site, "/", f"?seed={draw.randrange(10_000)}")
        if page is None:
            return
        try:
            await page.settle()
            while clock() < until:
                for place, position in enumerate(moves.drag(draw, page.props, _POSITIONS)):
                    await asyncio.sleep(_BETWEEN)
                    page.change(position, DRAGGED if place == _POSITIONS - 1 else "")
                await page.settle()
                await asyncio.sleep(draw.uniform(0.5, 1.5))
        finally:
            page.leave()


async def alone(site: Site, draw: random.Random, count: int) -> Tally:
    """Make some moves with nobody else about, one after another."""
    tally = Tally()
    clock = asyncio.get_running_loop().time
    async with Browser(site.address, tally) as browser:
        page = await opened(browser, site, "/", f"?seed={draw.randrange(10_000)}")
        if page is not None:
            await page.settle()
            for position in moves.drag(draw, page.props, count):
                start = clock()
                page.change(position, DRAWN)
                await page.settle()
                tally.spans[_ALL].append(clock() - start)
            page.leave()
    return tally
