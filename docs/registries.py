"""`.. registry:: losses`: what a registry holds, a row a record, as its records say it."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from landscapes import CATALOGUE, RULES
from losses import FAMILIES, LOSSES

__all__ = ["REGISTRIES", "setup"]

Row = tuple[str, ...]


def _losses() -> Iterator[Row]:
    yield "Key", "On", "Loss of one sample", "What it measures", "Convex in the logits", "Source"
    for output, registered in LOSSES.items():
        for loss in registered.values():
            family = FAMILIES[output].get(loss.key)
            key = f"``{loss.key}``"
            for one in family.parameters if family else ():
                key += f" with ``{one.name}`` in {one.bounds}, {one.default:g} by default"
            convex = "yes" if loss.convex else f"no: not {loss.where_not_convex}"
            yield key, output, f":math:`{loss.formula}`", loss.meaning, convex, loss.reference


def _datasets() -> Iterator[Row]:
    yield "Name", "What it shows", "Options"
    for recipe in CATALOGUE.values():
        options = ", ".join(f"``{one.name}``" for one in recipe.options)
        yield f"``{recipe.name}``", recipe.shows, options


def _rules() -> Iterator[Row]:
    yield "Key", "What it does", "Options", "Source"
    for rule in RULES.values():
        options = ", ".join(f"``{one.name}`` ({one.default:g})" for one in rule.options)
        yield f"``{rule.key}``", rule.meaning, options, rule.reference


REGISTRIES: Mapping[str, Callable[[], Iterator[Row]]] = MappingProxyType(
    {"losses": _losses, "datasets": _datasets, "rules": _rules}
)
"""The tables that can be asked for: a generator each, whose first row is the header."""


class Registry(SphinxDirective):
    """The name of a registry."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write its table."""
        lines = [".. list-table::", "   :header-rows: 1", ""]
        for row in REGISTRIES[self.arguments[0]]():
            lines += [f"   {'  ' if i else '* '}- {cell}".rstrip() for i, cell in enumerate(row)]
        return self.parse_text_to_nodes("\n".join(lines))


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("registry", Registry)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
