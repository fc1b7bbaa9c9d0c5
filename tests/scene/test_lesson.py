"""Lessons: their file, and its bounds."""

import json
import re
from typing import Any

import pytest

from scene import Lesson

STEP = {"link": "/?data=moons", "sentence": "Which comes down?", "predict": True}


def file(**changes: Any) -> str:
    return json.dumps({"version": 1, "title": "Moons", "steps": [STEP]} | changes)


def test_a_lesson_comes_back_from_its_file() -> None:
    lesson = Lesson.read(file())
    assert lesson.steps[0].link == "/?data=moons"
    assert Lesson.read(lesson.text()) == lesson


BAD = [
    ("{", ["not JSON, line 1"]),
    ("[" * 100_000, ["not JSON"]),
    ("[]", ["an object"]),
    (" " * 200_001, ["200001"]),
    (file(title=""), ["title", "at least 1"]),
    (file(version=2), ["version", "found 2"]),
    (file(colour="red"), ["colour", "not permitted"]),
    (file(steps=[]), ["steps", "at least 1"]),
    (file(steps=[STEP] * 51), ["steps", "at most 50"]),
    (file(steps=[STEP, STEP | {"sentence": "x" * 301}]), ["step 2, sentence", "300"]),
    (file(steps=[STEP | {"sentence": "  "}]), ["step 1, sentence", "at least 1"]),
    (file(steps=[STEP | {"predict": "perhaps"}]), ["step 1, predict", "'perhaps'"]),
    (file(steps=[{"link": "/"}]), ["step 1, sentence", "required"]),
]


BAD += [
    (file(steps=[STEP | {"link": link}]), ["step 1, link", "address of this site"])
    for link in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/?data=moons#lesson=other",
        "/?a=1 2",
        "",
        "/../admin",
        "/user/..",
        "/user/../?data=moons",
        "/./?data=moons",
        "/user//curves",
        "/user/%2e%2e/admin",
        "/a\nb",
    )
]


@pytest.mark.parametrize(
    "link",
    [
        "/",
        "/curves",
        "/softmax/regression?data=iris",
        "/user/J.Doe_1/proxy/8050/?data=moons",
        "/~Jane/...",
        "/.a/b..c?note=../x",
    ],
)
def test_a_step_may_lead_to_any_path_of_this_site(link: str) -> None:
    assert Lesson.read(file(steps=[STEP | {"link": link}])).steps[0].link == link


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_with_a_file_is_named(text: str, said: list[str]) -> None:
    with pytest.raises(ValueError, match=re.escape(said[0])) as refused:
        Lesson.read(text)
    for part in said[1:]:
        assert part in str(refused.value)


def test_every_wrong_thing_of_a_file_has_its_line_up_to_ten() -> None:
    with pytest.raises(ValueError, match="step 1, link") as refused:
        Lesson.read(file(steps=[{"link": "x", "sentence": ""}] * 8))
    lines = str(refused.value).split("\n")
    assert lines[-1] == "and 6 more"
    assert len(lines) == 11
