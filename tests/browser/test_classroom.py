"""The room: lessons, Present, pages with few controls, figures in a frame."""

import json
from collections.abc import Callable
from pathlib import Path

from pages.lessons.shipped import shipped
from tests.browser.conftest import SMALL, Explorer

Make = Callable[..., Explorer]

FONTS = "[plot.layout.font.size, plot.layout.scene.xaxis.tickfont.size]"


def count(e: Explorer) -> str:
    return e.page.locator(".lesson-count").inner_text()


def test_the_whole_story_plays_from_the_keyboard_alone(explorer: Make) -> None:
    """Page Down, as a clicker sends it, shows a waiting column first and then goes on."""
    lesson = shipped()["the-whole-story"]
    e = explorer(1000, 620)
    e.page.goto(f"{e.address}/#lesson=the-whole-story")
    e.page.wait_for_function("() => location.search === '?step=0'")
    e.settle()  # until then the page before it stands, of which the first step knows nothing
    for place, step in enumerate(lesson.steps, start=1):
        # The next key need not wait until all is drawn, only until the step's own page is there.
        e.page.wait_for_function(
            "() => document.querySelector('#title-right:not([data-before])')?.textContent"
        )
        e.page.evaluate("document.querySelector('#title-right').dataset.before = ''")
        assert count(e) == f"{place} of {len(lesson.steps)}"
        assert e.page.locator(".lesson-sentence").inner_text() == step.sentence
        assert e.page.url.startswith(f"{e.address}{step.link.partition('?')[0]}")
        right = e.page.locator("#title-right")
        if step.predict:
            assert not right.is_visible()
            assert not e.page.locator("#fit").is_visible()
            assert e.page.locator("#title-left").is_visible()
            e.page.keyboard.press("PageDown" if place % 2 else "Enter")
            assert count(e) == f"{place} of {len(lesson.steps)}"
        assert right.is_visible()
        assert right.inner_text() == "Cross-entropy"
        e.page.keyboard.press("PageDown")
    assert count(e) == f"{len(lesson.steps)} of {len(lesson.steps)}"
    e.settle()
    e.page.keyboard.press("PageUp")
    e.settle()
    assert count(e).startswith(f"{len(lesson.steps) - 1} of")
    e.page.go_back()
    e.settle()
    assert count(e).startswith(f"{len(lesson.steps)} of")


def test_in_present_nothing_is_smaller_than_20_pixels(explorer: Make) -> None:
    """Not the page's text, nor the figures', nor after a redraw; and all of it comes back."""
    e = explorer(1920, 1080).open("height=log")
    before = e.plot("surface-left", FONTS)
    e.page.keyboard.press("p")
    e.settle()
    assert e.page.evaluate(SMALL) == []
    assert not e.page.locator(".controls").is_visible()
    assert not e.page.locator(".header").is_visible()
    e.page.keyboard.press("r")
    e.settle()
    assert e.page.locator("#progress").is_visible()
    assert e.page.evaluate(SMALL) == []
    e.page.keyboard.press("v")
    e.page.wait_for_function("() => document.querySelector('#columns.view-surface')")
    e.page.keyboard.press("?")
    assert e.page.get_by_role("dialog").is_visible()
    assert e.page.evaluate(SMALL) == []
    e.page.keyboard.press("Escape")
    assert e.page.locator("html[data-presenting]").count() == 1
    e.page.keyboard.press("PageDown")
    e.linked("note=")
    e.settle()
    assert "compare how far" in e.page.locator("#scene-note").inner_text()
    e.page.wait_for_timeout(300)
    assert e.page.evaluate(SMALL) == []
    e.page.keyboard.press("p")
    e.settle()
    e.page.wait_for_timeout(300)
    assert e.plot("surface-left", FONTS) == before
    assert e.page.locator(".controls").is_visible()


def test_keys_are_a_persons_own_while_they_type(explorer: Make) -> None:
    e = explorer().open(path="/curves")
    e.page.get_by_label("p", exact=True).focus()
    e.page.keyboard.type("pl?")
    assert e.page.locator("html[data-presenting], html[data-pointing], dialog[open]").count() == 0
    e.page.locator("h1").click()
    e.page.keyboard.press("l")
    e.page.mouse.move(300, 200)
    box = e.page.locator(".pointer-dot").bounding_box()
    assert box is not None
    assert abs(box["x"] + box["width"] / 2 - 300) < 2
    assert abs(box["y"] + box["height"] / 2 - 200) < 2
    e.page.keyboard.press("l")
    assert not e.page.locator(".pointer-dot").is_visible()


