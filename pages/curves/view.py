"""CurvesView: the one validated description of what the Curves page shows <-> its link."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from scipy.special import expit, logit

from losses import Loss, get
from scene.link import applied, written

__all__ = ["BOUNDS", "DEFAULT_P", "CurvesView"]

# "Softmax gave 0.35 to the right class."
DEFAULT_P = 0.35
# What the handle may be: p within these and below 1, z within these.
BOUNDS = {"p": (1e-300, 1.0), "z": (-700.0, 700.0)}

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]


class CurvesView(BaseModel):
    """One number and what is asked of it: the handle, the label, the losses, the true frequency.

    The handle is p or z, whichever was given; the other follows from it. Where neither is given,
    p is 0.35.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    p: float | None = Field(None, ge=BOUNDS["p"][0], lt=BOUNDS["p"][1], allow_inf_nan=False)
    z: float | None = Field(None, ge=BOUNDS["z"][0], le=BOUNDS["z"][1], allow_inf_nan=False)
    label: Share = 1.0
    losses: tuple[str, ...] = ("squared-error", "cross-entropy")
    truth: Share = 0.7

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.p is not None and self.z is not None:
            raise ValueError("z is the logit of p: give one of them, not both")
        if not self.losses:
            raise ValueError("losses must be one at least; found none")
        keys = [loss.key for loss in self.chosen]
        if len(set(keys)) < len(keys):
            raise ValueError(f"losses must be different ones; found {', '.join(self.losses)}")
        return self

    @property
    def probability(self) -> float:
        """The handle as the probability p of class 1."""
        if self.z is not None:
            return float(expit(self.z))
        return DEFAULT_P if self.p is None else self.p

    @property
    def logit(self) -> float:
        """The handle as the logit z."""
        return float(logit(self.probability)) if self.z is None else self.z

    @property
    def right(self) -> float | None:
        """The probability given to the right class; None for a soft label, which has none."""
        if self.label == 0.0:
            return float(expit(-self.logit))
        return self.probability if self.label == 1.0 else None

    @property
    def handle(self) -> dict[str, float]:
        """The handle as it was given: {"p": …} or {"z": …}."""
        return {"p": self.probability} if self.z is None else {"z": self.z}

    @property
    def chosen(self) -> tuple[Loss, ...]:
        """The losses; the first is the one that others are compared with."""
        return tuple(get(name) for name in self.losses)

    def query(self) -> str:
        """Return the query string of this view: the fields that differ from their default."""
        fields = self.model_dump(exclude_defaults=True)
        if fields.get("p") == DEFAULT_P:
            del fields["p"]
        if "losses" in fields:
            fields["losses"] = tuple(loss.name for loss in self.chosen)
        return written(fields)

    @classmethod
    def from_query(cls, query: object) -> tuple[Self, tuple[str, ...]]:
        """Build a view from a link's fields; return it, and what could not be used.

        Each message names the field, what was wrong and what may be.
        """
        return applied(cls(), query, _parsed)


def _parsed(name: str, value: object) -> object:
    """Turn a link's text into what the field's type reads; other values pass as they are."""
    if name == "losses" and isinstance(value, str):
        # A name may hold a comma of its own: "focal:gamma=3,…" goes on with a parameter.
        parts: list[str] = []
        for part in (part.strip() for part in value.split(",")):
            if parts and "=" in part and ":" not in part:
                parts[-1] += f",{part}"
            elif part:
                parts.append(part)
        return tuple(parts)
    if name == "version" and value == "1":
        return 1
    return value
