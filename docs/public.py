"""`.. public:: landscapes planes`: what one imports from a package, file by file.

A name is described where its file's `__all__` has it, under the name by which people import it. So
the reference has whatever `__all__` of the package has, and a new name needs no line in it.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

__all__ = ["described", "setup"]


def _files(package: ModuleType, room: str) -> Iterator[ModuleType]:
    """The modules of a package, or of one of its rooms, in alphabetical order."""
    prefix = f"{package.__name__}."
    for found in pkgutil.walk_packages(package.__path__, prefix):
        if f"{found.name}.".startswith(f"{prefix}{room}") and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _offered(package: ModuleType, file: ModuleType, name: str) -> bool:
    """Whether a package has this very thing of a file's: several files may have one of a name."""
    return name in package.__all__ and getattr(package, name) is getattr(file, name)


def _constant(file: ModuleType, name: str) -> list[str]:
    """Lines on a name that stands for neither a class nor a function, and on what stands below."""
    analyzer = ModuleAnalyzer.for_module(file.__name__)
    text = analyzer.find_attr_docs().get(("", name))
    if text is None:
        raise ValueError(f"{file.__name__}.{name} is public: say below it what it is, in a string")
    annotation = analyzer.annotations.get(("", name), "")
    head = [f".. py:data:: {name}"]
    head += [f"   :type: {annotation}"] if annotation else []
    return [*head, "", *(f"   {line}" for line in text)]


def _name(package: ModuleType, file: ModuleType, name: str) -> list[str]:
    described = getattr(package, name)
    if inspect.isclass(described):
        return [f".. autoclass:: {name}", "   :members:", ""]
    if inspect.isroutine(described):
        return [f".. autofunction:: {name}", ""]
    return _constant(file, name)


def described(package: str, room: str = "") -> list[str]:
    """Return reStructuredText on a package's public names of one room, or of all, file by file."""
    door, lines = importlib.import_module(package), []
    for file in _files(door, room):
        names = [n for n in getattr(file, "__all__", ()) if _offered(door, file, n)]
        if names:
            heading = file.__name__.rpartition(".")[2].replace("_", " ").capitalize()
            lines += [heading, "-" * len(heading), "", f".. automodule:: {file.__name__}"]
            lines += ["   :no-index:", "", f".. py:currentmodule:: {package}", ""]
            for name in names:
                lines += _name(door, file, name)
    return lines


class Public(SphinxDirective):
    """A package, and one of its rooms."""

    required_arguments, optional_arguments = 1, 1

    def run(self) -> list[nodes.Node]:
        """Describe them."""
        text = "\n".join(described(*self.arguments))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("public", Public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
