"""What the page about several labels shows: one validated record, and the link that says it."""

from typing import Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field

from scene.link import applied, written

__all__ = ["PLACES", "ROWS", "LabelsView"]

Place = Literal["coast", "forest", "plain", "mountain", "desert"]
Rows = Literal[250, 1000, 4000, 20000]
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
        return applied(cls(), query, _parsed)


def _parsed(name: str, value: object) -> object:
    # A link holds text, a control may as well.
    short = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
    return int(str(value)) if name in ("n", "seed") and short else value
