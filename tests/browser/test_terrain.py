"""What Explore says of the ground, and the situations it offers."""

from collections.abc import Callable

import numpy as np

from landscapes import basins, survey, sweep, verdict
from pages.workspace.presets import PRESETS
from scene import Scene
from tests.browser.conftest import Explorer

Make = Callable[..., Explorer]


def test_presets_open_from_the_menu_and_show_their_notes(explorer: Make) -> None:
    """Some of them: that each is a link which opens is tested without a browser."""
    e = explorer().open("view=field")
    for preset in PRESETS[1::5]:
        e.page.get_by_text("Presets", exact=True).click()
        e.page.get_by_role("link", name=preset.title).click()
        e.settle()
        e.page.wait_for_function(
            "note => document.querySelector('.scene-note').textContent === note",
            arg=preset.scene.note,
        )
        e.page.wait_for_function(
            "() => document.querySelectorAll('.plot svg.paths polyline.path').length >= 3"
        )
        data = preset.scene.problem.dataset
        assert f"n = {len(data)}" in e.page.locator("#caption-left").inner_text()


def test_verdicts_are_those_of_the_survey_and_a_basin_map_counts_its_starts(explorer: Make) -> None:
    scene = Scene(data="two-minima", ground="basins", steps=1000)
    e = explorer().open(scene.query())
    e.page.wait_for_function(
        "() => document.querySelector('#ground-note').textContent.includes('never came')",
        timeout=60_000,
    )
    e.settle()
    for side, key, minima in (
        ("left", scene.left, "2 minima"),
        ("right", scene.right, "1 minimum"),
    ):
        grid = scene.window.grid(scene.resolution)
        expected = verdict(survey(sweep(scene.problem, key, scene.slice, *grid)))
        assert e.page.locator(f"#verdict-{side}").inner_text() == expected
        assert expected.startswith(minima)
    starts = (np.linspace(*scene.window.a, 25), np.linspace(*scene.window.b, 25))
    found = basins(scene.problem, scene.left, scene.slice, *starts, rate=scene.pace, steps=1000)
    text = e.page.locator("#ground-note").inner_text()
    assert f"Of 625 starts, {found.never} " in text
    assert e.plot("field-left", "plot._fullData[0].type") == "heatmap"
