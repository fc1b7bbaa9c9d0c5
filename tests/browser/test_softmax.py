"""Three logits as a person uses the page: the point, the triangle, the flat direction."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from landscapes.sweeps.logits import PLANE, embedded, read_logits
from losses import SOFTMAX
from losses.arrays import Array
from tests.browser.conftest import SCREENS, Explorer

Make = Callable[..., Explorer]
FIELDS = ("softmax-field-left", "softmax-field-right")
TRIANGLE = "softmax-simplex"
DEFAULT = [-3.0, 3.5, -0.5]


def marked(e: Explorer, name: str) -> Array:
    """Where the point stands on a picture, in its coordinates, from its pixels."""
    found = e.plot(
        name,
        "(() => { const mark = plot.querySelector('.simplex-point');"
        " const { xaxis, yaxis } = plot._fullLayout;"
        " return [xaxis.p2d(Number(mark.getAttribute('cx')) - xaxis._offset),"
        " yaxis.p2d(Number(mark.getAttribute('cy')) - yaxis._offset)]; })()",
    )
    return np.array(found)


def linked(e: Explorer) -> Array:
    """The logits that the link says, or the default's."""
    said = parse_qs(urlsplit(e.page.url).query).get("point")
    return np.array([float(t) for t in said[0].split(",")] if said else DEFAULT)


def holds(e: Explorer, logits: Array) -> None:
    """All three pictures show this point, to half a pixel or so."""
    for name in FIELDS:
        np.testing.assert_allclose(marked(e, name), embedded(logits), atol=0.04)
    p = SOFTMAX.probability(logits)
    np.testing.assert_allclose(marked(e, TRIANGLE), embedded(p), atol=0.004)


def kept(e: Explorer) -> Array:
    """Wait until the link says where the point is kept, and nothing else is shown."""
    e.page.wait_for_function(
        "() => { const said = new URLSearchParams(location.search).get('point');"
        " const z = window.simplexCursor.current();"
        " return said && said.split(',').every((t, k) => Math.abs(Number(t) - z[k]) < 1e-4); }"
    )
    e.settle()
    return linked(e)


def numbers(text: str) -> list[float]:
    found = re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text.replace("−", "-"))
    return [float(t) for t in found]


def opened(e: Explorer, query: str = "") -> Explorer:
    e.open(query, "/softmax")
    e.page.wait_for_function(
        "() => document.querySelectorAll('.simplex-point').length === 3"
        " && document.querySelectorAll('.simplex-arrow').length === 4"
    )
    return e


def turned_together(e: Explorer) -> None:
    """Turn one surface: the other turns with it."""
    box = e.page.locator("#softmax-surface-left").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    eye = "plot._fullLayout.scene._scene.getCamera().eye.x"
    first = e.plot("softmax-surface-left", eye)
    e.page.mouse.move(x, y)
    e.page.mouse.down()
    for i in range(4):
        e.page.mouse.move(x + 12 * i, y)
    e.page.mouse.up()
    e.settle()
    turned = e.plot("softmax-surface-left", eye)
    assert turned != first
    assert e.plot("softmax-surface-right", eye) == pytest.approx(turned, abs=1e-6)


def test_first_sight_is_confidently_wrong_in_every_picture(explorer: Make) -> None:
    e = opened(explorer())
    assert [
        e.page.locator(f"#softmax-title-{side}").inner_text() for side in ("left", "right")
    ] == [
        "Squared error",
        "Cross-entropy",
    ]
    holds(e, np.array(DEFAULT))
    for side, key in (("left", "squared-error"), ("right", "cross-entropy")):
        assert "convex" in e.page.locator(f"#softmax-verdict-{side}").inner_text()
        loss = numbers(e.page.locator(f"#softmax-cursor-{side}").inner_text())[0]
        assert loss == pytest.approx(read_logits(key, "1", DEFAULT).value, rel=1e-5)
    lengths = [read_logits(key, "1", DEFAULT).length for key in ("squared-error", "cross-entropy")]
    said = e.page.locator("#softmax-sentence").inner_text()
    assert said.startswith("Confidently wrong")
    assert f"{lengths[1] / lengths[0]:.3g} times" in said
    turned_together(e)


def test_a_drag_in_the_triangle_moves_the_point_on_the_plane(explorer: Make) -> None:
    e = opened(explorer())
    start = embedded(SOFTMAX.probability(np.array(DEFAULT)))
    goal = np.array([0.5, 0.2, 0.3])
    e.page.mouse.move(*e.point(TRIANGLE, *start))
    e.page.mouse.down()
    e.page.mouse.move(*e.point(TRIANGLE, 0.1, 0.1), steps=2)
    e.page.mouse.move(*e.point(TRIANGLE, *embedded(goal)), steps=2)
    e.page.mouse.up()
    z = kept(e)
    assert z.sum() == pytest.approx(0.0, abs=1e-5)
    np.testing.assert_allclose(SOFTMAX.probability(z), goal, atol=0.006)
    holds(e, z)
    rows = e.page.locator("#softmax-numbers tr")
    assert numbers(rows.nth(3).inner_text()) == pytest.approx(SOFTMAX.probability(z), abs=6e-5)


