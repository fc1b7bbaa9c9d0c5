"""The Curves page as a person uses it."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import logit

from losses import get
from tests.browser.conftest import SCREENS, Explorer

Make = Callable[..., Explorer]
PLOTS = ("curve-value-p", "curve-value-z", "curve-slope-z", "curve-curvature-z")
PAIR = (get("squared-error"), get("cross-entropy"))


def open_curves(e: Explorer, query: str = "") -> Explorer:
    e.open(query, path="/curves")
    e.page.wait_for_function("() => document.querySelectorAll('.curve-handle').length === 4")
    return e


def numbers(e: Explorer, name: str) -> list[float]:
    """What the line above a plot reads, a number a loss."""
    text = e.page.locator(f"#{name}-reading").inner_text()
    return [float(part) for part in re.findall(r"-?\d[\d.e-]*", text)]


def marks(e: Explorer, name: str) -> list[tuple[float, float]]:
    """Where a plot's marks stand, in its axes' units."""
    found = e.plot(
        name,
        "[...plot.querySelectorAll('.curve-handle b')].map(b => ["
        "plot._fullLayout.xaxis.p2d(parseFloat(b.style.left)),"
        "plot._fullLayout.yaxis.p2d(parseFloat(b.style.top))])",
    )
    assert isinstance(found, list)
    return [(x, y) for x, y in found]


def exact(z: float) -> list[list[float]]:
    """The library's numbers for the four plots."""
    value = [float(loss.value(z, 1.0)) for loss in PAIR]
    slope = [float(loss.gradient(z, 1.0)) for loss in PAIR]
    return [value, value, slope, [float(loss.curvature(z, 1.0, 1.0, 1.0)) for loss in PAIR]]


def check_all(e: Explorer, z: float) -> None:
    """Marks and numbers of all four plots are those of one handle."""
    p = 1.0 / (1.0 + np.exp(-z))
    for name, expected in zip(PLOTS, exact(z), strict=True):
        assert numbers(e, name) == pytest.approx(expected, rel=5.1e-4, abs=5.1e-5)
        for (x, y), at in zip(marks(e, name), expected, strict=True):
            # Styles round to a thousandth of a pixel or so.
            assert x == pytest.approx(p if name.endswith("p") else z, abs=1e-3)
            # On the drawn line, which goes from point to point.
            assert y == pytest.approx(at, abs=5e-3)


def test_first_sight_is_the_question_with_the_librarys_numbers(explorer: Make) -> None:
    e = open_curves(explorer())
    assert e.page.locator("h1").inner_text() == "The model gave 0.35 to the right class."
    text = e.page.locator("#curve-numbers").inner_text()
    for number in ("0.4225", "-0.2958", "1.0498", "-0.6500", "nats"):
        assert number in text
    check_all(e, float(logit(0.35)))
    assert e.page.title() == "One number"
    assert "?" not in e.page.url


def drag(e: Explorer, plot: str, unit: str, start: float, to: float) -> float:
    """Drag the handle in a plot; check that all four follow while it moves; return where to."""
    box = e.page.locator(f"#{plot}").bounding_box()
    assert box is not None
    x, _ = e.point(plot, start, 0.0)
    y = box["y"] + 0.4 * box["height"]
    e.page.mouse.move(x, y)
    e.page.mouse.down()
    for share in (0.3, 0.7, 1.0):
        x, _ = e.point(plot, start + share * (to - start), 0.0)
        e.page.mouse.move(x, y)
    # Before the button is up: the drag is live.
    given_now = f"Number(new URLSearchParams(location.search).get('{unit}') ?? NaN)"
    # A pixel is less than that, the last move more: the address follows a moment later.
    near = 0.01 if unit == "p" else 0.1
    e.page.wait_for_function(f"() => Math.abs({given_now} - {to}) < {near}")
    e.settle()
    given = float(e.page.evaluate(given_now))
    z = given if unit == "z" else float(logit(given))
    check_all(e, z)
    e.page.mouse.up()
    e.settle()
    check_all(e, z)
    p = given if unit == "p" else 1.0 / (1.0 + np.exp(-given))
    assert float(e.page.get_by_label("p", exact=True).input_value()) == pytest.approx(p, rel=1e-5)
    return z


def test_dragging_the_handle_moves_marks_and_numbers_in_all_four(explorer: Make) -> None:
    e = open_curves(explorer())
    entries = e.page.evaluate("history.length")
    z = drag(e, PLOTS[0], "p", 0.35, 0.2)
    assert e.page.evaluate("history.length") <= entries + 1  # one drag is one thing tried
    drag(e, PLOTS[2], "z", z, -2.5)


