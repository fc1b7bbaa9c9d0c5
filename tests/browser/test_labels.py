"""Softmax or sigmoids, as a person uses the page: what is drawn, its controls, its link."""

from collections.abc import Callable

import numpy as np

from landscapes.data.multilabel import weather
from landscapes.terrain.outputs import compare
from tests.browser.conftest import SCREENS, Explorer

Make = Callable[..., Explorer]


def bars(e: Explorer, chart: str = "labels-place-chart") -> list[list[float]]:
    """Lengths of the bars as plotly has them: truth, softmax, sigmoids."""
    found = e.plot(chart, "plot.calcdata.map((trace) => trace.map((bar) => bar.s))")
    assert isinstance(found, list)
    return found


def test_the_page_shows_what_is_measured_and_follows_its_controls(explorer: Make) -> None:
    """Another place, then days of one label each: bars, verdicts and link agree."""
    e = explorer().open(path="/softmax/labels")
    found = compare(weather())
    g = found.data.places.index("mountain")
    for drawn, rows in zip(
        bars(e),
        (found.data.truth, found.softmax.probability, found.sigmoids.probability),
        strict=True,
    ):
        np.testing.assert_allclose(drawn, [*rows[g], rows[g].sum()], rtol=1e-12)
    verdict = e.page.locator("#labels-verdict-softmax")
    assert "none of the 5 places" in verdict.inner_text()
    e.page.get_by_role("textbox", name="Place").click()
    e.page.get_by_role("option", name="Desert").click()
    e.settle()
    e.page.wait_for_url("**/softmax/labels?place=desert")
    assert e.page.get_by_role("heading", name="At the desert").is_visible()
    e.page.get_by_text("Exactly one").click()
    e.settle()
    assert "all of the 5 places" in verdict.inner_text()
    e.page.wait_for_url("**/softmax/labels?days=one&place=desert")
    _, soft, free = bars(e)
    np.testing.assert_allclose(soft, free, atol=1e-12)
    sums = bars(e, "labels-sums-chart")
    np.testing.assert_allclose(sums, np.ones((3, 5)), rtol=1e-12)
    e.page.reload()
    e.settle()
    assert e.page.get_by_role("heading", name="At the desert").is_visible()
    np.testing.assert_allclose(bars(e)[1], soft, rtol=1e-12)


def test_a_link_is_taken_up_and_loses_its_defaults_and_what_is_wrong(explorer: Make) -> None:
    e = explorer().open("seed=3&theme=dark&place=coast&n=9", "/softmax/labels")
    e.page.wait_for_url("**/softmax/labels?place=coast&theme=dark")
    assert e.page.get_by_role("heading", name="At the coast").is_visible()
    assert "found 9" in e.page.locator(".messages").inner_text()


def test_it_fits_every_screen_and_every_reader(explorer: Make) -> None:
    """Nothing leaves the screen sideways, no table its column; names, contrast and roles hold."""
    e = explorer(scheme="dark").open(path="/softmax/labels")
    for screen in SCREENS:
        e.fits(*screen)
        over = e.page.evaluate(
            "[...document.querySelectorAll('.labels .numbers')].map((table) =>"
            " table.getBoundingClientRect().right"
            " - table.parentElement.getBoundingClientRect().right)"
        )
        assert len(over) == 3
        assert max(over) < 1.0
