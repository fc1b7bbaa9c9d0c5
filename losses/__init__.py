"""Losses of classification as functions of the logits: value, gradient and curvature.

>>> import losses
>>> list(losses.LOSSES["sigmoid"])[:2]
['squared-error', 'cross-entropy']
>>> loss = losses.get("cross-entropy")
>>> round(float(loss.value(z=0.0, y=1)), 4)
0.6931

A loss may have a parameter, and is then one record for each of its values:

>>> dict(losses.get("focal").parameters)
{'gamma': 2.0}
>>> losses.get("focal", gamma=3.0).title
'Focal loss (γ = 3)'
>>> losses.FAMILIES["sigmoid"]["focal"].parameters[0].bounds
'[0, 10]'
"""

from losses import sigmoid, softmax
from losses.base import Family, Loss
from losses.output import OUTPUTS, SIGMOID, SOFTMAX, Output, OutputKey
from losses.parameters import Parameter

__all__ = [
    "FAMILIES",
    "LOSSES",
    "OUTPUTS",
    "SIGMOID",
    "SOFTMAX",
    "Family",
    "Loss",
    "Output",
    "OutputKey",
    "Parameter",
    "get",
]

LOSSES: dict[str, dict[str, Loss]] = {
    "sigmoid": {loss.key: loss for loss in sigmoid.LOSSES},
    "softmax": {loss.key: loss for loss in softmax.LOSSES},
}
# The losses among them that have parameters, by the same keys.
FAMILIES: dict[str, dict[str, Family]] = {
    "sigmoid": sigmoid.FAMILIES,
    "softmax": softmax.FAMILIES,
}


def get(key: str, output: str = "sigmoid", **parameters: float) -> Loss:
    """Return the loss with this key on this output.

    Parameters
    ----------
    key, output : str
        Which loss.
    **parameters : float
        Values of the loss's parameters, such as `gamma=3.0`; those left out have their defaults.

    Raises
    ------
    TypeError
        Where a parameter is not a number.
    ValueError
        Where the output, the key or a parameter is unknown, or a parameter is out of its bounds;
        the message lists what there is.
    """
    if output not in LOSSES:
        raise ValueError(f"unknown output {output!r}: choose one of {', '.join(LOSSES)}")
    if key not in LOSSES[output]:
        raise ValueError(
            f"unknown loss {key!r} for a {output} output: choose one of {', '.join(LOSSES[output])}"
        )
    plain = LOSSES[output][key]
    if not parameters:
        return plain
    family = FAMILIES[output].get(key)
    known = {one.name: one.bounds for one in family.parameters} if family else {}
    for name in parameters:
        if name not in known:
            takes = " and ".join(f"{one} in {bounds}" for one, bounds in known.items())
            raise ValueError(
                f"unknown parameter {name!r} of {key} on a {output} output, "
                f"which takes {takes or 'none'}"
            )
    assert family is not None  # only a family has parameters that are known
    made = family.make(**parameters)
    # The default's own record, where it is what was asked for.
    return plain if made == plain else made
