"""A study is what the page computes; a picture of it says what it is."""

import numpy as np
import pytest

from export import Picture, draw, study
from export.picture import caption_of, notes_of, title_of
from landscapes import verdict
from pages.workspace.ground import ground_of, paths_of, surveys_of
from scene import Scene

SCENES = [
    Scene(resolution=41),
    Scene(resolution=41, data="moons", left="hinge", fairness="best"),
    Scene(resolution=41, fairness="curvature", penalty=0.1),
    Scene(resolution=41, fairness="curvature", left="hinge"),
    Scene(resolution=41, output="softmax", data="iris", directions="principal", penalty=0.01),
    Scene(
        resolution=41, data="breast-cancer", directions="random", standardise=True, rule="newton"
    ),
]
WHICH = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.query() or "home")


@WHICH
def test_a_study_is_what_the_page_shows(scene: Scene) -> None:
    found = study(scene)
    shown, paths, surveys = (
        work(scene, "").result(60.0) for work in (ground_of, paths_of, surveys_of)
    )
    assert shown is not None
    assert paths is not None
    assert surveys is not None
    for ours, theirs in zip(found.landscapes, shown.landscapes, strict=True):
        np.testing.assert_allclose(ours.value, theirs.value, rtol=1e-12)
        np.testing.assert_array_equal(ours.a, theirs.a)
    for path, other in zip(found.paths, paths.paths, strict=True):
        np.testing.assert_array_equal(path.theta, other.theta)
    assert list(map(verdict, found.surveys)) == list(map(verdict, surveys))


@WHICH
def test_a_caption_says_data_model_window_and_descents(scene: Scene) -> None:
    found = study(scene)
    caption = caption_of(Picture(scene), found)
    data = found.landscapes[0].problem.dataset
    assert data.title in caption
    assert f"n = {len(data)}" in caption
    assert ("Softmax" if scene.output == "softmax" else "Logistic") in caption
    assert "41 × 41 grid" in caption
    assert ("penalty" in caption) == (scene.penalty > 0.0)
    for low, high in (scene.window.a, scene.window.b):
        assert f"from {low:.4g} to {high:.4g}".replace("-", "−") in caption
    rates = {path.rate for path in found.paths}
    assert caption.count("at rate") == (rates != {None})


@WHICH
def test_notes_are_the_verdicts(scene: Scene) -> None:
    found = study(scene)
    for note, survey in zip(notes_of(found), found.surveys, strict=True):
        assert note.startswith(verdict(survey))
        assert "Descent: " in note


def test_scenes_that_differ_in_how_they_are_looked_at_share_a_study() -> None:
    scene = SCENES[0]
    other = scene.model_copy(update={"note": "x", "view": "field", "height": "log", "step": 3})
    assert study(scene).landscapes[0] is study(other).landscapes[0]
    another = scene.model_copy(update={"penalty": 0.5})
    assert study(scene).landscapes[0] is not study(another).landscapes[0]


def test_title_and_caption_are_ones_own_or_none() -> None:
    scene = Scene(resolution=41, note="Look at the plateau.", step=7)
    said = {one["text"] for one in draw(Picture(scene, what="field-left")).layout["annotations"]}
    assert "Two overlapping classes: squared error" in said
    assert any(text.startswith("Look at the plateau.<br>Logistic") for text in said)
    assert any("Step 7." in text for text in said)
    own = Picture(scene, "field-left", title="Mine", caption="", verdicts=False)
    assert {one["text"] for one in draw(own).layout["annotations"]} == {
        "Mine",
        "<b>Squared error</b>",
    }
    bare = Picture(scene, "field-left", title="", caption="", verdicts=False, link="http://x")
    assert {one["text"] for one in draw(bare).layout["annotations"]} == {
        "http://x",
        "<b>Squared error</b>",
    }


def test_one_loss_on_both_sides_is_named_once() -> None:
    scene = Scene(left="cross-entropy")
    assert title_of(Picture(scene)) == "Two overlapping classes: cross-entropy"
    assert title_of(Picture(Scene())).endswith(": squared error and cross-entropy")


def test_a_picture_that_cannot_be_is_told_what_may_be() -> None:
    with pytest.raises(ValueError, match=r"what must be one of columns, .*; found 'all'"):
        Picture(Scene(), what="all")
    with pytest.raises(ValueError, match=r"background must be one of light, .*; found 'red'"):
        Picture(Scene(), background="red")
    with pytest.raises(ValueError, match="height must be from 200 to 8000 pixels; found 10"):
        Picture(Scene(), height=10)
    with pytest.raises(ValueError, match="step must be 0 or more; found -3"):
        Picture(Scene(), step=-3)
