"""Imports run one way: losses <- landscapes <- claims, figures, scene <- export <- pages <- app.

Within `landscapes/` the rooms stand in an order of their own, and no two files import each other,
by whatever way round.
"""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house import (
    CONTRIBUTING,
    DOORS,
    DRAWING,
    FLOORS,
    LIBRARIES,
    OUTSIDE,
    ROOMS,
    ROOT,
    imports,
    modules,
    nearest,
    redrawn,
    sources,
    uses,
)

DOWN = "Move what both need to a floor below, or hand it over as an argument."
EARLIER = (
    f"The order of rooms is {', '.join(ROOMS)}: move what both need to an earlier one, or hand it "
    "over as an argument."
)


def violations(path: str, source: str) -> list[str]:
    """What the imports of one file, at this path from the root, break, and what to do about it."""
    floor = Path(path).parts[0].removesuffix(".py")
    found = []
    for module, names, line, deferred in imports(ast.parse(source)):
        package, _, rest = module.partition(".")
        here = f"{path}:{line}"
        ours = package in FLOORS or package in OUTSIDE
        if ours and package != floor and package not in FLOORS[floor]:
            found.append(f"{here}: {floor} may not import {package}. {DOWN}")
        if package.startswith(("plotly", "dash")) and floor not in DRAWING:
            found.append(
                f"{here}: {floor} may not import {package}, which draws. Return arrays, and draw "
                "them in figures/ or pages/."
            )
        # Slow to load: `import landscapes` must not wait for it.
        if package == "sklearn" and floor in LIBRARIES and not deferred:
            found.append(
                f"{here}: sklearn takes half a second to load. Import it inside the function that "
                "needs it."
            )
        if package == floor == "landscapes" and path not in DOORS:
            for room in [rest.partition(".")[0]] if rest else names:
                found += room_violations(path, line, room)
    return found


def room_violations(path: str, line: int, imported: str) -> list[str]:
    """What an import of one room by a file of another breaks."""
    room = Path(path).parts[1].removesuffix(".py")
    if imported not in ROOMS:
        return [
            f"{path}:{line}: landscapes/ itself is not imported from within. Name the file that "
            f"{imported} stands in."
        ]
    if ROOMS.index(imported) > ROOMS.index(room):
        return [f"{path}:{line}: {room} may not import {imported}. {EARLIER}"]
    return []


