"""How losses behave as margins grow: what whether a minimum exists is concluded from."""

from typing import get_args

import numpy as np
import pytest
from scipy.optimize import minimize

from losses import FAMILIES, LOSSES, Loss, get
from losses.arrays import Array
from losses.base import AsMarginsGrow
from tests.losses.samples import draw


def records() -> list[object]:
    """Every registered loss, and those with parameters at the ends of their ranges too."""
    found = {loss for known in LOSSES.values() for loss in known.values()}
    for output, families in FAMILIES.items():
        for key, family in families.items():
            (one,) = family.parameters
            for share in (0.02, 0.5, 0.98):
                value = (1.0 - share) * one.low + share * one.high
                found.add(get(key, output, **{one.name: value}))
    ordered = sorted(found, key=lambda loss: (loss.output.key, loss.name))
    return [pytest.param(loss, id=f"{loss.output.key}-{loss.name}") for loss in ordered]


RECORDS = pytest.mark.parametrize("loss", records())


def slopes(loss: Loss, z: Array, y: Array) -> Array:
    """Slopes (m,) of a hard label's loss in each margin: as a rival's logit falls, alone."""
    if not loss.output.class_axis:
        return np.asarray((2.0 * y - 1.0) * loss.gradient(z, y))
    return np.asarray(-loss.gradient(z, y)[y == 0.0])


def samples(loss: Loss) -> list[tuple[Array, Array]]:
    rng = np.random.default_rng(11)
    drawn = [
        draw(loss, rng, 500, classes, spread, hard=True)
        for classes in ((2, 3, 6) if loss.output.class_axis else (1,))
        for spread in (0.1, 3.0, 15.0)
    ]
    return [(sample.z, sample.y) for sample in drawn]


@RECORDS
def test_a_loss_falls_with_every_margin_where_it_says_so_and_only_there(loss: Loss) -> None:
    falls = all((slopes(loss, z, y) < 0.0).all() for z, y in samples(loss))
    assert falls == (loss.as_margins_grow == "falls")


@RECORDS
def test_a_loss_vanishes_as_all_margins_grow_or_has_its_least_value_before(loss: Loss) -> None:
    margin = np.array([2.0, 5.0, 10.0, 20.0, 40.0])
    z, y = margin, np.ones_like(margin)
    if loss.output.class_axis:
        z, y = margin[:, None] * [1.0, 0.0, 0.0], np.array([1.0, 0.0, 0.0])
    value = loss.value(z, y)
    vanishing = bool((np.diff(value) < 0.0).all() and 0.0 < value[-1] < 1e-9)
    assert vanishing == (loss.as_margins_grow in ("falls", "vanishes"))


@RECORDS
def test_a_loss_that_ends_is_convex_and_least_at_finite_logits_for_every_label(loss: Loss) -> None:
    """Found by Nelder and Mead's method, which needs no slope, and compared with far-out logits."""
    if loss.as_margins_grow != "ends":
        assert loss.as_margins_grow in get_args(AsMarginsGrow)
        return
    assert loss.convex
    labels: list[list[float]] = [[1.0], [0.0], [0.25], [0.5]]
    if loss.output.class_axis:
        labels = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.2, 0.3, 0.5]]
    for label in labels:
        y = np.array(label)

        def value(z: Array, y: Array = y) -> float:
            return float(loss.value(z, y).sum())

        found = minimize(value, 0.1 * np.arange(len(y)), method="Nelder-Mead").x
        assert np.ptp([*found, 0.0]) < 8.0
        for far in np.random.default_rng(2).normal(size=(300, len(y))):
            z = found + 60.0 * far
            assert value(z) >= value(found) - 1e-6


@RECORDS
def test_for_soft_labels_it_falls_as_all_classes_the_label_may_be_rise_together(loss: Loss) -> None:
    """What else a separating direction does: margins between those classes stay as they are."""
    if not loss.output.class_axis or loss.as_margins_grow != "falls":
        return
    rng = np.random.default_rng(5)
    for _ in range(300):
        z, among = rng.uniform(-8.0, 8.0, size=5), rng.integers(2, 5)
        y = np.zeros(5)
        y[:among] = rng.multinomial(64, np.full(among, 1.0 / among)) / 64
        direction = np.where(y > 0.0, 0.0, -rng.uniform(0.0, 1.0, size=5))
        if (y == 0.0).any():
            assert loss.gradient(z, y) @ direction < 0.0
