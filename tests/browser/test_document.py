"""The interactive page: it works with no network, and has the data."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext

from export import FORMATS, Picture, study
from scene import Scene

VALUES = """() => {
  const plot = document.querySelector(".js-plotly-plot");
  const kinds = plot.data.map((trace) => trace.type);
  const field = plot.calcdata[kinds.indexOf("contour")][0].z;
  const scenes = ["scene", "scene2"].map((name) => !!plot._fullLayout[name]._scene.glplot);
  return { kinds, scenes, field: Array.from(field, (row) => Array.from(row)),
    said: [...document.querySelectorAll(".annotation-text")].map((text) => text.textContent),
    title_size: parseFloat(getComputedStyle(document.querySelector(".annotation-text")).fontSize),
    width: plot.getBoundingClientRect().width, title: document.title };
}"""


def test_the_page_opens_without_a_network_and_holds_the_data(
    browser: BrowserContext, tmp_path: Path
) -> None:
    picture = Picture(Scene(resolution=41), title="One <b>title</b>", link="http://host/?x=1")
    file = tmp_path / "picture.html"
    file.write_bytes(FORMATS["html"].make(picture, None))
    asked, said = [], []
    page = browser.new_page()
    page.set_viewport_size({"width": 1100, "height": 700})
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route(re.compile("^(?!file:|data:|blob:)"), lambda route: route.abort())
    page.goto(file.as_uri())
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')?._fullLayout?.scene2?._scene?.glplot"
    )
    shown = page.evaluate(VALUES)
    page.close()
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert (outside, said) == ([], [])
    left = study(picture.scene).landscapes[0]
    np.testing.assert_array_equal(shown["field"], left.value)
    assert shown["scenes"] == [True, True]
    assert set(shown["kinds"]) == {"surface", "scatter3d", "contour", "quiver", "scatter"}
    assert {"One <b>title</b>", "http://host/?x=1"} <= set(shown["said"])
    assert shown["title"] == "One <b>title</b>"
    assert shown["width"] == 1100
    # Type as large as on a slide that fills the window.
    assert shown["title_size"] == pytest.approx(21.0 * 1100 / 960, rel=1e-3)