@pytest.mark.parametrize("path", modules())
def test_a_module_keeps_to_its_floor_and_room(path: str) -> None:
    found = violations(path, (ROOT / path).read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


def test_every_floor_is_there_and_no_other() -> None:
    packages = {file.parent.name for file in ROOT.glob("[!.]*/__init__.py")}
    files = {file.stem for file in ROOT.glob("*.py")}
    assert (packages | files) - OUTSIDE == set(FLOORS), (
        "A new folder or file at the top is a floor: give it a place in FLOORS of house.py, and in "
        "the list of packages in pyproject.toml."
    )


def test_every_room_is_there_and_no_other() -> None:
    there = {
        path.stem
        for path in (ROOT / "landscapes").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there - {"__init__", "__main__"} == set(ROOMS), (
        "A new folder or file in landscapes/ is a room: give it a place in ROOMS of house.py."
    )


def circles(sources: Mapping[str, str]) -> list[list[str]]:
    """Circles of modules that import one another, deferred or not, from their sources by name."""
    graph = {name: uses(name, source, sources) for name, source in sources.items()}
    found, done = [], set[str]()

    def walk(module: str, way: list[str]) -> None:
        if module in way:
            found.append([*way[way.index(module) :], module])
        elif module not in done:
            for used in sorted(graph[module]):
                walk(used, [*way, module])
            done.add(module)

    for module in sorted(graph):
        walk(module, [])
    return found


def test_no_files_import_each_other_in_a_circle() -> None:
    found = "\n".join(" -> ".join(circle) for circle in circles(sources()))
    assert not found, (
        f"These import one another:\n{found}\nMove what both need to a file that knows neither; "
        "for a type alone, write a Protocol of what is asked of it."
    )


def test_the_house_is_drawn_as_it_is() -> None:
    assert CONTRIBUTING.read_text(encoding="utf-8") == redrawn(), (
        "The drawing of the house in CONTRIBUTING.md is not of today's imports: make house"
    )


def test_what_follows_from_other_imports_is_not_drawn() -> None:
    found = nearest({"a": {"b", "c", "d"}, "b": {"c"}, "c": set(), "d": set()})
    assert found == {"a": {"b", "d"}, "b": {"c"}, "c": set(), "d": set()}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("losses/focal.py", "import landscapes.planes.plane"),
        ("losses/focal.py", "from landscapes.planes.plane import Plane"),
        ("losses/focal.py", "def late():\n    import landscapes"),
        ("losses/focal.py", "import numpy, scene"),
        ("landscapes/sweeps/sweep.py", "import plotly.graph_objects as go"),
        ("landscapes/sweeps/sweep.py", "from tests.helpers import grid"),
        ("landscapes/sweeps/sweep.py", "import claims"),
        (
            "landscapes/data/real.py",
            "if True:\n    from sklearn import datasets",
        ),
        ("landscapes/data/toy.py", "from landscapes.problem import Problem"),
        ("landscapes/models/linear.py", "from landscapes.sweeps import kernels"),
        ("landscapes/planes/plane.py", "def late():\n    import landscapes.descents.path"),
        ("landscapes/problem.py", "from landscapes.planes.plane import Plane"),
        ("landscapes/checks.py", "from landscapes.checkpoint import checkpoint"),
        ("landscapes/terrain/basins.py", "from landscapes import Plane"),
        ("claims/race.py", "from figures import surface"),
        ("figures/surface.py", "import scene"),
        ("figures/surface.py", "import claims"),
        ("figures/surface.py", "import pages"),
        ("export/picture.py", "from pages.presets import PRESETS"),
        ("pages/home.py", "from app import create_app"),
        ("server/listen.py", "import landscapes"),
        ("server/guard.py", "import dash"),
        ("export/picture.py", "from server import guard"),
        ("scene/scene.py", "import figures"),
        ("scene/scene.py", "from dash import html"),
        ("scene/scene.py", "import dash_mantine_components as dmc"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    (found,) = violations(path, source)
    assert found.startswith(f"{path}:")
    assert found.endswith(".")  # a sentence that says what to do


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("losses/focal.py", "import numpy as np\nfrom losses.base import Loss"),
        ("landscapes/sweeps/sweep.py", "import losses\nimport dask"),
        ("landscapes/sweeps/sweep.py", "from landscapes.sweeps import kernels, workers"),
        ("landscapes/terrain/search.py", "from landscapes.descents import descent"),
        ("landscapes/__init__.py", "from landscapes.terrain.survey import survey"),
        ("landscapes/data/real.py", "def late():\n    from sklearn.datasets import load_iris"),
        ("claims/race.py", "import losses\nfrom landscapes import Plane"),
        ("figures/surface.py", "import plotly.graph_objects as go\nimport landscapes"),
        ("pages/home.py", "import scene, figures, dash, claims"),
        ("pages/home.py", "from server.ending import at_end"),
        ("app.py", "import pages, scene, dash_mantine_components"),
    ],
)
def test_a_permitted_import_is_not(path: str, source: str) -> None:
    assert violations(path, source) == []


@pytest.mark.parametrize(
    "sources",
    [
        {"a": "import b", "b": "import a"},
        {"a": "import b", "b": "def late():\n    from c import x", "c": "from a import y"},
        {"a": "if TYPE_CHECKING:\n    from b import B", "b": "from a import A"},
        {"p": "from p.one import x", "p.one": "from p import y"},
    ],
)
def test_a_circle_is_found(sources: dict[str, str]) -> None:
    assert len(circles(sources)) == 1


@pytest.mark.parametrize(
    "sources",
    [
        {"a": "import b, c", "b": "import c", "c": "import numpy"},
        {"p": "from p.one import x", "p.one": "from p import two", "p.two": "from q import p"},
    ],
)
def test_what_is_no_circle_is_not(sources: dict[str, str]) -> None:
    assert circles(sources) == []
