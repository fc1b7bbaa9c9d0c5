"""`.. registry:: losses`: what a registry holds, an entry a record, in the records' own words."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from landscapes import CATALOGUE, RULES
from losses import FAMILIES, LOSSES, OutputKey

__all__ = ["REGISTRIES", "setup"]

Entry = tuple[str, str]


def _losses(output: OutputKey) -> Iterator[Entry]:
    for loss in LOSSES[output].values():
        family = FAMILIES[output].get(loss.key)
        takes = [
            f"``{one.name}`` in {one.bounds}, {one.default:g} by default"
            for one in (family.parameters if family else ())
        ]
        convex = "Convex." if loss.convex else f"Not convex {loss.where_not_convex}."
        kinks = f" Kinks: {loss.where_not_smooth}." if loss.where_not_smooth else ""
        text = f":math:`{loss.formula}` |br| {loss.meaning} {convex}{kinks} |br| {loss.reference}."
        yield ", ".join([f"``{loss.key}``", *takes]), text


def _datasets() -> Iterator[Entry]:
    for recipe in CATALOGUE.values():
        options = ", ".join(f"``{one.name}``" for one in recipe.options) or "none"
        yield f"``{recipe.name}``", f"{recipe.shows}. Options: {options}."


def _rules() -> Iterator[Entry]:
    for rule in RULES.values():
        options = ", ".join(f"``{one.name}`` ({one.default:g})" for one in rule.options)
        takes = f" Options: {options}." if options else ""
        yield f"``{rule.key}``", f"{rule.meaning}.{takes} |br| {rule.reference}."


REGISTRIES: Mapping[str, Callable[[], Iterator[Entry]]] = MappingProxyType(
    {
        "sigmoid": lambda: _losses("sigmoid"),
        "softmax": lambda: _losses("softmax"),
        "datasets": _datasets,
        "rules": _rules,
    }
)
"""What can be asked for: a name and what is said of it, record by record."""

_LINE_BREAK = [".. |br| raw:: html", "", "   <br>", ""]


class Registry(SphinxDirective):
    """The name of a registry."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write its records as a list of definitions."""
        lines = [] if "br" in self.state.document.substitution_defs else [*_LINE_BREAK]
        for name, text in REGISTRIES[self.arguments[0]]():
            lines += [name, f"   {text}"]
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("registry", Registry)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
