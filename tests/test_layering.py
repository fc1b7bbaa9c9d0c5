"""Imports run one way: losses <- landscapes <- figures <- pages <- app; others stand beside."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each layer, and those of ours that it may import.
LAYERS: dict[str, set[str]] = {
    "losses": set(),
    "landscapes": {"losses"},
    "scene": {"losses", "landscapes"},
    "claims": {"losses", "landscapes"},
    "figures": {"losses", "landscapes"},
    "export": {"losses", "landscapes", "claims", "scene", "figures"},
    "server": set(),  # beside all of it: requests, answers and processes, whatever they show
    "pages": {"losses", "landscapes", "claims", "scene", "figures", "export", "server"},
    "app": {"losses", "landscapes", "claims", "scene", "figures", "export", "pages", "server"},
    "wsgi": {"app", "server"},
}
OUTSIDE = {"tests", "benchmarks"}  # may import every layer, and no layer them
DRAWING = {"figures", "export", "pages", "app"}  # may import plotly and dash
LIBRARIES = {"losses", "landscapes", "claims"}
LOADS_SKLEARN = "landscapes/data/catalogue.py"


def imports(node: ast.AST, *, deferred: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Top-level package, line and "inside a function?" of every import below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield alias.name.partition(".")[0], child.lineno, deferred
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.partition(".")[0], child.lineno, deferred
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from imports(child, deferred=deferred or inside)


def violations(path: str, source: str) -> list[str]:
    """What the imports of one file, at this path from the root, break."""
    layer = Path(path).parts[0].removesuffix(".py")
    found = []
    for package, line, deferred in imports(ast.parse(source)):
        ours = package in LAYERS or package in OUTSIDE
        if ours and package != layer and package not in LAYERS[layer]:
            found.append(f"{path}:{line}: {layer} may not import {package}")
        if package.startswith(("plotly", "dash")) and layer not in DRAWING:
            found.append(f"{path}:{line}: {layer} may not import {package}, which draws")
        # Slow to load: `import losses` must not wait for it.
        if package == "sklearn" and layer in LIBRARIES and path != LOADS_SKLEARN and not deferred:
            found.append(f"{path}:{line}: sklearn is imported at the top of {LOADS_SKLEARN} only")
    return found


def modules() -> list[str]:
    """Every module of every layer, as a path from the root."""
    files = [file for layer in LAYERS for file in (ROOT / layer).rglob("*.py")]
    files += [ROOT / f"{layer}.py" for layer in LAYERS if (ROOT / f"{layer}.py").exists()]
    return sorted(file.relative_to(ROOT).as_posix() for file in files)


@pytest.mark.parametrize("path", modules())
def test_a_module_keeps_to_its_layer(path: str) -> None:
    assert violations(path, (ROOT / path).read_text(encoding="utf-8")) == []


def test_every_layer_is_there_and_no_other() -> None:
    packages = {file.parent.name for file in ROOT.glob("[!.]*/__init__.py")}
    files = {file.stem for file in ROOT.glob("*.py")}
    assert (packages | files) - OUTSIDE == set(LAYERS)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("losses/sigmoid.py", "import landscapes.plane"),
        ("losses/sigmoid.py", "from landscapes.plane import Plane"),
        ("losses/sigmoid.py", "def late():\n    import landscapes"),
        ("losses/sigmoid.py", "import numpy, scene"),
        ("landscapes/sweep.py", "import plotly.graph_objects as go"),
        ("landscapes/sweep.py", "from tests.helpers import grid"),
        ("landscapes/sweep.py", "try:\n    from sklearn import datasets\nexcept ImportError: ..."),
        ("figures/surface.py", "import scene"),
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
    assert len(violations(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("losses/softmax.py", "import numpy as np\nfrom losses.base import Loss"),
        ("landscapes/sweep.py", "import losses\nimport dask"),
        ("landscapes/data/catalogue.py", "from sklearn.datasets import load_iris"),
        ("landscapes/descent.py", "def late():\n    import sklearn"),
        ("figures/surface.py", "import plotly.graph_objects as go\nimport landscapes"),
        ("pages/home.py", "import scene, figures, dash"),
        ("pages/home.py", "from server.ending import at_end"),
        ("app.py", "import pages, scene, dash_mantine_components"),
    ],
)
def test_a_permitted_import_is_not(path: str, source: str) -> None:
    assert violations(path, source) == []
