"""The app in a hub: behind a proxy, below a path with a person's name in it."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext

from pages.lessons.shipped import shipped
from tests.browser.conftest import Explorer
from tests.browser.proxy import proxied
from tests.browser.stage import serve
from tests.browser.test_export import open_export, save

BASE = "/user/J.Doe_1/proxy/8050"


@pytest.fixture
def hub(browser: BrowserContext) -> Iterator[Explorer]:
    """The app's first page behind a proxy; afterwards nothing was asked for beside its path."""
    with serve("--trusted-proxies", "1") as app, proxied(app, BASE) as home:
        page = browser.new_page()
        page.set_viewport_size({"width": 1280, "height": 760})
        page.emulate_media(reduced_motion="reduce")
        hub = Explorer(page, home.rstrip("/"))
        yield hub
        page.evaluate("localStorage.clear()")
        page.close()
        assert hub.said == []
        assert [u for u in hub.asked if not u.startswith((home, "data:", "blob:"))] == []


def test_below_a_path_pages_exports_and_lessons_are_what_they_are_without(hub: Explorer) -> None:
    hub.open("data=moons&resolution=41&steps=50&view=field")
    current = hub.page.locator("nav [aria-current=page]")
    assert current.inner_text() == "Explore"
    open_export(hub)
    name, content = save(hub)
    assert name == "moons-squared-error-cross-entropy-1920x1080.png"
    assert Image.open(io.BytesIO(content)).size == (1920, 1080)
    hub.page.keyboard.press("Escape")
    hub.page.get_by_role("dialog").wait_for(state="hidden")

    # A lesson of one's own: kept without the path, played below it.
    hub.page.evaluate("document.querySelector('.lesson-add').click()")
    kept = hub.page.evaluate("JSON.parse(localStorage.getItem('lesson')).steps[0].link")
    assert kept.startswith("/?data=moons")

    hub.page.get_by_role("link", name="Curves", exact=True).click()
    hub.settle()
    assert hub.page.url.startswith(f"{hub.address}/curves")
    assert current.inner_text() == "Curves"
    hub.open("start=1,1", "/softmax/regression")
    hub.page.get_by_role("link", name="Three logits").click()
    hub.settle()
    assert hub.page.url.startswith(f"{hub.address}/softmax")
    hub.page.get_by_role("link", name="Explore", exact=True).click()
    hub.settle()
    assert current.inner_text() == "Explore"
    hub.page.get_by_text("Presets", exact=True).click()
    hub.page.locator("a.preset").first.click()
    hub.linked("note=")
    hub.settle()
    hub.page.wait_for_function("() => location.search")  # it follows a moment later
    assert hub.page.url.startswith(f"{hub.address}/?")

    lesson = shipped()["the-whole-story"]
    hub.page.goto(f"{hub.address}/#lesson=the-whole-story")
    hub.linked("step=")
    hub.settle()
    for place, step in enumerate(lesson.steps[:2], start=1):
        hub.page.wait_for_function(
            "said => document.querySelector('.lesson-sentence')?.textContent === said",
            arg=step.sentence,
        )
        assert hub.page.locator(".lesson-count").inner_text() == f"{place} of {len(lesson.steps)}"
        hub.settle()
        assert hub.page.url.startswith(f"{hub.address}{step.link.partition('?')[0]}")
        assert hub.page.locator("#title-left").is_visible()
        if step.predict:
            hub.page.keyboard.press("PageDown")
        hub.page.keyboard.press("PageDown")
    hub.settle()

    hub.open(path="/no/such/page")
    hub.page.get_by_role("link", name="Go to the first page").click()
    hub.settle()
    assert hub.page.locator("#title-left").is_visible()
    assert hub.page.url.startswith(f"{hub.address}/")
