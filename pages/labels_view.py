"""What the page about several labels shows: one validated record, and the link that says it."""

from collections.abc import Mapping
from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scene.link import reason, shown, written

__all__ = ["PLACES", "ROWS", "LabelsView"]

Place = Literal["coast", "forest", "plain", "mountain", "desert"]
Rows = Literal[250, 1000, 4000, 20000]
# What a link to any page may say, which the page itself does not read.
_OF_ALL_PAGES = ("theme",)
PLACES: tuple[str, ...] = get_args(Place)
ROWS: tuple[int, ...] = get_args(Rows)


class LabelsView(BaseModel):
    """How the days were made, and the place that is looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Literal["several", "one"] = "several"
    n: Rows = 1000
    seed: int = Field(3, ge=0, le=9999, strict=True)
    place: Place = "mountain"

    def query(self) -> str:
        """Return the query string: the fields that differ from their default."""
        return written(self.model_dump(exclude_defaults=True))

    @classmethod
    def from_query(cls, query: object) -> tuple[Self, tuple[str, ...]]:
        """Build a view from a link's fields, leaving out those that cannot be used.

        Returns
        -------
        LabelsView
            With every good field applied.
        tuple of str
            What could not be used, one message a field.
        """
        view, messages = cls(), []
        if not isinstance(query, Mapping):  # a forged request may hold anything
            return view, ()
        known = (*cls.model_fields, *_OF_ALL_PAGES)
        unknown = [shown(name) for name in query if name not in known]
        if unknown:
            rest = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            there = ", ".join(cls.model_fields)
            messages.append(f"{', '.join(unknown[:5])}{rest}: no such setting; there are {there}")
        for name in cls.model_fields:
            value = query.get(name)
            if value is None or value == "":
                continue
            # A link holds text, a control may as well.
            short = isinstance(value, str) and value.isascii() and value.isdigit()
            if name in ("n", "seed") and short and len(value) < 10:
                value = int(value)
            try:
                view = cls.model_validate(view.model_dump() | {name: value})
            except ValidationError as error:
                messages.append(f"{name}: {reason(error)}")
        return view, tuple(messages)