def test_a_link_with_three_controls_shows_three(explorer: Make) -> None:
    e = explorer().open("controls=noise,rate,height")
    assert e.page.locator(".controls .control:visible").count() == 3
    assert e.page.locator(".controls .heading:visible").count() == 3
    e.page.get_by_role("slider", name="Noise").focus()
    e.page.keyboard.press("ArrowRight")
    e.linked("noise=1.25")
    assert "controls=noise,rate,height" in e.page.url


def test_embedded_are_the_figures_alone(explorer: Make) -> None:
    """In a frame of another page, which they fill; titles are the only text besides."""
    e = explorer()
    e.page.goto(f"{e.address}/healthz")
    e.page.evaluate(
        "() => { document.body.innerHTML = '<iframe style=\"width:900px;height:600px;border:0\">';"
        " document.querySelector('iframe').src = '/?embed=1&data=blobs'; }"
    )
    frame = e.page.frame_locator("iframe")
    frame.locator("#field-right svg.paths polyline.path").wait_for()
    inner = e.page.frames[1]
    text = inner.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((one) => !one.closest(".js-plotly-plot, style, script, noscript"))
          .filter((one) => !one.childElementCount && one.textContent.trim())
          .filter((one) => one.checkVisibility())
          .map((one) => one.closest("h2")?.textContent ?? one.outerHTML)"""
    )
    assert set(text) <= {"Squared error", "Cross-entropy"}
    assert frame.locator("h2:visible").all_inner_texts() == ["Squared error", "Cross-entropy"]
    assert inner.evaluate("document.documentElement.scrollHeight") == 600
    for name in ("surface-left", "surface-right", "field-left", "field-right"):
        box = frame.locator(f"#{name}").bounding_box()
        assert box is not None
        assert box["height"] > 220


def test_a_lesson_is_built_saved_and_read_and_a_bad_file_loses_nothing(
    explorer: Make, tmp_path: Path
) -> None:
    e = explorer().open("data=blobs")
    e.page.get_by_text("Lesson", exact=True).click()
    e.page.get_by_role("button", name="Add this scene").click()
    e.page.get_by_label("Sentence of step 1").fill("Two clouds. What do you see?")
    e.page.get_by_label("Predict first").check()
    e.open("data=moons")
    e.page.get_by_text("Lesson", exact=True).click()
    e.page.get_by_role("button", name="Add this scene").click()
    e.page.get_by_label("Sentence of step 2").fill("Two moons.")
    e.page.get_by_label("Title of the lesson").fill("Clouds and moons")
    e.page.get_by_role("button", name="Move up, step 2").focus()
    e.page.keyboard.press("Enter")
    with e.page.expect_download() as saving:
        e.page.get_by_role("button", name="Export", exact=True).last.click()
    assert saving.value.suggested_filename == "clouds-and-moons.json"
    saved = tmp_path / "lesson.json"
    saving.value.save_as(saved)
    found = json.loads(saved.read_text(encoding="utf-8"))
    assert found == {
        "version": 1,
        "title": "Clouds and moons",
        "steps": [
            {"link": "/?data=moons", "sentence": "Two moons.", "predict": False},
            {
                "link": "/?data=blobs",
                "sentence": "Two clouds. What do you see?",
                "predict": True,
            },
        ],
    }
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(found | {"steps": [{"link": "https://x.example", "sentence": ""}]}))
    e.page.get_by_label("Lesson file").set_input_files(bad)
    e.page.wait_for_function("() => document.querySelector('.lesson-said').textContent !== ''")
    said = e.page.locator(".lesson-said")
    said.get_by_text("bad.json was not used").wait_for()
    assert "step 1, link" in said.inner_text()
    assert "step 1, sentence" in said.inner_text()
    assert e.page.locator(".lesson-step").count() == 2
    e.page.get_by_role("button", name="Remove, step 1").click()
    assert e.page.locator(".lesson-step").count() == 1
    e.page.get_by_label("Lesson file").set_input_files(saved)
    said.get_by_text("2 steps").wait_for()
    e.page.get_by_role("button", name="Play from here, step 2").click()
    e.settle()
    assert count(e) == "2 of 2"
    e.linked("data=blobs")
    assert not e.page.locator("#title-right").is_visible()
    e.page.get_by_role("button", name="Show what happens").click()
    assert e.page.locator("#title-right").is_visible()


def test_a_lesson_that_is_not_there_is_told(explorer: Make) -> None:
    e = explorer()
    e.page.goto(f"{e.address}/#lesson=no-such-lesson")
    e.settle()
    e.page.locator(".lesson-sentence").get_by_text("the-whole-story").wait_for()
    assert e.page.locator("#title-right").is_visible()
    e.page.locator("#lesson").get_by_role("button", name="Close").click()
    assert not e.page.locator("#lesson").is_visible()
