"""The colours of figures/theme.py as the browser has them: for the sheets, and for Mantine."""

from typing import Any

from figures.theme import DARK, FONT, LIGHT, POINTER, THEMES, Theme

__all__ = ["MANTINE", "theme_of", "tokens"]

# Those that sheets ask for; assets/_shared/tokens.css says which of the two grounds is in force.
_COLOURS = ("ink", "secondary", "hairline", "ground", "panel", "check")

# Mantine's ten shades, of the look's colours: index 9 or 0 is the one strong button's.
_INK = [
    *(DARK.ink, "#d3d2cf", "#bcbdbc", "#a1a5a8", "#858b91"),
    *("#6a727a", "#525b64", "#3b434b", "#2b3239", LIGHT.ink),
]
_GREY = [
    *(LIGHT.panel, "#f1efea", LIGHT.check, LIGHT.hairline, "#d3cfc6"),
    *("#9aa3ab", LIGHT.secondary, "#48515a", "#333b43", LIGHT.ink),
]
_DARK = [
    *(DARK.ink, "#c9cac8", DARK.secondary, "#88919a", DARK.hairline),
    *("#252c32", DARK.panel, DARK.ground, "#101418", "#0b0e11"),
]
MANTINE: dict[str, Any] = {
    "black": LIGHT.ink,
    "white": LIGHT.ground,
    "colors": {"ink": _INK, "gray": _GREY, "dark": _DARK},
    "primaryColor": "ink",
    "primaryShade": {"light": 9, "dark": 0},
    "defaultRadius": 6,
    "cursorType": "pointer",
    "respectReducedMotion": True,
    "fontFamily": FONT,
    "headings": {"fontWeight": "650"},
    # A screen has one strong button, and that one says variant="filled".
    "components": {"Button": {"defaultProps": {"variant": "default", "size": "xs"}}},
    "shadows": dict.fromkeys(("xs", "sm", "md", "lg", "xl"), "none"),
}
"""What Mantine's components look like."""


def theme_of(colours: object) -> Theme:
    """Return the theme of a colour scheme's name; light where it is not known yet."""
    return THEMES["dark" if colours == "dark" else "light"]


def tokens() -> str:
    """Return a rule of CSS that holds every colour of both grounds, as --ink-light and so on."""
    known = {
        f"{name}-{theme.name}": getattr(theme, name)
        for theme in THEMES.values()
        for name in _COLOURS
    }
    known |= {"pointer": POINTER, "font": FONT}
    return f":root {{ {'; '.join(f'--{name}: {value}' for name, value in known.items())} }}"
