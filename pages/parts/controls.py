"""Controls that pages make theirs of: sections, a control under its title, sliders."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from pages.parts.aria import named

__all__ = ["grouped", "labelled", "section", "slider"]


def section(title: str, children: list[Any]) -> html.Section:
    """Return a group of controls under a heading."""
    return html.Section([html.H2(title, className="heading"), *children], className="section")


def labelled(title: str, control: Any, reading: Any = None, **more: Any) -> html.Div:
    """Return a control under its title.

    Parameters
    ----------
    title : str
        Its title.
    control : component or list of components
        The control, with what stands below it.
    reading : str or dict, optional
        The id of what says the number in force.
    **more
        Further attributes of the whole.
    """
    shown = [] if reading is None else [html.Span(id=reading, className="reading")]
    head = html.Div([html.Span(title), *shown], className="control-head")
    below = control if isinstance(control, list) else [control]
    return html.Div([head, *below], className="control", **more)


def grouped(title: str, control: Any) -> html.Div:
    """Return a control of several buttons under its title, which is their group's name."""
    return labelled(title, control, role="group", **named(title))


def slider(
    name: Any, title: str, value: float, range_: tuple[float, float, float], **more: Any
) -> dmc.Slider:
    """Return a slider from low to high in steps; its title is read by screen readers alone."""
    low, high, step = range_
    return dmc.Slider(
        id=name,
        value=value,
        min=low,
        max=high,
        step=step,
        updatemode="drag",
        thumbLabel=title,
        label=None,
        size=3,
        thumbSize=14,
        **more,
    )
