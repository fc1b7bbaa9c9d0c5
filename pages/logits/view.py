"""What the page about three logits shows: one validated record, and the link that says it."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

import losses
from scene.link import applied, shown, written

__all__ = ["FAR", "GRADIENT", "LogitsView"]

# The constant that may be added to all logits, at most, and the size of a logit in a link.
FAR = 10.0
_LARGEST = 100.0
# On a field a gradient of length 1 is drawn as long as so many logits; on the triangle, as 1.
GRADIENT = 4.0

# What pydantic's own message does not tell.
_POINT = f"point must be three logits from {-_LARGEST:g} to {_LARGEST:g}, as in -3,3.5,-0.5"

Logit = Annotated[float, Field(ge=-_LARGEST, le=_LARGEST, allow_inf_nan=False)]


class LogitsView(BaseModel):
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
        LogitsView
            With every good field applied.
        tuple of str
            What could not be used, one message a field.
        """
        return applied(cls(), query, _parsed)


def _parsed(name: str, value: object) -> object:
    if name != "point":
        return value
    parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)) or len(parts) != 3:
        raise ValueError(f"{_POINT}; found {shown(value)}")
    return tuple(parts)
