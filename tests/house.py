"""The house: its floors and rooms, what imports what, and a drawing of it for CONTRIBUTING.md.

`python -m tests.house`, or `make house`, draws it anew from the imports as they are.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "DOORS",
    "DRAWING",
    "FLOORS",
    "LIBRARIES",
    "OUTSIDE",
    "ROOMS",
    "ROOT",
    "Import",
    "drawing",
    "graph",
    "imports",
    "modules",
    "nearest",
    "redrawn",
    "sources",
    "uses",
]

ROOT = Path(__file__).parent.parent

# Each floor, and those of ours that it may import.
FLOORS: dict[str, set[str]] = {
    "losses": set(),
    "landscapes": {"losses"},
    "claims": {"losses", "landscapes"},
    "scene": {"losses", "landscapes"},
    "figures": {"losses", "landscapes"},
    "export": {"losses", "landscapes", "claims", "scene", "figures"},
    "server": set(),  # beside all of it: requests, answers and processes, whatever they show
    "pages": {"losses", "landscapes", "claims", "scene", "figures", "export", "server"},
    "app": {"losses", "landscapes", "claims", "scene", "figures", "export", "pages", "server"},
    "wsgi": {"app", "server"},
}
# The rooms of landscapes/, each of which may import those before it; what is a file stands alone.
ROOMS = (
    "checks",
    "checkpoint",
    "data",
    "models",
    "problem",
    "planes",
    "sweeps",
    "descents",
    "terrain",
)
DOORS = {
    "landscapes/__init__.py",
    "landscapes/__main__.py",
}  # may import every room, and no room them
OUTSIDE = {"tests", "benchmarks", "docs"}  # may import every floor, and no floor them
DRAWING = {"figures", "export", "pages", "app"}  # may import plotly and dash
LIBRARIES = {"losses", "landscapes", "claims"}


class Import(NamedTuple):
    """What is imported, on which line, and whether inside a function."""

    module: str
    names: tuple[str, ...]
    line: int
    deferred: bool


def imports(node: ast.AST, *, deferred: bool = False) -> Iterator[Import]:
    """Every import below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, (), child.lineno, deferred)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            names = tuple(alias.name for alias in child.names)
            yield Import(child.module, names, child.lineno, deferred)
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from imports(child, deferred=deferred or inside)


def files_of(floor: str) -> list[Path]:
    """Every Python file of a floor."""
    alone = ROOT / f"{floor}.py"
    return [alone] if alone.exists() else sorted((ROOT / floor).rglob("*.py"))


def modules() -> list[str]:
    """Every module of every floor, as a path from the root."""
    return [f.relative_to(ROOT).as_posix() for floor in FLOORS for f in files_of(floor)]


def uses(name: str, source: str, known: Mapping[str, str]) -> set[str]:
    """Which of the known modules one imports. A package stands for its __init__."""
    found = set()
    for module, names, _, _ in imports(ast.parse(source)):
        submodules = {f"{module}.{one}" for one in names} & set(known)
        # `from package import submodule` asks the package for nothing else.
        found |= (
            submodules
            if submodules and len(submodules) == len(names)
            else {
                module,
                *submodules,
            }
        )
    return (found & set(known)) - {name}


def sources() -> dict[str, str]:
    """The text of every module of every floor, by its name; a package has that of its __init__."""
    found = {}
    for file in (ROOT / path for path in modules()):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = file.read_text(encoding="utf-8")
    return found


Graph = dict[str, set[str]]


def graph(place: Callable[[str], str | None]) -> Graph:
    """What imports what: places of the house, by a function that says where a module stands."""
    texts, found = sources(), Graph()
    for name, text in texts.items():
        for module in (name, *uses(name, text, texts)):
            here, there = place(name), place(module)
            if here and there:
                found.setdefault(here, set()).update({there} - {here})
    return found


def floor_of(module: str) -> str:
    """The floor of a module."""
    return module.partition(".")[0]


def room_of(module: str) -> str | None:
    """The room of a module of landscapes/; None of what is in no room."""
    floor, _, rest = module.partition(".")
    room = rest.partition(".")[0]
    return room if floor == "landscapes" and room in ROOMS else None


def nearest(found: Graph) -> Graph:
    """The imports that no others imply: none of a place that is reached by way of another."""

    def below(place: str) -> set[str]:
        return found[place].union(*(below(one) for one in found[place]))

    return {
        place: {one for one in used if not any(one in below(other) for other in used)}
        for place, used in found.items()
    }


def drawing() -> str:
    """The house as a Mermaid flow chart: an arrow from what imports to what it builds on."""
    floors, rooms = nearest(graph(floor_of)), nearest(graph(room_of))
    lines = ["flowchart TD", "    subgraph landscapes"]
    lines += [f"    {line}" for line in _arrows(rooms, ROOMS)]
    return "\n".join([*lines, "    end", *_arrows(floors, tuple(FLOORS))])


def _arrows(found: Graph, order: tuple[str, ...]) -> list[str]:
    """A line a place that imports others; what comes last in the order first."""
    return [
        f"    {place} --> {' & '.join(sorted(found[place], key=order.index, reverse=True))}"
        for place in reversed(order)
        if found[place]
    ]


CONTRIBUTING = ROOT / "CONTRIBUTING.md"
_DRAWN = re.compile(r"(?<=```mermaid\n).*?(?=\n```)", re.DOTALL)


def redrawn() -> str:
    """CONTRIBUTING.md with the house as it is."""
    text, count = _DRAWN.subn(drawing(), CONTRIBUTING.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"CONTRIBUTING.md must have one block of mermaid; found {count}")
    return text


if __name__ == "__main__":
    CONTRIBUTING.write_text(redrawn(), encoding="utf-8")