def test_keys_slider_and_boxes_move_the_same_handle(explorer: Make) -> None:
    e = open_curves(explorer())
    p, z = (e.page.get_by_label(name, exact=True) for name in ("p", "z"))
    p.fill("0.123456789")
    e.page.wait_for_function("() => location.search === '?p=0.123456789'")
    e.settle()
    check_all(e, float(logit(0.123456789)))
    z.fill("-3.25")
    e.page.wait_for_function("() => location.search === '?z=-3.25'")
    e.settle()
    check_all(e, -3.25)
    e.page.get_by_role("slider", name="Handle: logit z").first.focus()
    e.page.keyboard.press("ArrowRight")
    e.page.wait_for_function("() => location.search === '?z=-3.15'")
    e.page.get_by_role("slider", name="Logit z", exact=True).focus()
    e.page.keyboard.press("Home")
    e.page.wait_for_function("() => location.search === '?z=-8'")
    e.settle()
    check_all(e, -8.0)
    p.fill("1.2")
    e.page.wait_for_function(
        "() => document.body.textContent.includes('p must be a number above 0 and below 1')"
    )
    e.settle()
    check_all(e, -8.0)
    z.fill("-20")
    e.page.wait_for_function("() => location.search === '?z=-20'")
    e.settle()
    assert "beyond the plots" in e.page.locator("#curve-beyond").inner_text()
    assert numbers(e, PLOTS[0])[1] == 20.0


def test_a_bad_link_applies_its_good_parts_and_names_the_others(explorer: Make) -> None:
    e = open_curves(explorer(), "p=0.1&losses=hinge,focal:gamma=3&truth=2&colour=red")
    said = e.page.get_by_role("status").first.inner_text()
    assert "truth" in said
    assert "colour" in said
    z = float(logit(0.1))
    expected = [float(get(name).value(z, 1.0)) for name in ("hinge", "focal:gamma=3")]
    assert numbers(e, PLOTS[0]) == pytest.approx(expected, abs=1e-3)


def test_the_family_joins_the_plots_and_shows_its_surface(explorer: Make) -> None:
    e = open_curves(explorer())
    e.page.get_by_role("slider", name="Generalised cross-entropy, q").focus()
    e.page.keyboard.press("ArrowLeft")
    e.linked("generalized-cross-entropy:q=0.69")
    e.settle()
    family = get("generalized-cross-entropy:q=0.69")
    assert numbers(e, PLOTS[0])[2] == pytest.approx(float(family.value(logit(0.35), 1.0)), abs=1e-4)
    e.page.get_by_role("button", name="Show its surface").click()
    e.page.wait_for_function(
        "() => document.querySelector('#curve-surface .js-plotly-plot')"
        "?._fullLayout?.scene?._scene?.glplot"
    )
    e.settle()
    assert e.plot("curve-surface", "plot._fullData[0].z.length") == 61
    assert "Not convex" in e.page.locator("#curve-surface-said").inner_text()
    e.page.get_by_role("button", name="Hide its surface").click()
    e.settle()
    assert not e.page.locator("#curve-surface").is_visible()


def test_other_losses_and_another_label_are_drawn(explorer: Make) -> None:
    e = open_curves(explorer())
    e.page.get_by_role("textbox", name="Losses").click()
    e.page.get_by_role("option", name="Hinge loss").click()
    e.page.keyboard.press("Escape")
    e.linked("hinge")
    e.page.get_by_role("slider", name="Label y").focus()
    e.page.keyboard.press("Home")
    e.linked("label=0")
    e.settle()
    z = float(logit(0.35))
    expected = [float(loss.gradient(z, 0.0)) for loss in (*PAIR, get("hinge"))]
    assert numbers(e, "curve-slope-z") == pytest.approx(expected, rel=5.1e-4)
    assert e.page.locator("h1").inner_text() == "The model gave 0.65 to the right class."
    assert len(marks(e, "curve-value-p")) == 3


def test_another_truth_moves_the_least_of_the_proper_losses(explorer: Make) -> None:
    e = open_curves(explorer())
    e.page.get_by_role("slider", name="True frequency").focus()
    for _ in range(2):
        e.page.keyboard.press("ArrowLeft")
    e.page.wait_for_function("() => location.search === '?truth=0.68'")
    e.settle()
    rows = e.page.locator("#curve-reports").inner_text()
    assert rows.count("0.6800") == 2
    assert e.plot("curve-expected", "plot._fullData.slice(3).map(t => t.x[0])") == pytest.approx(
        [0.68, 0.68, 1.0]
    )


def test_every_screen_fits_and_is_accessible_and_the_theme_is_remembered(explorer: Make) -> None:
    ground = "plot._fullLayout.paper_bgcolor"
    e = open_curves(explorer())
    assert e.plot("curve-value-p", ground) == "#ffffff"
    for screen in SCREENS:
        e.fits(*screen)
    e.page.get_by_role("button", name="Light or dark").click()
    e.settle()
    e.page.reload()
    e.settle()
    assert e.plot("curve-value-p", ground) == "#14181c"
    e.fits(*SCREENS[0])
