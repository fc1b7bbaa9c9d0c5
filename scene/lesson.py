"""Lesson: scenes in an order, each with a sentence that says what to look for.

>>> from scene import Lesson
>>> step = {"link": "/?data=moons", "sentence": "Which side comes down first?", "predict": True}
>>> Lesson.read(Lesson(title="Two moons", steps=[step]).text()).steps[0].predict
True
"""

import json
import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import field_validator as checks

from scene.link import shown

__all__ = ["Lesson", "Step"]

_LARGEST = 200_000
# An address of this site: it begins with one /, so that no other host can follow, and no part of
# its path is . or .., by which a browser leaves where it is.
_PART = r"(?!\.\.?(?:[/?]|\Z))[A-Za-z0-9._~-]+"
_OWN = re.compile(rf"/(?:{_PART}(?:/{_PART})*/?)?(?:\?[^#\s\\]*)?")
_MOST_MESSAGES = 10

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Step(BaseModel):
    """One scene of a lesson.

    Attributes
    ----------
    link : str
        The scene's address on this site, such as "/?data=moons", without the path that a proxy
        may serve the site under: a lesson plays on any server.
    sentence : str
        What to look for.
    predict : bool
        Whether the right column waits until it is asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: str = Field(max_length=4000)
    sentence: Sentence
    predict: bool = False

    @checks("link")
    @classmethod
    def _is_our_own(cls, link: str) -> str:
        if not _OWN.fullmatch(link):
            raise ValueError(
                f"must be an address of this site, as in /?data=moons; found {shown(link)}"
            )
        return link


class Lesson(BaseModel):
    """A title and 1 to 50 steps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    title: Title
    steps: tuple[Step, ...] = Field(min_length=1, max_length=50)

    def text(self) -> str:
        """Return the lesson as the JSON of its file."""
        return json.dumps(self.model_dump(), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the lesson of a file's text.

        Raises
        ------
        ValueError
            Where the text is no lesson; a line for each thing that is wrong names it.
        """
        if len(text) > _LARGEST:
            raise ValueError(
                f"a lesson's file has at most {_LARGEST} characters; found {len(text)}"
            )
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ValueError(f"the file is not JSON{where}") from None
        if not isinstance(found, dict):
            raise ValueError('a lesson is an object with "title" and "steps"')
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            told = error.errors()
            # Steps that are all wrong are also counted as none.
            if any(len(one["loc"]) > 1 for one in told):
                told = [one for one in told if one["loc"] != ("steps",)]
            lines = [_line(one["loc"], one["msg"], one["input"]) for one in told[:_MOST_MESSAGES]]
            if len(told) > len(lines):
                lines.append(f"and {len(told) - len(lines)} more")
            raise ValueError("\n".join(lines)) from None


def _line(place: tuple[int | str, ...], message: str, found: object) -> str:
    """Say what is wrong, and where as a person counts."""
    names = [f"step {part + 1}" if isinstance(part, int) else str(part) for part in place]
    if len(names) > 1 and names[0] == "steps":
        del names[0]
    own = message.startswith("Value error, ")
    said = message.removeprefix("Value error, ")
    return f"{', '.join(names)}: {said}" + ("" if own else f"; found {shown(found)}")
