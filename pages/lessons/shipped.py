"""Lessons that come with the app, read from their files."""

from functools import lru_cache
from pathlib import Path

from scene import Lesson

__all__ = ["shipped"]

_FOLDER = Path(__file__).parents[2] / "lessons"


@lru_cache(maxsize=1)
def shipped() -> dict[str, Lesson]:
    """Return the lessons that come with the app, by the names of their files."""
    files = sorted(_FOLDER.glob("*.json"))
    return {file.stem: Lesson.read(file.read_text(encoding="utf-8")) for file in files}
