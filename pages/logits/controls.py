"""Controls of the page about three logits: label, losses, examples, the constant that is added."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from landscapes.sweeps.logits import LABELS
from pages.logits.view import FAR, LogitsView
from pages.parts.aria import named
from pages.parts.columns import SIDES
from pages.parts.controls import grouped, labelled, slider
from pages.parts.graphs import plain_graph
from pages.parts.pickers import loss_entries

__all__ = ["EXAMPLES", "controls"]

EXAMPLES = {"wrong": "Confidently wrong", "even": "Undecided", "right": "Confidently right"}


def controls(view: LogitsView) -> html.Aside:
    """Return the column of controls."""
    return html.Aside(
        [
            html.H1("Three logits", className="softmax-title"),
            html.P(
                "One sample, three classes. Only differences of logits count: what a constant "
                "added to all of them does is shown below, and the pictures show the plane where "
                "they sum to 0.",
                className="note",
            ),
            grouped(
                "The label",
                dmc.SegmentedControl(
                    id="softmax-label",
                    data=[
                        {"value": key, "label": key if key.isdigit() else name}
                        for key, name in LABELS.items()
                    ],
                    value=view.label,
                    fullWidth=True,
                    size="xs",
                ),
            ),
            *(
                dmc.Select(
                    id=f"softmax-{side}",
                    label=f"Loss on the {side}",
                    data=loss_entries("softmax", getattr(view, side)),
                    value=getattr(view, side),
                    allowDeselect=False,
                    className="control",
                )
                for side in SIDES
            ),
            grouped(
                "Put the point",
                html.Div(
                    [
                        dmc.Button(title, id=f"softmax-example-{name}", size="xs", fullWidth=True)
                        for name, title in EXAMPLES.items()
                    ],
                    className="softmax-examples",
                ),
            ),
            labelled("Added to all logits, c", _shift(view), "softmax-shift-text"),
        ],
        className="side-panel softmax-controls",
        **named("Controls"),
    )


def _shift(view: LogitsView) -> list[Any]:
    """Return the slider of the constant, and what adding it does."""
    title = "Constant added to all logits"
    return [
        slider("softmax-shift", title, view.shift, (-FAR, FAR, 0.5)),
        html.Div(plain_graph("softmax-flat", None, doubleClick="reset"), className="softmax-flat"),
        html.P(id="softmax-flat-text", className="note"),
    ]
