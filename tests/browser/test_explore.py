"""Explore as a person uses it."""

import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image

from landscapes import Plane, Problem, Restriction, descend, load
from tests.browser.conftest import SCREENS, Explorer

Make = Callable[..., Explorer]
PLOTS = ("surface-left", "surface-right", "field-left", "field-right")
MEAN_RADIUS = ["mean radius"]


def test_first_sight_is_the_answer_on_data_and_a_real_data_set_redraws_it(explorer: Make) -> None:
    """Two surfaces, two fields, both descents, axis titles, verdicts; no click needed."""
    e = explorer().open()
    for name in PLOTS:
        assert e.plot(name, "plot._fullData[0].z.length") == 81
    for side in ("left", "right"):
        axes = e.plot(
            f"surface-{side}", "['xaxis','yaxis','zaxis'].map(a => plot.layout.scene[a].title.text)"
        )
        assert axes == ["weight w1", "bias b", "loss"]
        assert e.plot(f"field-{side}", "plot._fullLayout.xaxis.title.text") == "weight w1 of x"
        assert e.plot(f"field-{side}", "plot._fullData.some(t => t.type === 'quiver')") is True
        assert e.page.locator(f"#field-{side} svg.paths polyline.path").count() == 1
        assert e.page.locator(f"#surface-{side} svg.paths polyline.path").count() == 1
        assert "convex" in e.page.locator(f"#verdict-{side}").inner_text()
    assert e.page.locator("#title-left").inner_text() == "Squared error"
    assert e.page.locator("#title-right").inner_text() == "Cross-entropy"
    assert "n = 60" in e.page.locator("#caption-left").inner_text()
    before = [e.plot(name, "plot._fullData[0].z[40][40]") for name in PLOTS]
    e.page.get_by_role("textbox", name="Data set").click()
    e.page.get_by_role("option", name="Breast cancer").click()
    e.settle()
    after = [e.plot(name, "plot._fullData[0].z[40][40]") for name in PLOTS]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert e.plot("field-right", "plot._fullLayout.xaxis.title.text") == "weight w1 of mean radius"
    assert "n = 569" in e.page.locator("#caption-right").inner_text()
    e.linked("data=breast-cancer")


def test_a_slider_redraws_live_and_keeps_camera_and_zoom(explorer: Make) -> None:
    """Turning one surface turns the other; a control's move then leaves the view where it is."""
    e = explorer().open()
    eye = "plot._fullLayout.scene._scene.getCamera().eye.x"
    box = e.page.locator("#surface-left").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    first = e.plot("surface-left", eye)
    e.page.mouse.move(x, y)
    e.page.mouse.down()
    for i in range(4):
        e.page.mouse.move(x + 12 * i, y)
    e.page.wait_for_function(
        "() => { const eye = (id) => document.querySelector(`#${id} .js-plotly-plot`)"
        "._fullLayout.scene._scene.getCamera().eye.x;"
        " return Math.abs(eye('surface-left') - eye('surface-right')) < 0.05; }"
    )
    e.page.mouse.up()
    e.settle()
    turned = e.plot("surface-left", eye)
    assert turned != first
    assert e.plot("surface-right", eye) == pytest.approx(turned, abs=1e-6)
    # An orbit is no click: no start was set by it.
    assert "start=" not in e.page.url
    e.plot("field-left", "void Plotly.relayout(plot, {'xaxis.range': [-2, 3]})")
    e.settle()
    before = e.plot("surface-left", "plot._fullData[0].z[10][10]")
    e.page.get_by_role("slider", name="Noise").focus()
    e.page.keyboard.press("ArrowRight")
    e.settle()
    assert e.plot("surface-left", "plot._fullData[0].z[10][10]") != before
    assert e.plot("surface-left", eye) == pytest.approx(turned, abs=1e-6)
    for side in ("left", "right"):
        assert e.plot(f"field-{side}", "plot._fullLayout.xaxis.range") == [-2, 3]
    e.linked("noise=1.25")


def test_the_cursor_shows_exact_numbers_and_moves_by_keys_too(explorer: Make) -> None:
    e = explorer().open()
    x, y = e.point("field-left", -3.0, 2.0)
    e.page.mouse.move(x, y)
    e.page.wait_for_function("() => document.querySelector('#cursor-right').textContent !== ''")
    e.settle()
    assert e.page.locator(".cursor-cross:visible").count() == 2
    problem = Problem(load("overlap"))
    plane = Plane.axes(problem, "w1", "b")
    for side, key in (("left", "squared-error"), ("right", "cross-entropy")):
        text = e.page.locator(f"#cursor-{side}").inner_text()
        a, b, loss, da, db = (float(t) for t in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)[1:])
        # The text has four digits of the point: the loss there differs by as much.
        exact = Restriction(problem, key, plane).evaluate([a], [b])
        assert loss == pytest.approx(exact.value[0], rel=2e-3)
        assert [da, db] == pytest.approx(exact.gradient[:, 0].tolist(), rel=5e-3, abs=1e-4)
    e.page.locator("#title-left").hover()
    e.page.locator("#field-left .js-plotly-plot").focus()
    for _ in range(3):
        e.page.keyboard.press("Shift+ArrowLeft")
    e.page.keyboard.press("Enter")
    e.linked("start=")
    start = parse_qs(urlsplit(e.page.url).query)["start"][0].split(",")
    # From the middle of the window, 1, three large steps of 5/60 of 18 to the left.
    assert [float(t) for t in start] == pytest.approx([1.0 - 4.5, 0.0], abs=1e-6)


