"""What the page about several labels says: sentences and tables made of numbers."""

from typing import Any

import numpy as np
from dash import html

from landscapes.terrain.outputs import Comparison, Fit
from landscapes.terrain.survey import percent

__all__ = ["fits_table", "fits_text", "place_table", "places_table", "rows_text", "sentence"]

# The terms of sums and slopes here are probabilities and labels, up to 1.
_ROUNDING = 1e-15


def sentence(found: Comparison, place: str) -> str:
    """Say what either output makes of the place that is looked at."""
    data, g = found.data, found.data.places.index(place)
    truth, soft, free = data.truth[g], found.softmax, found.sigmoids
    k = int(np.abs(soft.probability[g] - truth).argmax())
    text = (
        f"The true frequencies sum to {truth.sum():.2f}, softmax's probabilities to "
        f"{_close(soft.sums[g])}, the sigmoids' to {free.sums[g]:.2f}. Softmax is farthest off for "
        f"{data.labels[k]}: true on {percent(truth[k])} of days, given "
        f"{percent(soft.probability[g, k])}. Here the sigmoids are "
        f"off by {free.off[g]:.3f} at most."
    )
    if found.beyond[g] > 1e-9:
        text += (
            f" Whatever its logits, softmax is off by {found.beyond[g]:.2g} or more for some label."
        )
    return text


def _close(value: float) -> str:
    """Write a sum, and how far it is from 1 where rounding shows."""
    off = abs(value - 1.0)
    return (
        "1"
        if off == 0.0
        else "1 to rounding"
        if off < _ROUNDING
        else f"1 (to {off:.0e})".replace("-", "−")
        if off < 1e-9
        else f"{value:.4f}"
    )


def rows_text(found: Comparison) -> str:
    """Say how rows were made into labels, and how many of them could not be."""
    data = found.data
    text = f"{data.source[0].upper()}{data.source[1:]}. "
    if data.exclusive:
        return text + "Every day bears one label, so both outputs are taught the same rows as is."
    return text + (
        f"{found.split} of the {len(data)} days bear several labels: for softmax these share 1 "
        f"evenly, as its labels must sum to 1. {found.left_out} bear none: no shares of none sum "
        "to 1, so these are left out for softmax. The sigmoids take every day as is."
    )


def place_table(found: Comparison, place: str) -> Any:
    """Return the chosen place's probabilities, and the slopes of both losses at the truth."""
    g, data = found.data.places.index(place), found.data
    fitted = [fit.probability[g] for fit in (found.softmax, found.sigmoids)]
    columns = [data.truth[g], data.counted[g], *fitted]
    slopes = (found.softmax.gradient[g], found.sigmoids.gradient[g])
    rows = [
        _row(label, [*(f"{one[k]:.3f}" for one in columns), *(_slope(one[k]) for one in slopes)])
        for k, label in enumerate(data.labels)
    ]
    # As many digits as in the chart and in the sentence.
    rows.append(_row("sum", [*(f"{one.sum():.2f}" for one in columns), "", ""]))
    groups = ("", "frequency", "probability", "slope")
    heads = ["true", "counted", *("softmax", "sigmoids") * 2]
    return _table(["", *heads], rows, groups)


def _slope(value: float) -> str:
    if 0.0 < abs(value) < _ROUNDING:
        return "0 to rounding"
    text = "0" if value == 0.0 else f"{value:.0e}" if abs(value) < 5e-4 else f"{value:.3f}"
    return text.replace("-", "−")


def places_table(found: Comparison, place: str) -> Any:
    """Return all places: how far off both outputs are, and where their losses are least."""
    rows = []
    for g, name in enumerate(found.data.places):
        cells: list[Any] = [f"{found.data.truth[g].sum():.2f}"]
        for fit in (found.softmax, found.sigmoids):
            cells += [f"{fit.off[g]:.3f}", "yes" if fit.least_at_truth[g] else "no"]
        rows.append(_row(name, cells, chosen=name == place))
    heads = ["", "true sum", *("off by", "least there") * 2]
    return _table(heads, rows, ("", "", "softmax", "sigmoids"))


def fits_table(found: Comparison) -> Any:
    """Return what is one number a fit."""
    fits: list[Fit] = [found.softmax, found.sigmoids]
    rows = [
        _row("rows", [f"{fit.rows:,}" for fit in fits]),
        _row("loss at the fit, nats a row", [f"{fit.loss:.4f}" for fit in fits]),
        _row("slope at the fit", [_slope(fit.slope) for fit in fits]),
        _row("least sum of probabilities", [f"{fit.sums.min():.2f}" for fit in fits]),
        _row("largest sum", [f"{fit.sums.max():.2f}" for fit in fits]),
    ]
    return _table(["", "softmax", "sigmoids"], rows)


def fits_text(found: Comparison) -> str:
    """Say what the losses of both fits mean, and of which one a penalty was needed."""
    text = (
        "The two losses are not to be compared: one is of a choice among three, the other of three "
        "answers yes or no. Nats: the unit that goes with the natural logarithm."
    )
    held = [fit for fit in (found.softmax, found.sigmoids) if fit.penalty]
    if held:
        who = " and ".join("softmax" if fit.name == "softmax" else "a sigmoid" for fit in held)
        text += (
            f" At some place no day bears some label, so {who} was fitted under an L2 penalty of "
            f"{held[0].penalty:g}: without one, a logit would go to minus infinity."
        )
    return text


def _table(heads: list[str], rows: list[Any], groups: tuple[str, ...] = ()) -> Any:
    """Return a table; a group's name stands above two columns, an empty one above one."""
    cells = [html.Th(head, scope="col") if head else html.Td() for head in heads]
    above = [
        html.Th(group, scope="colgroup", colSpan=2) if group else html.Td() for group in groups
    ]
    head = [html.Tr(above, className="labels-groups")] if groups else []
    return html.Table([html.Thead([*head, html.Tr(cells)]), html.Tbody(rows)], className="numbers")


def _row(name: str, values: list[Any], chosen: bool = False) -> Any:
    cells = [html.Td(value) for value in values]
    return html.Tr(
        [html.Th(name, scope="row"), *cells], className="labels-chosen" if chosen else None
    )
