"""Losses of classification as functions of the logits: value, gradient and curvature.

>>> import losses
>>> sorted(losses.LOSSES["sigmoid"])
['cross-entropy', 'squared-error']
>>> loss = losses.get("cross-entropy")
>>> round(float(loss.value(z=0.0, y=1)), 4)
0.6931
"""

from losses import sigmoid, softmax
from losses.base import Loss
from losses.output import OUTPUTS, SIGMOID, SOFTMAX, Output, OutputKey

__all__ = ["LOSSES", "OUTPUTS", "SIGMOID", "SOFTMAX", "Loss", "Output", "OutputKey", "get"]

LOSSES: dict[str, dict[str, Loss]] = {
    "sigmoid": {loss.key: loss for loss in sigmoid.LOSSES},
    "softmax": {loss.key: loss for loss in softmax.LOSSES},
}


def get(key: str, output: str = "sigmoid") -> Loss:
    """Return the loss with this key on this output.

    Raises
    ------
    ValueError
        Where the output or the key is unknown; the message lists what there is.
    """
    if output not in LOSSES:
        raise ValueError(f"unknown output {output!r}: choose one of {', '.join(LOSSES)}")
    if key not in LOSSES[output]:
        raise ValueError(
            f"unknown loss {key!r} for a {output} output: choose one of {', '.join(LOSSES[output])}"
        )
    return LOSSES[output][key]
