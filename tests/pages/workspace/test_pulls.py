"""The panel of pulls without a browser: which rows it shows, and what of them."""

from typing import Any

import numpy as np
import pytest

from landscapes import pulls
from pages.workspace.pulls import pulls_panel
from scene import Scene
from tests.pages.reading import cells, text_of


def shares(table: Any, column: int) -> list[float]:
    """How full the bars of a column are, in percent."""
    bars = [row.children[column].children.children[0] for row in table.children[1].children]
    return [float(bar.style["width"].rstrip("%")) for bar in bars]


def test_the_confidently_wrong_row_stands_first_and_is_told_apart() -> None:
    """Far on the wrong side it pulls hard under cross-entropy, hardly under squared error."""
    scene = Scene(data="outlier")
    _, table = pulls_panel(scene, scene.problem, scene.slice.at(2.0, 0.0), "at the start")
    x, _, p, _, square, cross = cells(table)[0]
    assert x == "12"
    assert float(p) > 0.99
    assert float(square) < 0.01 * float(cross)


@pytest.mark.parametrize("scene", [Scene(data="breast-cancer"), Scene(data="overlap")])
def test_the_rows_are_those_that_pull_hardest_with_the_librarys_numbers(scene: Scene) -> None:
    theta = scene.slice.at(0.5, -1.0)
    note, table = pulls_panel(scene, scene.problem, theta, "at the cursor")
    sizes = np.zeros((2, len(scene.problem.dataset)))
    for side, key in enumerate((scene.left, scene.right)):
        found = pulls(scene.problem, key, theta)
        sizes[side, found.row] = found.size
    hardest = np.sort(sizes.max(axis=0))[::-1][:30]
    shown = np.array([[float(text) for text in row[4:]] for row in cells(table)])
    np.testing.assert_allclose(shown.max(axis=1), hardest, rtol=1e-3)
    assert f"{min(30, sizes.shape[1])} rows that pull hardest at the cursor" in text_of(note)
    # Both losses on one scale: the longest bar of all is full.
    full = np.array([shares(table, 4), shares(table, 5)]).T
    np.testing.assert_allclose(full, 100.0 * shown / sizes.max(), atol=0.1)