def test_a_pointer_over_a_field_shows_a_point_and_a_press_keeps_it(explorer: Make) -> None:
    e = opened(explorer())
    e.page.mouse.move(*e.point(FIELDS[0], 2.0, 3.0))
    e.settle()
    there = PLANE.at(2.0, 3.0)
    holds(e, there)
    loss = numbers(e.page.locator("#softmax-cursor-right").inner_text())[0]
    assert loss == pytest.approx(read_logits("cross-entropy", "1", there).value, rel=0.02)
    e.page.locator("h1").hover()
    e.settle()
    holds(e, np.array(DEFAULT))
    assert urlsplit(e.page.url).query == ""
    e.page.mouse.click(*e.point(FIELDS[1], 2.0, 3.0))
    e.page.locator("h1").hover()
    z = kept(e)
    np.testing.assert_allclose(z, there, atol=0.05)
    holds(e, z)


def test_arrows_are_the_gradients_in_one_scale_and_p_minus_y_ends_on_the_label(
    explorer: Make,
) -> None:
    e = opened(explorer(), "point=0.5,0.3,-0.8&label=2")
    tips = e.plot(
        TRIANGLE,
        "(() => { const { xaxis, yaxis } = plot._fullLayout;"
        " return [...plot.querySelectorAll('.simplex-arrow .tip')].map((tip) => {"
        " const [x, y] = tip.getAttribute('d').slice(1).split('L')[0].split(',').map(Number);"
        " return [xaxis.p2d(x - xaxis._offset), yaxis.p2d(y - yaxis._offset)]; }); })()",
    )
    z = np.array([0.5, 0.3, -0.8])
    base = embedded(SOFTMAX.probability(z))
    assert isinstance(tips, list)
    # The longer one is drawn first.
    for tip, key in zip(np.array(tips), ("cross-entropy", "squared-error"), strict=True):
        step = -read_logits(key, "2", z).planar
        np.testing.assert_allclose(tip - base, step, atol=0.006)
    np.testing.assert_allclose(np.array(tips[0]), embedded([0.0, 1.0, 0.0]), atol=0.006)


def test_a_constant_on_all_logits_changes_nothing_and_is_told(explorer: Make) -> None:
    e = opened(explorer())
    before = marked(e, TRIANGLE)
    e.page.get_by_role("slider", name="Constant added to all logits").focus()
    for _ in range(4):
        e.page.keyboard.press("ArrowRight")
    e.linked("shift=2")
    e.settle()
    np.testing.assert_array_equal(marked(e, TRIANGLE), before)
    rows = [numbers(row)[-3:] for row in e.page.locator("#softmax-numbers tr").all_inner_texts()]
    assert rows[2] == pytest.approx([z + 2.0 for z in rows[1]])
    assert rows[3] == rows[4]
    flat = e.page.locator("#softmax-losses tr").last.inner_text()
    assert flat.startswith("curvature, flat direction")
    assert max(map(abs, numbers(flat)[-2:])) < 1e-15
    line = e.plot("softmax-flat", "plot._fullData.filter((t) => t.line?.dash === 'solid')[0].y")
    assert isinstance(line, dict | list)
    spread = e.plot(
        "softmax-flat",
        "(() => { const y = Array.from(plot._fullData.find((t) => t.name.endsWith('to all')).y);"
        " return Math.max(...y) - Math.min(...y); })()",
    )
    assert isinstance(spread, float | int)
    assert spread < 1e-13


def test_keys_buttons_and_label_move_what_is_shown(explorer: Make) -> None:
    e = opened(explorer())
    e.page.get_by_role("button", name="Undecided").click()
    e.linked("point=0,0,0")
    e.settle()
    e.page.locator(f"#{TRIANGLE} .js-plotly-plot").focus()
    e.page.keyboard.press("Shift+ArrowUp")
    z = kept(e)
    np.testing.assert_allclose(z, PLANE.at(0.0, 80.0 / 60.0), atol=1e-5)
    holds(e, z)
    e.page.get_by_text("1/3 each", exact=True).click()
    e.linked("label=uniform")
    e.settle()
    assert e.page.locator("#softmax-verdict-right").inner_text().startswith("1 minimum")
    assert e.page.get_by_role("button", name="Confidently right").is_disabled()


def test_a_bad_link_applies_its_good_parts_and_names_the_others(explorer: Make) -> None:
    e = opened(explorer(), "left=hinge&right=focal&label=4&point=1,2&shift=99&colour=red")
    said = e.page.get_by_role("status").first.inner_text()
    for part in ("left: unknown loss 'hinge'", "label: ", "point must be", "shift: ", "'colour'"):
        assert part in said
    assert e.page.locator("#softmax-title-right").inner_text() == "Focal loss (γ = 2)"
    holds(e, np.array(DEFAULT))


def test_every_screen_fits_and_is_accessible(explorer: Make) -> None:
    """And one scale holds both ways: an angle on the screen is an angle of the plane."""
    e = opened(explorer(scheme="dark"))
    assert e.plot(TRIANGLE, "plot._fullLayout.paper_bgcolor") == "#14181c"
    for screen in SCREENS:
        e.fits(*screen)
        for name in (*FIELDS, TRIANGLE):
            units = e.plot(
                name,
                "['', '2'].flatMap((n) => { const l = plot._fullLayout;"
                " const [x, y] = [l[`xaxis${n}`], l[`yaxis${n}`]];"
                " return x ? [x.d2p(1) - x.d2p(0), y.d2p(0) - y.d2p(1)] : []; })",
            )
            assert isinstance(units, list)
            assert units == pytest.approx([units[0]] * len(units), rel=1e-6)
