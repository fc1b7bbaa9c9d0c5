"""The HTML that Dash fills in, and the one script that has to run before anything is drawn."""

import base64
import hashlib
from pathlib import Path
from string import Template

from figures.theme import DARK, LIGHT
from pages.parts.theme import tokens

__all__ = ["SCRIPT_HASH", "index"]

_HERE = Path(__file__).parent
_SCRIPT = (_HERE / "colour_scheme.js").read_text(encoding="utf-8")

SCRIPT_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()}'"
"""The script in its head, as a Content-Security-Policy allows it."""


def index() -> str:
    """Return the HTML, with all but Dash's own parts in it."""
    html = Template((_HERE / "index.html").read_text(encoding="utf-8"))
    return html.substitute(
        light=LIGHT.ground, dark=DARK.ground, tokens=tokens(), colour_scheme=_SCRIPT
    )
