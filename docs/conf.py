"""Sphinx's settings. Nothing that a page loads lies elsewhere, and nothing is fetched to build it."""

import re
from typing import Any

from sphinx.application import Sphinx

project = "loss landscapes"
extensions = [
    "sphinx.ext.autodoc",
    "numpydoc",
    "myst_parser",
    "docs.mathml",
    "docs.public",
    "docs.registries",
]
exclude_patterns = ["_build"]
default_role = "py:obj"
add_module_names = False

html_theme = "furo"
html_title = "Loss landscapes"
html_math_renderer = "mathml"
html_show_copyright = False
html_copy_source = False
html_theme_options = {"footer_icons": []}

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

# What NumPy's aliases stand for would fill a line: an argument of `ArrayLike` alone has ten parts.
_ALIASES = {
    r"ndarray\[tuple\[Any, \.\.\.\], dtype\[(\w+)\]\]": "ndarray",
    r"_Buffer \| _SupportsArray\[dtype\[Any\]\] \| [^,)]*(?:, [^,)=]*)*?\| _NestedSequence"
    r"\[[^=)]*?\]\](?= |,|\)|$)": "ArrayLike",
}


def shortened(signature: str | None) -> str | None:
    """Return a signature with NumPy's aliases by their names."""
    for expanded, name in _ALIASES.items():
        signature = signature and re.sub(expanded, name, signature)
    return signature


def _shorten(*event: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 (as Sphinx hands it over)
    *_, signature, returned = event
    return shortened(signature), shortened(returned)


def _plain(*event: Any) -> None:  # noqa: ANN401 (as Sphinx hands it over)
    """Have |x| and **options mean what they say: no docstring marks up anything with these."""
    *_, lines = event
    for i, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            lines[i] = re.sub(r"(?<!\\)\||(?<![\\*\w)])\*\*(?=\w+\))", r"\\\g<0>", line)


def setup(app: Sphinx) -> None:
    """Shorten signatures as autodoc has made them, and take docstrings as they are written."""
    app.connect("autodoc-process-docstring", _plain, priority=400)  # before numpydoc
    app.connect("autodoc-process-signature", _shorten)
