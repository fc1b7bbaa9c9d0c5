"""Formulas of the pages as MathML, which browsers set by themselves: no script is loaded."""

import re
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

__all__ = ["setup"]


def mathml(latex: str, display: str = "inline") -> str:
    """Return a formula, with the thin spaces around a function's name that the converter omits."""
    names = r"<mi>(?=log|softplus|expm1|diag)(\w+)</mi>(?!<mo)"
    return re.sub(names, r'\g<0><mspace width="0.17em"/>', convert(latex, display=display))


def _inline(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(f'<div class="math">{mathml(node.astext(), "block")}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer `html_math_renderer = "mathml"`."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
