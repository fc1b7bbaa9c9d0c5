"""What the page about three logits shows: one validated record, and the link that says it."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

import losses
from scene.link import reason, shown, written

__all__ = ["FAR", "View"]

# The constant that may be added to all logits, at most, and the size of a logit in a link.
FAR = 10.0
_LARGEST = 100.0

# Part of every page's link, and no setting of this one.
_OF_ALL_PAGES = ("theme",)
# What pydantic's own message does not tell.
_MAY_BE = {"point": f"three logits from {-_LARGEST:g} to {_LARGEST:g}, as in -3,3.5,-0.5. "}

Logit = Annotated[float, Field(ge=-_LARGEST, le=_LARGEST, allow_inf_nan=False)]


class View(BaseModel):
    """Two losses, a label, a point among the logits, and the constant added to all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    left: str = Field("squared-error", max_length=60)
    right: str = Field("cross-entropy", max_length=60)
    label: Literal["1", "2", "3", "uniform"] = "1"
    # Class 2 is all but certain, and the label is class 1: where the two losses' steps differ.
    point: tuple[Logit, Logit, Logit] = (-3.0, 3.5, -0.5)
    shift: float = Field(0.0, ge=-FAR, le=FAR, allow_inf_nan=False)

    @field_validator("left", "right")
    @classmethod
    def _known(cls, key: str) -> str:
        losses.get(key, "softmax")
        return key

    @field_validator("point")
    @classmethod
    def _centred(cls, point: tuple[float, float, float]) -> tuple[float, float, float]:
        # Softmax does not see the mean: the point is the one on the plane where they sum to 0.
        mean = sum(point) / 3.0
        first, second, third = point
        return first - mean, second - mean, third - mean

    def query(self) -> str:
        """Return the query string: the fields that differ from their default."""
        return written(self.model_dump(exclude_defaults=True))

    @classmethod
    def from_query(cls, query: object) -> tuple[Self, tuple[str, ...]]:
        """Build a view from a link's fields, leaving out those that cannot be used.

        Returns
        -------
        View
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
            if name == "point" and isinstance(value, str):
                value = tuple(part.strip() for part in value[:2000].split(","))
            try:
                view = cls.model_validate(view.model_dump() | {name: value})
            except ValidationError as error:
                messages.append(f"{name}: {_MAY_BE.get(name, '')}{reason(error)}")
        return view, tuple(messages)
