"""Sphinx's settings. No page loads anything from elsewhere, and nothing is fetched to build it."""

import re
from collections import namedtuple
from typing import Any

import numpy as np
from docutils import nodes
from numpy.typing import ArrayLike, NDArray
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.typing import stringify_annotation

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

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

# What NumPy's aliases stand for would fill a line each.
_ALIASES = {
    stringify_annotation(alias, "smart"): name
    for alias, name in (
        (ArrayLike, "ArrayLike"),
        (NDArray[np.float64], "ndarray"),
        (NDArray[np.int64], "ndarray"),
        (NDArray[np.bool_], "ndarray"),
        (NDArray[Any], "ndarray"),
    )
}
_FIELD = type(namedtuple("_Pair", "one").one)  # type: ignore[attr-defined]


def _signature(*event: Any) -> tuple[str | None, ...]:  # noqa: ANN401 (as Sphinx hands it over)
    """Put NumPy's aliases by their names into a signature and what it returns."""
    texts = list(event[-2:])
    for expanded, name in _ALIASES.items():
        texts = [text and text.replace(expanded, name) for text in texts]
    return tuple(texts)


def _docstring(*event: Any) -> None:  # noqa: ANN401 (as Sphinx hands it over)
    """Have |x| and **options mean what they say: no docstring marks up anything with these."""
    *_, lines = event
    for i, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            lines[i] = re.sub(r"(?<!\\)\||(?<![\\*\w)])\*\*(?=\w+\))", r"\\\g<0>", line)


def _skipped(*event: Any) -> bool | None:  # noqa: ANN401 (as Sphinx hands it over)
    """Leave out a named tuple's fields, of which Python says but their numbers."""
    return True if isinstance(event[3], _FIELD) else None


def _properties(_: Sphinx, document: nodes.document) -> None:
    """Put the aliases into what a property is said to be, which is no signature to autodoc."""
    for note in document.findall(addnodes.desc_annotation):
        if "ndarray[" in note.astext():
            short = re.sub(r"ndarray\[tuple\[.*?\], dtype\[\w+\]\]", "ndarray", note.astext())
            note.children = [nodes.Text(short)]


def setup(app: Sphinx) -> None:
    """Have docstrings and signatures read as they are written."""
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _docstring, priority=400)  # before numpydoc
    app.connect("autodoc-skip-member", _skipped)
    app.connect("doctree-read", _properties)
