"""Why log?: every claim gets its verdict, and the page's numbers are the library's."""

import re
from collections.abc import Callable

from claims import convexity, labels, likelihood, plateau
from scene import Scene
from tests.browser.conftest import SCREENS, SMALL, Explorer

Make = Callable[..., Explorer]
VERDICTS = {"holds", "holds in part", "does not hold here"}
DONE = "() => document.querySelectorAll('.why-contents .verdict-chip').length === 9"


def opened(explorer: Make, query: str = "", scheme: str = "light") -> Explorer:
    e = explorer(scheme=scheme).open(query, path="/why")
    e.page.wait_for_function(DONE, timeout=120_000)
    return e.settle()


def test_every_claim_is_measured_on_what_is_chosen_and_the_numbers_are_the_librarys(
    explorer: Make,
) -> None:
    e = opened(explorer)
    chips = e.page.locator(".why-contents .verdict-chip").all_inner_texts()
    assert set(chips) <= VERDICTS
    scene = Scene()
    losses = (scene.left, scene.right)
    bent = convexity(scene.problem, scene.slice, scene.window, losses)
    assert bent.because in e.page.locator("#why-body-convexity").inner_text()
    assert chips[1] == bent.verdict
    held = plateau(scene.problem, scene.slice, scene.window, losses)
    assert held.because in e.page.locator("#why-body-plateau").inner_text()
    assert chips[3] == held.verdict
    entropy = likelihood(scene.problem).cross_entropy
    assert f"{entropy:.6g} nats" in e.page.locator("#why-body-logarithm").inner_text()
    # The row that is picked is the row that is split.
    row = e.page.get_by_role("textbox", name="Row", exact=True)
    row.fill("7")
    row.press("Tab")
    e.page.wait_for_function(
        "() => document.querySelector('#why-body-labels').textContent.includes('Row 7 of')"
    )
    found = labels(scene.problem, scene.origin[0], 6)
    assert found.because in e.page.locator("#why-body-labels").inner_text()
    row.fill("99")
    row.press("Tab")
    e.page.wait_for_function(
        "() => document.querySelector('#why-body-labels').textContent.includes('from 1 to 60')"
    )
    # Another data set is measured anew, and is part of the link.
    before = e.page.locator("#why-body-convexity .because").inner_text()
    e.page.get_by_role("textbox", name="Measured on").click()
    e.page.get_by_role("option", name="Seven points, two minima").click()
    e.page.wait_for_function(
        "before => document.querySelector('#why-verdict-optima').textContent.endsWith('holds')"
        " && ![null, undefined, before].includes("
        "document.querySelector('#why-body-convexity .because')?.innerText)",
        arg=before,
        timeout=60_000,
    )
    assert "higher one" in e.settle().page.locator("#why-body-optima").inner_text()
    e.linked("data=two-minima")


def test_the_page_fits_is_accessible_and_prints(explorer: Make) -> None:
    e = opened(explorer, "data=separable", scheme="dark")
    for screen in SCREENS[::2]:
        e.fits(*screen)
    e.page.set_viewport_size({"width": 1920, "height": 1080})
    e.page.keyboard.press("p")
    e.settle()
    assert e.page.evaluate(SMALL) == []
    e.page.keyboard.press("p")
    e.settle()
    # A handout is several sheets, and its derivations are unfolded.
    pages = re.findall(rb"/Type\s*/Page\b", e.page.pdf(format="A4"))
    assert len(pages) > 5
    assert e.page.locator(".derivation[open]").count() == 0
