"""Losses of the probability that was given to the label, compiled: value, slope and bend.

Each is a function of one margin r, the logarithm of the odds t of all rivals against the label: its
value, its slope f' and its bend f'' in r. With p = 1 / (1 + t) of the label, q = t / (1 + t) of its
rivals and L = log(1 + t),

    squared error              q^2            2 q^2 p           2 q^2 p^2 (2 - t)
    absolute error             q              q p               q p^2 (1 - t)
    focal                      q^g L          q^g (g p L + q)   q^g (2 g + 1) p q
                                                                 + q^g g p L (g p - q)
    generalised cross-entropy  (1 - p^k) / k  p^k q             p^(k + 1) q (1 - k t)

Nothing in them cancels but at an inflection: no digit of a tail is lost.
"""

import math

import numpy as np

from landscapes.sweeps.compiled import compiled
from landscapes.sweeps.elementary import (
    LOG_2,
    LOG_2_REST,
    exponentials,
    exponentials_and_rest,
    log_near_1,
    logarithms,
    lost,
    powers,
    split,
)
from landscapes.sweeps.kernel_table import ABSOLUTE, FOCAL, SQUARED

__all__ = ["label_loss", "room_for", "whole_vectors"]

# Below this (1 - exp(-x)) / x is 1 - x / 2, to the last bit.
_SMALL = 1e-9
# Values in a vector of any machine's, times those that a loop takes at once.
_WHOLE = 16


@compiled
def whole_vectors(count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return the count that fills whole vectors: what is left over would be done one by one."""
    return -(-count // _WHOLE) * _WHOLE


@compiled
def room_for(count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return the room that `label_loss` needs for so many samples.

    Arrays of their own, here and where it is called: of rows of one array it could not be told that
    none of them overlap, and no loop would be vectorised.
    """
    return np.empty(count), np.empty(count), np.empty(count), np.empty(count)


@compiled
def _surprise(odds, own, surprise, spare):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Set own to the label's probability, and surprise to -log of it, as `add_log1p` would."""
    for i in range(len(odds)):
        spare[i] = 1.0 + odds[i]
    bits = spare.view(np.int64)
    for i in range(len(odds)):
        surprise[i], bits[i] = split(bits[i])
    for i in range(len(odds)):
        f, whole = spare[i] - 1.0, 1.0 + odds[i]
        # One division for both 1 / whole and f / (2 + f): they take longer than all the rest.
        shared = 1.0 / (whole * (2.0 + f))
        p, exponent = shared * (2.0 + f), surprise[i]
        own[i] = p
        rest = exponent * LOG_2_REST + lost(odds[i]) * p
        surprise[i] = log_near_1(f, f * (shared * whole), rest) + exponent * LOG_2


@compiled
def label_loss(loss, parameter, odds, beyond, value, slope, bend, room):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Set value, slope and bend of one of these losses at given odds of the label's rivals.

    Parameters
    ----------
    loss, parameter
        Which of the losses; its g or k.
    odds : (m,)
        Odds from exp(-700) to exp(700), or 0 where there is no sample; m `whole_vectors`.
    beyond : (m,)
        By how much the logarithm of the odds is larger than that of those given.
    value, slope, bend, room
        (m,) each; by `room_for`.
    """
    own, surprise, power, spare = room
    if loss == SQUARED:
        for i in range(len(odds)):
            p = 1.0 / (1.0 + odds[i])
            q = odds[i] * p
            pull = 2.0 * q * q * p
            value[i] = q * q
            slope[i] = pull
            bend[i] = pull * (p * (2.0 - odds[i]))
    elif loss == ABSOLUTE:
        for i in range(len(odds)):
            p = 1.0 / (1.0 + odds[i])
            q = odds[i] * p
            value[i] = q
            slope[i] = q * p
            bend[i] = q * p * (p * (1.0 - odds[i]))
    elif loss == FOCAL:
        _surprise(odds, own, surprise, spare)
        for i in range(len(odds)):
            spare[i] = odds[i] * own[i]
        if 2.0 * parameter == math.floor(2.0 * parameter):
            powers(spare, int(2.0 * parameter), power)
        else:
            logarithms(spare, value, slope)
            for i in range(len(odds)):
                spare[i] = parameter * slope[i]
            exponentials(spare, power, len(odds))
        for i in range(len(odds)):
            p, nats = own[i], surprise[i] + beyond[i]
            q = odds[i] * p
            weighted = parameter * p * nats
            value[i] = power[i] * nats
            slope[i] = power[i] * (weighted + q)
            straight = (2.0 * parameter + 1.0) * p * q
            bend[i] = power[i] * (straight + weighted * (parameter * p - q))
    else:
        _surprise(odds, own, surprise, spare)
        for i in range(len(odds)):
            surprise[i] += beyond[i]
            spare[i] = -parameter * surprise[i]
        exponentials_and_rest(spare, power, value, len(odds))
        inverse = 1.0 / parameter
        for i in range(len(odds)):
            p = own[i]
            pull = power[i] * (odds[i] * p)
            near = surprise[i] * (1.0 + 0.5 * spare[i])
            value[i] = near if spare[i] > -_SMALL else value[i] * inverse
            slope[i] = pull
            bend[i] = pull * (p * (1.0 - parameter * odds[i]))
