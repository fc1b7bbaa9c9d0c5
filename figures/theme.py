"""Theme: colours, fonts, axis text and the camera, for figures on light and on dark ground.

Every colour stands here: the style sheets have them from here, too, through pages/parts/theme.py.
"""

from dataclasses import dataclass
from typing import Any

__all__ = ["CAMERA", "DARK", "FONT", "LIGHT", "POINTER", "THEMES", "Theme"]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif"

# Seen from the corner of large weights: squared error's plateau at the back, its valley in front.
CAMERA = {
    "eye": {"x": 1.3, "y": -1.34, "z": 0.94},
    "center": {"x": -0.02, "y": -0.02, "z": -0.14},
    "up": {"x": 0.0, "y": 0.0, "z": 1.0},
}

# A loss keeps its colour on every page: (on light ground, on dark ground). Beyond the first two
# they are of Okabe and Ito's colour-blind-safe set, darkened on light ground for contrast. One plot
# is not to hold more of them than that set can tell apart.
_LOSS_COLOURS = {
    "squared-error": ("#C8500A", "#E07B39"),
    "cross-entropy": ("#0067A8", "#5AB0E8"),
    "absolute-error": ("#007A5A", "#2BC498"),
    "hinge": ("#A8497F", "#D98BB7"),
    "squared-error-on-logit": ("#7A6A00", "#D6C53A"),
    "focal": ("#4B4FB5", "#9DA1F0"),
    "generalized-cross-entropy": ("#5A5A5A", "#B5B5B5"),
    "label-squared-error": ("#8C2F2F", "#E58A8A"),
}
# For losses that are added without one.
_FURTHER_COLOURS = (
    ("#1F1F7A", "#6E78FF"),
    ("#3F7A1E", "#8FD45F"),
    ("#B0006A", "#FF5FB4"),
)
POINTER = "#e8001c"  # the dot that a room follows, red as a laser's


@dataclass(frozen=True)
class Theme:
    """The colours of one ground.

    Attributes
    ----------
    name : str
        "light" or "dark".
    ink, secondary, hairline, ground : str
        Text, quieter text, thin lines, what all is drawn on.
    panel, check : str
        What stands beside the ground; the squares on it that say that there is none.
    terrain : tuple of str
        The ground of a landscape, low to high.
    zero, negative, positive : str
        The diverging scale of curvature.
    """

    name: str
    ink: str
    secondary: str
    hairline: str
    ground: str
    panel: str
    check: str
    terrain: tuple[str, str, str]
    negative: str
    zero: str
    positive: str

    def loss(self, name: str, known: tuple[str, ...] = ()) -> str:
        """Return the colour of a loss by its key or name, the same whatever its parameters.

        One without its own takes its place's among the keys `known`.
        """
        key, place = name.partition(":")[0], 0 if self.name == "light" else 1
        if key in _LOSS_COLOURS:
            return _LOSS_COLOURS[key][place]
        further = [other for other in known if other not in _LOSS_COLOURS]
        index = further.index(key) if key in further else 0
        return _FURTHER_COLOURS[index % len(_FURTHER_COLOURS)][place]

    @property
    def terrain_scale(self) -> list[list[Any]]:
        """The terrain as plotly's colour scale."""
        return [[i / 2, colour] for i, colour in enumerate(self.terrain)]

    def with_alpha(self, colour: str, alpha: float) -> str:
        """Return a #rrggbb colour as rgba(...)."""
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},{alpha:g})"

    def base(self, height: int | None = None) -> dict[str, Any]:
        """Return the layout that every figure starts from."""
        return {
            "font": {"family": FONT, "size": 12, "color": self.ink},
            "paper_bgcolor": self.ground,
            "plot_bgcolor": self.ground,
            "showlegend": False,
            "autosize": True,
            "hoverlabel": {
                "bgcolor": self.ground,
                "bordercolor": self.hairline,
                "font": {"color": self.ink, "family": FONT, "size": 12},
            },
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": self.secondary,
                "activecolor": self.ink,
                "orientation": "h",
            },
        } | ({"height": height} if height else {})

    def axis(self, title: str, **more: object) -> dict[str, Any]:
        """Return a flat plot's axis: hairline grid, no zero line, quiet ticks."""
        return {
            "title": {"text": title, "standoff": 6, "font": {"size": 13}},
            "gridcolor": self.hairline,
            "zeroline": False,
            "ticks": "",
            "tickfont": {"color": self.secondary, "size": 11},
            "automargin": True,
        } | more

    def title(self, text: str) -> dict[str, Any]:
        """Return a figure's title: one quiet line at the left, above the plot."""
        return {
            "text": text,
            "x": 0.012,
            "xanchor": "left",
            "y": 0.985,
            "yanchor": "top",
            "font": {"size": 12, "color": self.secondary},
        }


LIGHT = Theme(
    name="light",
    ink="#1d2329",
    secondary="#5d6770",
    hairline="#e4e1da",
    ground="#ffffff",
    panel="#f7f6f3",
    check="#e9e6e0",
    terrain=("#3b4148", "#aab0b3", "#f1efea"),
    negative="#8C2D6A",
    zero="#f7f6f3",
    positive="#2F6B4F",
)
"""On light ground, the default."""
DARK = Theme(
    name="dark",
    ink="#e9e7e2",
    secondary="#9aa3ab",
    hairline="#2c333a",
    ground="#14181c",
    panel="#1b2025",
    check="#1b2025",
    terrain=("#242a30", "#5d666e", "#b9c0c5"),
    negative="#D874B4",
    zero="#20262c",
    positive="#6FBF97",
)
"""On dark ground."""
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
