"""descend(): walk downhill from a start by a rule, and say how it ended.

>>> from landscapes import Problem, descend, load
>>> problem = Problem(load("overlap"))
>>> path = descend(problem, "cross-entropy", [-3.0, 2.0], rate=1.0)
>>> path.outcome.key
'converged'
"""

from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.checks import count, positive, scalar
from landscapes.descents.objective import Objective
from landscapes.descents.path import Outcome, OutcomeKey, Path
from landscapes.descents.rules import get_rule
from landscapes.planes.plane import Plane
from landscapes.problem import Problem
from losses import Loss
from losses.arrays import Array, read_only

__all__ = ["BLOW_UP", "RISE", "descend"]

# A loss this many times the start's, or the one of logits 0 where that is more, has blown up.
BLOW_UP = 100.0
# A descent whose second half lies on average above the start's loss times this has not descended.
RISE = 1.1
# The gradient is small where its length is at most this, unless told otherwise.
TOLERANCE = 1e-8
# Where the gradient is small, a minimum is near if the Newton step moves no logit by more than
# this. On ground that flattens out exponentially the step moves some logit by 1 however far out.
NEAR = 0.1
# An eigenvalue of the Hessian this small, relative to the largest, is 0 but for rounding.
FLAT = 1e-12
# Steps taken between two looks at how things stand: few at first, as some rules need only few.
_FIRST_BLOCK, _LAST_BLOCK = 8, 128


def descend(
    problem: Problem,
    loss: Loss | str,
    start: ArrayLike,
    rule: str = "gradient-descent",
    rate: float = 0.1,
    steps: int = 500,
    *,
    plane: Plane | None = None,
    tolerance: float = TOLERANCE,
    **options: Any,  # noqa: ANN401 (each option checks its own type)
) -> Path:
    """Descend from a start, and keep every step.

    A descent ends early where it has converged: the gradient's length is at most `tolerance`, the
    Hessian has no negative eigenvalue, and the Newton step from there would move no logit by more
    than 0.1. A small gradient alone does not end it: on a plateau it goes on, and is called
    stalled if it is still there at the last step. It has diverged where the loss exceeds 100 times
    the start's (or that of logits 0, if larger), which ends it; or where the loss, averaged over
    the second half of its steps, exceeds 1.1 times the start's: so is a descent called that a large
    rate keeps throwing about on a bounded loss.

    Beside a kink, of hinge say, the gradient stays large however near the minimum is, and a step of
    a constant rate crosses it again and again: such a descent takes all its steps, and its outcome
    says so, with the lowest loss on its way. On a convex loss that reaches its minimum a gradient
    within the tolerance is enough to have converged: nothing lies lower than a flat floor.

    Parameters
    ----------
    problem : Problem
        The data and the model.
    loss : Loss or str
        A loss of the problem's output, or its key.
    start : array_like
        Parameters (P,); with a plane, its coordinates (a, b).
    rule : str
        A key of `RULES`.
    rate : float
        The learning rate, above 0, in units of parameter² per unit of loss. "newton" and
        "l-bfgs" do not use it.
    steps : int
        Steps at most, at least 1. A step of stochastic gradient descent is one batch.
    plane : Plane, optional
        Move in this plane only, along the gradient of the restriction to it, so that the path lies
        on the surface drawn over the plane.
    tolerance : float
        See above; at least 0, in units of loss per unit of parameter.
    **options
        What the rule takes: `RULES[rule].options` has them with their bounds.

    Raises
    ------
    TypeError, ValueError
        Where an argument is not what it may be, the rule, the loss or an option is unknown, or the
        loss at the start is not finite.
    """
    chosen = get_rule(rule)
    rate, steps = positive("rate", rate), count("steps", steps)
    tolerance = scalar("tolerance", tolerance)
    if tolerance < 0.0:
        raise ValueError(f"tolerance must be at least 0; found {tolerance}")
    values = chosen.values(options)
    objective = Objective(problem, problem.loss(loss), plane)
    point = objective.start(start)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        walk = _Walk(objective, point, steps, tolerance)
        iterates = chosen.iterates(objective, point, rate, **values)
        block = _FIRST_BLOCK
        while walk.outcome is None:
            found = list(islice(iterates, min(block, steps - walk.taken)))
            walk.look(found)
            block = min(2 * block, _LAST_BLOCK)
    points = read_only(np.concatenate(walk.points))
    return Path(
        problem,
        objective.loss,
        plane,
        rule,
        rate if chosen.uses_rate else None,
        values,
        tolerance,
        theta=points if plane is None else read_only(objective.theta(points)),
        coordinates=None if plane is None else points,
        value=read_only(np.concatenate(walk.values)),
        gradient_norm=read_only(np.concatenate(walk.norms)),
        outcome=walk.outcome,
    )


