"""Export as a person uses it: a preview, a file that is what it says, and what cannot be told."""

import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import numpy as np
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from pptx import Presentation

from tests.browser.conftest import Explorer

Make = Callable[..., Explorer]
SVG = "{http://www.w3.org/2000/svg}"
ORANGE, BLUE, INK = (0xC8, 0x50, 0x0A), (0x00, 0x67, 0xA8), (0x1D, 0x23, 0x29)
QUERY = "data=moons&resolution=41&steps=50"


def open_export(e: Explorer) -> None:
    e.page.keyboard.press("e")
    previewed(e)


def previewed(e: Explorer) -> None:
    """Wait for the preview of what is chosen now."""
    e.page.wait_for_timeout(400)
    e.page.wait_for_function(
        "() => document.querySelector('#export-preview')?.src.startsWith('blob:')"
        " && document.querySelector('#export-message').textContent === ''",
        timeout=60_000,
    )


def choose(e: Explorer, name: str, option: str) -> None:
    e.page.get_by_role("dialog").get_by_label(name, exact=True).first.click()
    e.page.get_by_role("option", name=option, exact=True).click()


def save(e: Explorer) -> tuple[str, bytes]:
    """Press Save; return the file's name and content."""
    with e.page.expect_download(timeout=90_000) as download:
        e.page.get_by_role("button", name="Save", exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def near(pixels: np.ndarray, colour: tuple[int, int, int]) -> int:
    """How many pixels are of a colour, but for smoothing."""
    return int((np.abs(pixels.astype(int) - colour).max(axis=-1) < 12).sum())


def test_a_picture_of_both_columns_has_its_size_title_paths_and_surfaces(explorer: Make) -> None:
    e = explorer().open(QUERY)
    open_export(e)
    rules = {"runOnly": ["wcag2a", "wcag2aa"]}
    found = Axe().run(e.page, context="[role=dialog]", options=rules).response["violations"]
    assert found == []
    name, content = save(e)
    assert name == "moons-squared-error-cross-entropy-1920x1080.png"
    image = Image.open(io.BytesIO(content))
    assert image.size == (1920, 1080)
    pixels = np.asarray(image.convert("RGB"))
    top, left, right = pixels[:90], pixels[140:, :960], pixels[140:, 960:]
    assert near(top, INK) > 500
    # Each path, on its surface and on its field, in its column alone.
    for half, own, other in ((left, ORANGE, BLUE), (right, BLUE, ORANGE)):
        surface, field = half[:400], half[440:690]
        assert near(surface, own) > 300
        assert near(field, own) > 300
        assert near(half, other) == 0
        # The terrain is there: greys of many heights, on a white ground.
        for plot in (surface, field):
            greys = plot[(np.ptp(plot, axis=-1) < 16) & (plot[..., 0] > 60) & (plot[..., 0] < 240)]
            assert len(greys) > 0.12 * plot.shape[0] * plot.shape[1]
            assert len(np.unique(greys[:, 0])) > 40
    assert near(pixels, (255, 255, 255)) > 0.3 * pixels[..., 0].size


def test_an_svg_has_fields_of_paths_and_marks_its_surfaces(explorer: Make) -> None:
    e = explorer().open(f"{QUERY}&view=field")
    open_export(e)
    choose(e, "Format", "Vector picture (SVG)")
    previewed(e)
    name, content = save(e)
    assert name.endswith(".svg")
    root = ElementTree.fromstring(content)
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    assert root.findtext(f"{SVG}title") == "Two half moons: squared error and cross-entropy"
    assert list(root.iter(f"{SVG}image")) == []
    contours = [
        g
        for g in root.iter(f"{SVG}g")
        if g.get("class") == "contourlevel" or "contour" in (g.get("class") or "")
    ]
    assert sum(1 for g in contours for _ in g.iter(f"{SVG}path")) > 20
    choose(e, "What", "Right surface")
    previewed(e)
    _, content = save(e)
    images = list(ElementTree.fromstring(content).iter(f"{SVG}image"))
    assert [image.get("aria-label", "")[:14] for image in images] == ["Embedded image"]


def test_a_slide_is_put_together_by_the_server_from_what_is_drawn_here(explorer: Make) -> None:
    e = explorer().open(f"{QUERY}&view=field")
    e.page.get_by_role("button", name="Export").click()
    previewed(e)
    e.page.get_by_label("Title", exact=True).first.fill("Why the log?")
    choose(e, "Background", "Dark")
    choose(e, "Format", "PowerPoint")
    previewed(e)
    assert "put together by the server" in e.page.locator("#export-note").inner_text()
    name, content = save(e)
    assert name == "moons-squared-error-cross-entropy-1920x1080.pptx"
    (slide,) = Presentation(io.BytesIO(content)).slides
    assert slide.shapes.title is not None
    assert slide.shapes.title.text == "Why the log?"
    (blob,) = [shape.image.blob for shape in slide.shapes if hasattr(shape, "image")]
    pixels = np.asarray(Image.open(io.BytesIO(blob)).convert("RGB"))
    assert near(pixels[:, :960], (0xE0, 0x7B, 0x39)) > 300
    assert near(pixels[:, 960:], (0x5A, 0xB0, 0xE8)) > 300


def test_the_interactive_page_needs_no_network(explorer: Make, tmp_path: Path) -> None:
    e = explorer().open(f"{QUERY}&view=field")
    open_export(e)
    choose(e, "Format", "Interactive page (HTML)")
    previewed(e)
    assert "Made by the server" in e.page.locator("#export-note").inner_text()
    _, content = save(e)
    (tmp_path / "page.html").write_bytes(content)
    page = e.page.context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile("^(?!file:)"), lambda route: route.abort())
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("() => document.querySelector('.js-plotly-plot')?._fullData?.length > 5")
    shape = "document.querySelector('.js-plotly-plot')._fullData.find(t => t.type === 'contour').z"
    assert page.evaluate(f"[{shape}.length, {shape}[0].length]") == [41, 41]
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_a_size_out_of_bounds_is_told_and_not_saved(explorer: Make) -> None:
    e = explorer().open(f"{QUERY}&view=field")
    open_export(e)
    choose(e, "Size", "Free")
    e.page.get_by_role("textbox", name="Width").fill("200")
    e.page.get_by_text("From 320 to 7680 pixels").wait_for()
    assert e.page.get_by_role("button", name="Save", exact=True).is_disabled()
    e.page.get_by_role("textbox", name="Width").fill("800")
    e.page.get_by_role("textbox", name="Height").fill("600")
    previewed(e)
    _, content = save(e)
    assert Image.open(io.BytesIO(content)).size == (800, 600)
    e.page.get_by_role("button", name="Save", exact=True).focus()
    for key in "ve?":  # while it is open the page's own keys rest
        e.page.keyboard.press(key)
    e.page.keyboard.press("Escape")
    e.page.get_by_role("dialog").wait_for(state="hidden")
    assert "view=field" in e.page.url
    assert e.page.get_by_role("dialog").count() == 0
    e.settle()  # the page has heard that the dialog is closed
    e.page.keyboard.press("?")
    assert "Export a picture" in e.page.get_by_role("dialog").inner_text()


def test_a_page_without_a_scene_saves_its_plots_in_one_picture(explorer: Make) -> None:
    e = explorer().open(path="/curves")
    e.page.locator("#curve-p").fill("0.2e")  # a letter that is typed opens nothing
    assert e.page.get_by_role("dialog").count() == 0
    e.page.locator("#curve-p").fill("0.2")
    e.page.locator("#curve-p").press("Enter")
    e.page.locator("h1").click()
    e.settle()
    open_export(e)
    choose(e, "Format", "Vector picture (SVG)")
    previewed(e)
    _, content = save(e)
    texts = [text.text for text in ElementTree.fromstring(content).iter(f"{SVG}text")]
    assert "The model gave 0.2 to the right class." in texts
    assert {"Loss against p", "Slope", "Curvature", "Squared error", "logit z"} <= set(texts)
