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
>>> losses.get("focal:gamma=3") == losses.get("focal", gamma=3.0)
True
>>> losses.get("focal", gamma=3.0).name, losses.get("focal", gamma=2.0).name
('focal:gamma=3', 'focal')
>>> losses.FAMILIES["sigmoid"]["focal"].parameters[0].bounds
'[0, 10]'
"""

from losses.base import Family, Loss
from losses.output import OUTPUTS, SIGMOID, SOFTMAX, Output, OutputKey
from losses.parameters import Parameter
from losses.registry import FAMILIES, LOSSES, get

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