class _Walk:
    """The steps taken so far, judged block by block: only the loop over steps runs step by step."""

    def __init__(self, objective: Objective, start: Array, steps: int, tolerance: float) -> None:
        self.objective, self.steps, self.tolerance = objective, steps, tolerance
        self.smooth = objective.loss.smooth(objective.problem.labels)
        self.points: list[Array] = []
        self.values: list[Array] = []
        self.norms: list[Array] = []
        self.taken = -1  # the start is not a step
        self.outcome: Outcome | None = None
        zero = np.zeros(objective.problem.labels.shape)
        knows_nothing = float(objective.loss.value_at(zero, objective.problem.labels).mean())
        self.reference = max(objective.value(start), knows_nothing)
        self.ceiling = BLOW_UP * self.reference
        self._judge(start[None], objective.gradient(start[None]))

    def look(self, found: list[tuple[Array, Array | None]]) -> None:
        """Take in some steps; none where the rule has ended."""
        if not found:
            self._end()
            return
        points = np.stack([point for point, _ in found])
        known = [gradient for _, gradient in found if gradient is not None]
        gradients = np.stack(known) if known else self.objective.gradient(points)
        self._judge(points, gradients)
        if self.outcome is None and self.taken == self.steps:
            self._end()

    def _judge(self, points: Array, gradients: Array) -> None:
        values, norms = self.objective.values(points), np.linalg.norm(gradients, axis=1)
        finite_step = np.isfinite(points).all(axis=1) & np.isfinite(values) & np.isfinite(norms)
        kept = _first(~finite_step)
        blown = _first(values[:kept] > self.ceiling)
        if blown < kept:
            self._keep(points, values, norms, blown + 1)
            self._say(
                "diverged",
                f"Diverged: after {self.taken} steps the loss is {values[blown]:.4g}, more than "
                f"{BLOW_UP:g} times the {self.reference:.4g} of the start or of logits 0.",
            )
            return
        small = np.flatnonzero(norms[:kept] <= self.tolerance)
        # One look as the gradient becomes small and one at the end: a plateau is a long stretch.
        begins = small[np.diff(small, prepend=-2) > 1]
        for index in (*begins, *small[-1:]):
            if self._minimum_near(points[index], gradients[index]):
                self._keep(points, values, norms, int(index) + 1)
                self._say(
                    "converged",
                    f"Converged after {self.taken} steps: loss {values[index]:.4g}, |gradient| "
                    f"{norms[index]:.2g} is at most {self.tolerance:g}.",
                )
                return
        self._keep(points, values, norms, kept)
        if kept < len(points):
            self._say(
                "not-finite",
                f"Not finite: step {self.taken + 1} overflowed; the {self.taken} finite steps "
                "before it are kept.",
            )

    def _end(self) -> None:
        """Name the outcome of a descent that has taken its steps, or whose rule has ended."""
        values, norm = np.concatenate(self.values), self.norms[-1][-1]
        late = values[self.taken // 2 + 1 :]
        if len(late) and late.mean() > RISE * values[0]:
            self._say(
                "diverged",
                f"Diverged: the loss began at {values[0]:.4g} and averages {late.mean():.4g} over "
                f"the second half of {self.taken} steps; |gradient| is {norm:.2g} at the end.",
            )
        elif norm <= self.tolerance:
            self._say(
                "stalled",
                f"Stalled on flat ground after {self.taken} steps: loss {values[-1]:.4g}, "
                f"|gradient| {norm:.2g} is at most {self.tolerance:g}, and no minimum is near.",
            )
        elif self.taken < self.steps:
            flat = not self.objective.hessian(self.points[-1][-1]).any()
            self._say(
                "stalled",
                f"Stalled after {self.taken} steps: the rule found no step that lowers the loss "
                f"{values[-1]:.4g} further, |gradient| {norm:.2g}"
                f"{', curvature 0' if flat else ''}.",
            )
        else:
            found = f"the lowest loss is {values.min():.4g}, at step {values.argmin()}"
            self._say(
                "step-limit",
                f"Stopped at the limit of {self.steps} steps: loss {values[-1]:.4g}, |gradient| "
                f"{norm:.2g} is above {self.tolerance:g}."
                + ("" if self.smooth else f" Beside kinks it stays large; {found}."),
            )

    def _keep(self, points: Array, values: Array, norms: Array, number: int) -> None:
        self.points.append(points[:number])
        self.values.append(values[:number])
        self.norms.append(norms[:number])
        self.taken += number

    def _say(self, key: OutcomeKey, message: str) -> None:
        self.outcome = Outcome(key, message.replace("after 1 steps", "after 1 step"))

    def _minimum_near(self, point: Array, gradient: Array) -> bool:
        """Whether a minimum is near a point whose gradient is small."""
        loss = self.objective.loss
        if not self.smooth and self.objective.convex and loss.as_margins_grow == "ends":
            return True  # a floor or a corner: no second order tells, and none need
        hessian = self.objective.hessian(point)
        if not np.isfinite(hessian).all():
            return False
        curvatures, axes = np.linalg.eigh(hessian)
        if not curvatures[-1] > 0.0 or curvatures[0] < -FLAT * curvatures[-1]:
            return False
        bent = curvatures > FLAT * curvatures[-1]
        step = axes[:, bent] @ ((axes[:, bent].T @ gradient) / curvatures[bent])
        return self.objective.moved(point, step) <= NEAR


def _first(flags: NDArray[np.bool_]) -> int:
    """Return the position of the first True, or how many there are."""
    return int(flags.argmax()) if flags.any() else len(flags)
