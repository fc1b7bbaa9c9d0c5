"""What the server answers when a lesson is opened, from whatever page.

A request may be forged: whatever is not what it should be counts as not given.
"""

import json
from typing import Any

import dash

from pages.lessons.shipped import shipped
from pages.parts.address import bare
from scene import Lesson

__all__ = ["open_lesson"]


def open_lesson(asked: object) -> dict[str, Any]:
    """Return a lesson that was asked for by name or by its text, or what is wrong with it.

    The answer carries the number of the question, for the browser to tell answers apart.
    """
    given = asked if isinstance(asked, dict) else {}
    number, name, text = (given.get(key) for key in ("number", "name", "text"))
    answer: dict[str, Any] = {
        "number": number if isinstance(number, int) else 0,
        "lesson": None,
        "messages": [],
    }
    try:
        if isinstance(text, str):
            lesson = _checked(Lesson.read(text))
        else:
            known = shipped()
            if not isinstance(name, str) or name not in known:
                found = json.dumps(name)[:60]
                raise ValueError(f"there is no lesson {found}; there are {', '.join(known)}")
            lesson = known[name]
    except ValueError as error:
        return answer | {"messages": str(error).split("\n")}
    return answer | {"lesson": lesson.model_dump()}


def _checked(lesson: Lesson) -> Lesson:
    """Return a lesson whose steps lead to pages that there are; ValueError names the others.

    A link that was copied from the address bar may have the base path of this server.
    """
    known = {page["path"] for page in dash.page_registry.values()}
    steps, lines = [], []
    for place, step in enumerate(lesson.steps, start=1):
        link = step.link if step.link.partition("?")[0] in known else bare(step.link)
        path = link.partition("?")[0]
        if path not in known:
            pages = ", ".join(sorted(known))
            lines.append(f"step {place}, link: there is no page {path}; there are {pages}")
        steps.append(step.model_copy(update={"link": link}))
    if lines:
        raise ValueError("\n".join(lines[:10]))
    return lesson.model_copy(update={"steps": tuple(steps)})
