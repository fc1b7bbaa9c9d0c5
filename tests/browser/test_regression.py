"""Softmax regression: the workspace of Explore with several classes, and other losses in it."""

from collections.abc import Callable

from tests.browser.conftest import Explorer

Make = Callable[..., Explorer]
PATH = "/softmax/regression"


def test_iris_opens_on_the_plane_of_its_descents(explorer: Make) -> None:
    e = explorer().open(path=PATH)
    assert e.page.locator("#caption-left").inner_text().startswith("Squared error of iris, n = 150")
    note = e.page.locator("#ground-note").inner_text()
    assert "15 parameters" in note
    assert "%" in note
    for side in ("left", "right"):
        assert e.page.locator(f"#field-{side} svg.paths polyline.path").count() == 1
        assert "convex" in e.page.locator(f"#verdict-{side}").inner_text()
    # Each of the 150 rows stands in the simplex.
    rows = "plot._fullData.filter(t => t.mode === 'markers').reduce((n, t) => n + t.x.length, 0)"
    assert e.plot("fit", rows) == 150


def test_three_classes_are_parted_and_the_borders_follow_the_playback(explorer: Make) -> None:
    e = explorer().open("data=three-blobs&directions=parameters", path=PATH)
    e.page.mouse.move(*e.point("field-left", *e.page.evaluate("window.paths.current.start")))
    e.page.wait_for_function("() => document.querySelector('#cursor-left').textContent !== ''")
    e.settle()
    assert e.plot("fit", "plot._fullData.some(t => t.type === 'heatmap')") is True
    assert "at the cursor" in e.page.locator("#fit-note").inner_text()
    borders = e.page.locator("#fit svg.paths polyline.path")
    last = [line.get_attribute("points") for line in borders.all()]
    assert last
    e.page.locator("#title-left").click()
    e.page.keyboard.press("Home")
    # The overlay is drawn with the next frame.
    e.page.wait_for_function(
        "last => document.querySelector('#fit svg.paths polyline.path')"
        "?.getAttribute('points') !== last",
        arg=last[0],
    )


def test_another_plane_leaves_the_window_of_the_one_before(explorer: Make) -> None:
    e = explorer().open(
        "directions=parameters&window_a=-1,1&window_b=-1,1&start=0.5,0.5", path=PATH
    )
    assert e.plot("field-left", "plot._fullLayout.xaxis.range") == [-1, 1]
    e.page.get_by_text("Plane and scales").click()
    e.page.get_by_role("textbox", name="Plane through").click()
    e.page.get_by_role("option", name="Two random directions").click()
    e.settle()
    e.linked("directions=random")
    assert "window" not in e.page.url
    assert "start" not in e.page.url
    assert "random orthonormal directions" in e.page.locator("#ground-note").inner_text()
    assert e.page.get_by_label("Draw of directions").is_visible()
