"""Lines of equal loss over the triangle of probabilities."""

import numpy as np
import pytest

from landscapes.sweeps.level_lines import level_lines
from landscapes.sweeps.logits import LABELS, PLANE, one_sample
from losses import LOSSES

EVERY = [(loss, label) for loss in LOSSES["softmax"] for label in LABELS]


@pytest.mark.parametrize(("loss", "label"), EVERY)
def test_level_lines_lie_where_the_loss_has_their_level(loss: str, label: str) -> None:
    lines = level_lines(loss, label)
    assert 3 <= len(lines.levels) <= 8
    np.testing.assert_allclose(lines.levels / lines.step, np.round(lines.levels / lines.step))
    # Probabilities of places on the triangle: the inverse of `embedded`.
    p = 1.0 / 3.0 + lines.segments.reshape(-1, 2) @ np.stack([PLANE.u, PLANE.v])
    assert p.min() > -1e-15
    inside = p.min(axis=1) > 1e-3  # closer to a side the logits grow without end
    y = np.broadcast_to(one_sample(label).labels[0], p[inside].shape)
    values = LOSSES["softmax"][loss].value(np.log(p[inside]), y)
    distance = np.abs(values[:, None] - lines.levels).min(axis=1)
    # Linear within a cell of 1/48.
    assert distance.max() < 0.2 * lines.step
    drawn = lines.levels[np.abs(values[:, None] - lines.levels).argmin(axis=1)]
    assert len(set(drawn)) >= 3
