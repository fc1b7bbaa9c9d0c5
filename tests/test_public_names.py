"""What people import stays where it is: the public names of the last release, and later ones."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = {
    "losses": """
        FAMILIES LOSSES OUTPUTS SIGMOID SOFTMAX Family Loss Output OutputKey Parameter get
    """,
    "landscapes": """
        CATALOGUE DATASETS LADDER RULES Basins BestRate CriticalPoint Dataset Landscape Linear Model
        Outcome Path Plane Problem Pulls Restriction Rule Separation Survey Values Window basins
        best_rate compile_in_background critical_points cross_entropy_minimum descend fit_window
        flat_directions good_window load pulls rate_from_curvature separation survey sweep verdict
    """,
    "claims": """
        ENTRIES FREQUENT HOLDS HOLDS_IN_PART HOLDS_NOT NEAR RUNNERS SLOWER Approach Bend Calibration
        Claim Compared Convexity Entry Exclusion Fact Forecast Growth HardMargin Heat Labels
        Likelihood Linearity Margin Minima OneSample Optima Penalised Plateau Product Race Rarity
        Reasons Run Runner Starts Tally Verdict Weight approach arrival calibration convexity
        exclusion forecast hard_margin inflections labels likelihood limit linearity margin
        most_wrong one_sample optima plateau race rarity reasons search_minima slower split
    """,
    "figures": "DARK LIGHT Theme field surface",
    "scene": "CONTROLS HOMES PENALTIES Lesson Scene Step choices",
    "export": """
        FORMATS PATHS SIZES Format NoBrowserError Painter Picture Renderer Study deck draw scene_of
        study
    """,
}
EVERY = [(package, name) for package, names in NAMES.items() for name in names.split()]
# Loaded by the first who needs it, not by an import: each takes a third of a second or more.
HEAVY = ("numba", "sklearn", "plotly", "dash", "pydantic", "jax", "torch")


@pytest.mark.parametrize(("package", "name"), EVERY)
def test_a_public_name_is_where_it_was(package: str, name: str) -> None:
    module = importlib.import_module(package)
    assert hasattr(module, name), f"from {package} import {name} worked in a release, and has to"
    assert name in module.__all__


@pytest.mark.parametrize("package", list(NAMES))
def test_a_new_public_name_is_listed_here(package: str) -> None:
    """From then on it is a promise."""
    assert set(importlib.import_module(package).__all__) == set(NAMES[package].split())


@pytest.mark.parametrize("package", ["losses", "landscapes", "claims"])
def test_a_library_is_light_to_import(package: str) -> None:
    code = f"import sys, {package}; print(*(set({HEAVY!r}) & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.split() == []
