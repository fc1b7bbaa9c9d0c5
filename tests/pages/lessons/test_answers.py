"""The lessons that come with the app, and how one is opened."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app import create_app
from pages.lessons.answers import open_lesson
from pages.lessons.shipped import shipped
from scene import HOMES, Scene
from tests.scene.test_lesson import STEP, file

PATHS = {"/": "sigmoid", "/softmax/regression": "softmax"}


@pytest.mark.parametrize("name", shipped())
def test_a_lesson_that_comes_with_the_app_shows_scenes_that_there_are(name: str) -> None:
    """Each link is the scene's own, so that the address does not change when a step is shown."""
    for step in shipped()[name].steps:
        parts = urlsplit(step.link)
        query = {key: value[0] for key, value in parse_qs(parts.query).items()}
        scene, messages = Scene.from_query(query | {"output": PATHS[parts.path]})
        assert (messages, scene.query()) == ((), parts.query)
        assert scene.output in HOMES


def test_the_whole_story_has_eight_to_ten_steps_some_of_them_to_predict() -> None:
    steps = shipped()["the-whole-story"].steps
    assert 8 <= len(steps) <= 10
    assert any(step.predict for step in steps)
    assert len({step.link for step in steps}) == len(steps)


def test_a_lesson_is_opened_by_name_or_by_its_text() -> None:
    create_app()  # its pages are those a lesson may lead to
    named = open_lesson({"number": 3, "name": "the-whole-story"})
    assert (named["number"], len(named["lesson"]["steps"])) == (3, 10)
    assert open_lesson({"number": 4, "text": file()})["lesson"]["title"] == "Moons"
    nowhere = open_lesson({"text": file(steps=[STEP, STEP | {"link": "/nowhere"}])})
    assert nowhere["lesson"] is None
    assert "step 2, link: there is no page /nowhere" in nowhere["messages"][0]


@pytest.mark.parametrize(
    "asked", [None, 7, [], {}, {"name": ["x"]}, {"name": "no-such"}, {"text": 3}]
)
def test_a_forged_question_is_answered_with_the_lessons_there_are(asked: object) -> None:
    answer = open_lesson(asked)
    assert answer["lesson"] is None
    assert "the-whole-story" in answer["messages"][0]
