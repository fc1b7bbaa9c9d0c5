"""What is said of a survey, in words."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from landscapes import Landscape, Plane, Problem, Survey, good_window, load, survey, sweep, verdict
from landscapes.terrain.survey import percent


def landscape(name: str, loss: str, resolution: int = 121, **options: Any) -> Landscape:
    problem = Problem(load(name), **options)
    plane = Plane.axes(problem, *problem.parameters[:2])
    return sweep(problem, loss, plane, *good_window(problem, plane).grid(resolution))


@pytest.mark.parametrize(
    ("name", "loss", "expected"),
    [
        ("two-minima", "cross-entropy", "1 minimum. 0 % of this window is not convex."),
        (
            "two-minima",
            "squared-error",
            "2 minima, 1 saddle. 91 % of this window is not convex; on under 1 % the gradient is "
            "below 0.001.",
        ),
        (
            "separable",
            "cross-entropy",
            "No finite minimum: the loss falls for ever along (w1, b) = (1, 0). 0 % of this window "
            "is not convex; on 11 % the gradient is below 0.001.",
        ),
        (
            "overlap",
            "hinge",
            "Minima are not looked for, as the loss has kinks: the lowest value in this window "
            "(121 x 121 grid) is 0.4768. 0 % of it is not convex.",
        ),
        (
            "separable",
            "hinge",
            "Minima are not looked for, as the loss has kinks: the lowest value in this window "
            "(121 x 121 grid) is 0. 0 % of it is not convex; on 23 % the gradient is below 0.001.",
        ),
    ],
)
def test_a_verdict_to_the_letter(name: str, loss: str, expected: str) -> None:
    found = survey(landscape(name, loss))
    if found.direction is not None:  # the linear programme may return another one as good
        found = dataclasses.replace(found, direction=np.array([1.0, 0.0]))
    assert verdict(found) == expected


def test_the_verdict_on_four_minima_counts_all() -> None:
    found = survey(landscape("four-minima", "squared-error", intercept=False))
    assert verdict(found).startswith("4 minima, 4 saddles, 1 maximum. ")


MEASURED = survey(landscape("overlap", "cross-entropy", 21))


def told(**changes: Any) -> str:
    return verdict(dataclasses.replace(MEASURED, **changes))


def test_what_a_verdict_says_in_every_case() -> None:
    kinds = {
        kind: dataclasses.replace(MEASURED.minima[0], kind=kind)
        for kind in ("minimum", "saddle", "maximum", "degenerate")
    }
    low = kinds["minimum"]
    none: dict[str, Any] = {"critical": (), "finite_minimum": None, "grid": (121, 121)}
    convex = "0 % of this window is not convex."
    assert told(plateau_share=0.0) == f"1 minimum. {convex}"
    assert told(**none, nonconvex_share=0.89, plateau_share=0.32) == (
        "No minimum found in this window (121 x 121 grid). 89 % of it is not convex; on 32 % the "
        "gradient is below 0.001."
    )
    assert told(**(none | {"grid": (21, 41)}), plateau_share=0.0).startswith(
        "No minimum found in this window (41 x 21 grid). 0 % of it"
    )
    assert told(**(none | {"finite_minimum": True}), plateau_share=0.0) == (
        f"No minimum found in this window (121 x 121 grid): it lies outside. {convex}"
    )
    assert told(critical=(low, low), falls_at_edge=True, plateau_share=0.0) == (
        f"2 minima, but the loss is lower still at the window's edge. {convex}"
    )
    assert told(
        critical=(low,), finite_minimum=False, direction=np.array([0.6, -0.8]), plateau_share=0.0
    ) == (
        "1 minimum, but it is not the lowest: the loss falls for ever along (w1, b) = (0.6, -0.8). "
        f"{convex}"
    )
    assert told(critical=(kinds["degenerate"],), grid=(121, 121), plateau_share=0.0) == (
        "No strict minimum found in this window (121 x 121 grid), but 1 critical point with a "
        "curvature of 0. 0 % of it is not convex."
    )
    assert told(critical=(low, kinds["saddle"], kinds["maximum"]), plateau_share=0.005) == (
        "1 minimum, 1 saddle, 1 maximum. 0 % of this window is not convex; on under 1 % the "
        "gradient is below 0.001."
    )


def test_verdicts_agree_with_their_surveys_numbers() -> None:
    found: Survey = survey(landscape("overlap", "squared-error"), plateau=0.05)
    assert f"{percent(found.nonconvex_share)} of this window is not convex" in verdict(found)
    assert f"on {percent(found.plateau_share)} the gradient is below 0.05" in verdict(found)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "0 %"),
        (1e-9, "under 1 %"),
        (0.0099, "under 1 %"),
        (0.01, "1 %"),
        (0.894, "89 %"),
        (0.99, "99 %"),
        (0.9901, "over 99 %"),
        (1.0 - 1e-9, "over 99 %"),
        (1.0, "100 %"),
    ],
)
def test_only_none_is_0_percent_and_only_all_is_100(share: float, expected: str) -> None:
    assert percent(share) == expected
