"""Controls of the Export dialog: what it offers, for a page that shows a scene and for others."""

from math import gcd
from typing import Any

import dash_mantine_components as dmc
from dash import html

from export import FORMATS, SIZES
from figures.columns import SHOWN
from figures.slide import BACKGROUNDS
from pages.export.request import DECK, LARGEST, SMALLEST
from pages.parts.aria import named
from pages.workspace.presets import PRESETS

__all__ = ["CONTROLS", "controls", "offered"]

_BACKGROUNDS = {
    "light": "Light",
    "dark": "Dark",
    "transparent": "None, for a light slide",
    "transparent-dark": "None, for a dark slide",
}
_RATIOS = {(16, 9): "16:9", (4, 3): "4:3", (1, 1): "Square"}
# What a browser makes by itself, of drawings it has; and what is made of drawings of its.
_BY_BROWSER, _OF_ITS_DRAWINGS = ("png", "svg"), ("pptx", "gif")
_TOGETHER = "Drawn in this browser, put together by the server."


def _note(kind: str) -> str:
    """Say where a format is made, and what is to be known of it."""
    made = "Made in this browser." if kind in _BY_BROWSER else "Made by the server."
    if kind in _OF_ITS_DRAWINGS:
        made = _TOGETHER
    return f"{made} {FORMATS[kind].note}".strip()


_NOTES = {kind: _note(kind) for kind in FORMATS} | {
    DECK: f"{_TOGETHER} A slide for each of the {len(PRESETS)} presets."
}
CONTROLS = (
    ("what", "value"),
    ("size", "value"),
    ("width", "value"),
    ("height", "value"),
    ("background", "value"),
    ("format", "value"),
    ("heading", "value"),
    ("title", "checked"),
    ("caption", "checked"),
    ("link", "checked"),
)
"""What the dialog asks for: ids, and the properties that hold the values."""


def controls() -> html.Div:
    """Return the column of controls."""
    first: Any = {"data-autofocus": True}  # has the focus when the dialog opens
    return html.Div(
        [
            _select("what", "What", _choices(SHOWN), "columns"),
            _select("size", "Size", _sizes(), next(iter(SIZES))),
            html.Div(
                [_side("width", 1920), _side("height", 1080)],
                id="export-free",
                className="export-sides",
                style={"display": "none"},
            ),
            _select(
                "background",
                "Background",
                [{"value": key, "label": _BACKGROUNDS[key]} for key in BACKGROUNDS],
                "light",
            ),
            _select("format", "Format", _formats(), "png"),
            dmc.TextInput(
                id="export-heading",
                label="Title",
                placeholder="Its own",
                debounce=300,
                value="",
            ),
            html.Div(
                [
                    _switch("title", "Title"),
                    _switch("caption", "Caption"),
                    _switch("link", "Link"),
                ],
                className="export-switches",
                role="group",
                **named("Text in the picture"),
            ),
            html.P(id="export-note", className="note"),
            html.Div(
                [
                    html.Span(id="export-progress"),
                    html.Div(html.I(id="export-bar"), className="job-track"),
                    html.Button("Cancel", id="export-cancel", type="button"),
                ],
                id="export-work",
                className="job export-work",
                style={"display": "none"},
                role="status",
            ),
            dmc.Button(
                "Save", id="export-save", variant="filled", size="sm", fullWidth=True, **first
            ),
        ],
        className="export-controls",
    )


def offered(address: str) -> dict[str, Any]:
    """Return what the dialog offers, for a page that shows a scene and for any other one."""
    return {
        "address": address,
        "sides": [SMALLEST, LARGEST],
        "notes": _NOTES,
        "byBrowser": _BY_BROWSER,
        "drawn": [key for key, one in FORMATS.items() if one.drawn and key not in _BY_BROWSER]
        + [DECK],
        "scene": {
            "what": _choices(SHOWN),
            "format": _formats(),
            "background": [{"value": key, "label": _BACKGROUNDS[key]} for key in BACKGROUNDS],
        },
        "plots": {
            "what": [{"value": "page", "label": "Every plot of the page"}],
            "format": _formats()[:1],
            "background": [
                {"value": "screen", "label": "As on the screen"},
                {"value": "transparent", "label": "None"},
            ],
        },
    }


def _choices(titles: Any) -> list[dict[str, str]]:
    return [{"value": key, "label": title} for key, title in titles.items()]


def _formats() -> list[dict[str, Any]]:
    here = [{"value": key, "label": FORMATS[key].title} for key in _BY_BROWSER]
    there = [
        {"value": key, "label": one.title} for key, one in FORMATS.items() if key not in _BY_BROWSER
    ]
    place = next(i for i, one in enumerate(there) if one["value"] == "pptx")
    there.insert(place + 1, {"value": DECK, "label": "PowerPoint, all presets"})
    return [
        {"group": "Made in this browser", "items": here},
        {"group": "With the server", "items": there},
    ]


def _sizes() -> list[dict[str, str]]:
    entries = []
    for name, (width, height) in SIZES.items():
        common = gcd(width, height)
        ratio = _RATIOS[width // common, height // common]
        entries.append({"value": name, "label": f"{ratio}, {width} × {height}"})
    return [*entries, {"value": "free", "label": "Free"}]


def _select(name: str, title: str, data: list[dict[str, Any]], value: str) -> Any:
    return dmc.Select(
        id=f"export-{name}",
        label=title,
        data=data,
        value=value,
        allowDeselect=False,
        checkIconPosition="right",
        maxDropdownHeight=340,
    )


def _side(name: str, value: int) -> Any:
    return dmc.NumberInput(
        id=f"export-{name}",
        label=name.capitalize(),
        value=value,
        allowDecimal=False,
        allowNegative=False,
        hideControls=True,
        debounce=300,
    )


def _switch(name: str, title: str) -> Any:
    return dmc.Switch(id=f"export-{name}", label=title, checked=True, size="xs")
