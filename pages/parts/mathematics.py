"""Formulas as MathML, which browsers set by themselves."""

from functools import cache
from typing import Any

from dash import html
from latex2mathml.converter import convert

__all__ = ["mathematics"]

# The converter leaves out the thin spaces that LaTeX sets around the name of a function.
_SPACE = '<mspace width="0.17em"></mspace>'


@cache
def mathematics(latex: str, block: bool = False) -> Any:
    """Return a formula; assets/_shared/formula.js sets the MathML in the attribute.

    Parameters
    ----------
    latex : str
        The formula.
    block : bool
        Whether it stands on a line of its own, rather than within a sentence.
    """
    mathml = convert(latex, display="block" if block else "inline")
    attribute: dict[str, Any] = {
        "data-mathml": mathml.replace("<mi>log</mi>", f"{_SPACE}<mi>log</mi>{_SPACE}")
    }
    if block:
        return html.Div(className="mathematics formula-block", **attribute)
    return html.Span(className="mathematics", **attribute)
