"""The registry: every loss by output and key, and `get`, which looks one up."""

from collections.abc import Mapping
from functools import lru_cache

from losses import (
    absolute_error,
    cross_entropy,
    focal,
    generalized_cross_entropy,
    hinge,
    label_squared_error,
    squared_error,
    squared_error_on_logit,
)
from losses.base import Family, Loss
from losses.output import OUTPUTS

__all__ = ["FAMILIES", "LOSSES", "get"]

# In the order in which they are offered.
_FILES = (
    squared_error,
    cross_entropy,
    label_squared_error,
    absolute_error,
    hinge,
    squared_error_on_logit,
    focal,
    generalized_cross_entropy,
)

LOSSES: dict[str, dict[str, Loss]] = {
    output: {loss.key: loss for file in _FILES for loss in file.LOSSES if loss.output.key == output}
    for output in OUTPUTS
}
"""Every loss by output and key, in the order in which they are offered."""

FAMILIES: dict[str, dict[str, Family]] = {
    output: {
        loss.key: families[output]
        for file in _FILES
        for loss in file.LOSSES
        if loss.output.key == output and output in (families := getattr(file, "FAMILIES", {}))
    }
    for output in OUTPUTS
}
"""The losses among them that have parameters, by the same keys: a file has a family an output."""


def get(key: str, output: str = "sigmoid", **parameters: float) -> Loss:
    """Return the loss with this key on this output.

    Parameters
    ----------
    key : str
        Which loss: its key, or its name with parameters, such as "focal:gamma=3" (a comma between
        several). `Loss.name` is this text.
    output : str
        On which output.
    **parameters : float
        Values of the loss's parameters, such as `gamma=3.0`; those left out have their defaults.

    Raises
    ------
    TypeError
        Where a parameter is not a number.
    ValueError
        Where the output, the key or a parameter is unknown, a parameter is out of its bounds or
        given twice, or the text after the key is malformed; the message lists what there is.
    """
    # Named in every link, on every curve and sweep; what a name stands for never changes.
    if parameters or not all(isinstance(part, str) for part in (key, output)):
        return _get(key, output, parameters)
    return _named(key, output)


@lru_cache(maxsize=512)
def _named(name: str, output: str) -> Loss:
    return _get(name, output, {})


def _get(key: str, output: str, parameters: Mapping[str, float]) -> Loss:
    if output not in LOSSES:
        raise ValueError(f"unknown output {output!r}: choose one of {', '.join(LOSSES)}")
    text, colon, rest = key, "", ""
    if isinstance(key, str):
        key, colon, rest = key.partition(":")
    if key not in LOSSES[output]:
        raise ValueError(
            f"unknown loss {key!r} for a {output} output: choose one of {', '.join(LOSSES[output])}"
        )
    plain, family = LOSSES[output][key], FAMILIES[output].get(key)
    known = {one.name: one for one in family.parameters} if family else {}
    takes = " and ".join(f"{one.name} in {one.bounds}" for one in known.values())
    of = f"of {key} on a {output} output, which takes {takes or 'none'}"
    for name in parameters:
        if name not in known:
            raise ValueError(f"unknown parameter {name!r} {of}")
    given = dict(parameters)
    for part in rest.split(",") if colon else ():
        name, equals, number = part.partition("=")
        if not (name and equals):
            raise ValueError(
                f"malformed loss {text!r}: {part!r} is not parameter=number with a parameter {of}"
            )
        if name not in known:
            raise ValueError(f"unknown parameter {name!r} {of}; in {text!r}")
        if name in given:
            raise ValueError(f"malformed loss {text!r}: {name} is given twice")
        given[name] = known[name].read(number)
    if family is None or not given:
        return plain
    made = family.make(**given)
    # The default's own record, where it is what was asked for.
    return plain if made == plain else made