def test_a_drag_or_a_tap_starts_both_descents_and_keys_walk_them(explorer: Make) -> None:
    e = explorer().open()
    x, y = e.page.evaluate("window.paths.current.start")
    e.page.mouse.move(*e.point("field-left", x, y))
    e.page.mouse.down()
    e.page.mouse.move(*e.point("field-left", -3.0, 3.0), steps=3)
    e.page.wait_for_function("() => Math.abs(window.paths.current.start[0] + 3) < 0.2")
    e.page.mouse.up()
    e.linked("start=")
    e.settle()
    # The view stays: a drag of the start is no zoom.
    assert e.plot("field-left", "plot._fullLayout.xaxis.range") == [-8, 10]
    for side in ("left", "right"):
        first = e.page.evaluate(
            f"[window.paths.current.sides.{side}.a[0], window.paths.current.sides.{side}.b[0]]"
        )
        assert first == pytest.approx([-3.0, 3.0], abs=0.15)
    e.page.mouse.click(*e.point("field-right", -4.0, -3.0))
    first = "Number(new URLSearchParams(location.search).get('start').split(',')[0])"
    e.page.wait_for_function(f"() => Math.abs({first} + 4) < 0.1")
    e.settle()
    start = [float(t) for t in parse_qs(urlsplit(e.page.url).query)["start"][0].split(",")]
    assert start == pytest.approx([-4.0, -3.0], abs=0.1)
    e.page.locator("#title-left").click()
    e.page.keyboard.press("Home")
    e.settle()
    assert e.page.locator("#step-text").inner_text() == "step 0 of 200"
    for _ in range(3):
        e.page.keyboard.press("ArrowRight")
    e.settle()
    assert e.page.locator("#step-text").inner_text() == "step 3 of 200"
    problem = Problem(load("overlap"))
    rows = e.page.locator("#step-table tbody, #step-table table").first.inner_text()
    for key in ("squared-error", "cross-entropy"):
        path = descend(problem, key, start, rate=1.0, steps=200)
        assert f"{float(np.float32(path.value[3])):.4g}".rstrip("0") in rows
    e.page.keyboard.press(" ")
    e.page.wait_for_function(
        "() => Number(document.querySelector('#step-text').textContent.split(' ')[1]) > 8"
    )
    e.page.keyboard.press(" ")
    e.page.wait_for_timeout(300)
    stopped = e.page.locator("#step-text").inner_text()
    e.page.wait_for_timeout(400)
    assert e.page.locator("#step-text").inner_text() == stopped


def test_a_bad_link_applies_its_good_parts_and_names_the_others(explorer: Make) -> None:
    e = explorer().open("data=iris&resolution=17&colour=red&height=log&n=12")
    said = e.page.get_by_role("status").first.inner_text()
    assert "resolution" in said
    assert "colour" in said
    assert "n: data set 'iris' has no option 'n'" in said
    assert e.page.get_by_role("textbox", name="Data set").input_value() == "Iris (150)"
    assert e.plot("surface-left", "plot.layout.scene.zaxis.title.text") == "loss (log)"


def test_a_wrong_window_is_told_and_the_screen_stays(explorer: Make) -> None:
    e = explorer().open()
    e.page.get_by_text("Plane and scales").click()
    e.page.get_by_label("from end, across").fill("5")
    e.page.get_by_label("to end, across").fill("2")
    e.settle()
    e.page.wait_for_function("() => document.querySelector('#messages').textContent !== ''")
    assert "window_a" in e.page.locator("#messages").inner_text()
    assert e.plot("field-left", "plot.layout.xaxis.range") == [-8, 10]
    e.page.get_by_role("button", name="Fit", exact=True).click()
    e.settle()
    assert e.page.locator("#messages").inner_text() == ""
    assert e.plot("field-left", "plot._fullData[0].x[0]") == -2.5


def test_the_camera_button_saves_a_slide(explorer: Make) -> None:
    """1920x1080, named after what it shows, with the descent's colour in it."""
    e = explorer().open()
    for plot, name, colour in (
        ("surface-left", "overlap-squared-error-surface.png", (0xC8, 0x50, 0x0A)),
        ("field-right", "overlap-cross-entropy-field.png", (0x00, 0x67, 0xA8)),
    ):
        e.page.locator(f"#{plot}").hover()
        with e.page.expect_download() as download:
            e.page.locator(f"#{plot} .modebar-btn[data-title^=Download]").click()
        assert download.value.suggested_filename == name
        picture = Image.open(io.BytesIO(download.value.path().read_bytes())).convert("RGB")
        assert picture.size == (1920, 1080)
        away = np.abs(np.asarray(picture, dtype=int) - colour).max(axis=-1)
        assert (away < 12).sum() > 500


def test_every_screen_fits_and_is_accessible_in_the_systems_colours(explorer: Make) -> None:
    ground = "plot._fullLayout.paper_bgcolor"
    e = explorer(scheme="dark").open()
    assert e.plot("field-left", ground) == "#14181c"
    for screen in SCREENS:
        e.fits(*screen)
    e.page.get_by_role("button", name="Light or dark").click()
    e.settle()
    assert e.plot("field-left", ground) == "#ffffff"
    e.fits(*SCREENS[0])
