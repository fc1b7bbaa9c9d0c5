"""Path: every step of a descent, and its Outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from losses import Loss
from losses.arrays import Array

__all__ = ["Outcome", "OutcomeKey", "Path"]

OutcomeKey = Literal["converged", "step-limit", "stalled", "diverged", "not-finite"]


@dataclass(frozen=True)
class Outcome:
    """How a descent ended.

    Attributes
    ----------
    key : str
        "converged": the gradient is within tolerance of 0 and a minimum is near.
        "step-limit": all steps were taken.
        "stalled": the gradient is within tolerance of 0 on flat ground, where no minimum is near;
        or the rule found no step that lowers the loss.
        "diverged": the loss blew up, or ended above where it began.
        "not-finite": numbers overflowed; the finite steps are kept.
    message : str
        One plain sentence with the numbers and tolerances.
    """

    key: OutcomeKey
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, eq=False)
class Path:
    """Every iterate of a descent of m steps.

    Attributes
    ----------
    problem, loss, plane
        What was descended; `plane` is None where all parameters moved.
    rule : str
        The rule's key.
    rate : float or None
        The learning rate; None where the rule finds the length of its steps itself.
    options : mapping
        The rule's other options.
    tolerance : float
        Converged or stalled where `gradient_norm` is at most this.
    theta : ndarray, (m + 1, P)
        Parameters, the start first.
    coordinates : ndarray, (m + 1, 2), or None
        The same in the plane; None without one.
    value : ndarray, (m + 1,)
        Mean loss per sample plus penalty.
    gradient_norm : ndarray, (m + 1,)
        Euclidean length of the gradient in what moves: the parameters, or (a, b) in the plane.
    outcome : Outcome
        How it ended.
    """

    problem: Problem
    loss: Loss
    plane: Plane | None
    rule: str
    rate: float | None
    options: Mapping[str, Any]
    tolerance: float
    theta: Array
    coordinates: Array | None
    value: Array
    gradient_norm: Array
    outcome: Outcome

    def __post_init__(self) -> None:
        """Make the options read-only, as the arrays are."""
        object.__setattr__(self, "options", MappingProxyType(dict(self.options)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the arguments: a read-only view of the options cannot be."""
        arguments = {field.name: getattr(self, field.name) for field in fields(self)}
        return partial(Path, **arguments | {"options": dict(self.options)}), ()

    def __repr__(self) -> str:
        """Rule, loss and outcome in a line."""
        return f"<Path {self.rule} on {self.loss.key}, {self.steps} steps: {self.outcome.message}>"

    @property
    def steps(self) -> int:
        """Number of steps m; the arrays hold one entry more, the start."""
        return len(self.value) - 1
