"""A scene is a link: what a person sets is in the address, and opens elsewhere as it was."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Explorer

Make = Callable[..., Explorer]
EYE = "Object.values(plot._fullLayout.scene._scene.getCamera().eye)"
GRID = "Array.from(plot._fullData[0].z[7])"


def choose(e: Explorer, name: str, option: str) -> None:
    e.page.get_by_role("textbox", name=name, exact=True).click()
    e.page.get_by_role("option", name=option, exact=True).click()
    e.settle()


def press(e: Explorer, group: str, label: str) -> None:
    e.page.get_by_role("group", name=group).get_by_text(label, exact=True).click()
    e.settle()


def test_ten_changes_and_a_turned_camera_open_the_same_elsewhere(explorer: Make) -> None:
    e = explorer().open("resolution=41")
    choose(e, "Data set", "Two half moons")
    choose(e, "Left", "Focal loss (γ = 5)")
    choose(e, "Colour shows", "Slope")
    choose(e, "Rule", "Momentum")
    press(e, "Standardise features", "Scaled")
    press(e, "Height", "Log")
    press(e, "Steps", "50")
    e.page.get_by_text("Plane and scales").click()
    press(e, "Penalty on weights", "0.1")
    choose(e, "Up", "bias b")
    press(e, "Grid points a side", "81")
    e.plot(
        "surface-left",
        "void Plotly.relayout(plot, {'scene.camera.eye': {x: 0.9, y: -1.6, z: 1.1}})",
    )
    e.settle()
    e.page.locator("#title-left").click()
    for _ in range(3):
        e.page.keyboard.press("ArrowLeft")
    e.linked("step=47")
    e.linked("camera=")
    url = e.page.url
    assert "left=focal:gamma=5" in url
    other = explorer().open(url.partition("?")[2])
    assert other.page.evaluate("window.store.getState() && document.title") == "Loss landscapes"
    assert other.page.locator("#step-text").inner_text() == "step 47 of 50"
    for side in ("left", "right"):
        for kind in ("surface", "field"):
            assert other.plot(f"{kind}-{side}", GRID) == e.plot(f"{kind}-{side}", GRID)
        assert other.plot(f"surface-{side}", EYE) == pytest.approx([0.9, -1.6, 1.1], abs=1e-3)
        title = e.page.locator(f"#title-{side}").inner_text()
        assert other.page.locator(f"#title-{side}").inner_text() == title
    other.page.wait_for_timeout(400)
    assert other.page.url == url


def test_back_and_forward_walk_through_what_was_tried(explorer: Make) -> None:
    e = explorer().open("view=field")
    choose(e, "Data set", "Two half moons")
    e.page.wait_for_function("() => location.search === '?data=moons&view=field'")
    e.page.wait_for_timeout(1600)  # what comes after a quiet while is another thing tried
    choose(e, "Data set", "Two clouds")
    e.page.wait_for_function("() => location.search === '?data=blobs&view=field'")
    e.page.go_back()
    e.settle()
    assert e.page.get_by_role("textbox", name="Data set").input_value() == "Two half moons"
    assert "half moons" in e.page.locator("#caption-left").inner_text()
    e.page.go_back()
    e.settle()
    assert "overlapping" in e.page.locator("#caption-left").inner_text()
    e.page.go_forward()
    e.settle()
    assert "half moons" in e.page.locator("#caption-left").inner_text()
