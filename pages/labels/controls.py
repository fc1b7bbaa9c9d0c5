"""Controls of the page about several labels: how the days were made, and the place."""

import dash_mantine_components as dmc
from dash import html

from pages.labels.view import PLACES, ROWS, LabelsView
from pages.parts.aria import named
from pages.parts.controls import grouped

__all__ = ["controls"]

_DAYS = (("several", "Several or none"), ("one", "Exactly one"))


def controls(view: LabelsView) -> html.Aside:
    """Return the column of controls."""
    return html.Aside(
        [
            html.H1("Softmax or sigmoids?", className="labels-heading"),
            html.P(
                "A day can be rainy, windy and cold at once. How often each is true at each place "
                "is known here, as the days are made up. One softmax and three sigmoids are fitted "
                "to the same days by least cross-entropy.",
                className="note",
            ),
            grouped(
                "Labels a day bears",
                dmc.SegmentedControl(
                    id="labels-days",
                    data=[{"value": value, "label": label} for value, label in _DAYS],
                    value=view.days,
                    fullWidth=True,
                    size="xs",
                ),
            ),
            dmc.Select(
                id="labels-place",
                label="Place",
                data=[{"value": place, "label": place.capitalize()} for place in PLACES],
                value=view.place,
                allowDeselect=False,
                className="control",
            ),
            grouped(
                "Days",
                dmc.SegmentedControl(
                    id="labels-n",
                    data=[{"value": str(n), "label": f"{n:,}"} for n in ROWS],
                    value=str(view.n),
                    fullWidth=True,
                    size="xs",
                ),
            ),
            dmc.NumberInput(
                id="labels-seed",
                label="Seed",
                value=view.seed,
                min=0,
                max=9999,
                allowDecimal=False,
                clampBehavior="strict",
                className="control inline",
            ),
            html.P(id="labels-rows", className="note"),
        ],
        className="side-panel labels-controls",
        **named("Controls"),
    )
