"""python -m landscapes sweeps and keeps what sweep() returns."""

from pathlib import Path

import numpy as np
import pytest

from landscapes import Plane, Problem, load, sweep
from landscapes.__main__ import main


def test_a_sweep_is_kept_as_a_numpy_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "sweep.npz"
    window = ["-2", "0", "10", "20"]
    arguments = ["breast-cancer", "--features", "mean radius", "--loss", "squared-error"]
    arguments += ["--window", *window, "--resolution", "11", "-o", str(target)]
    assert main(arguments) == 0
    out = capsys.readouterr()
    assert "n = 569" in out.out
    assert "pair" in out.err  # the progress bar
    problem = Problem(load("breast-cancer", features=["mean radius"]))
    expected = sweep(
        problem,
        "squared-error",
        Plane.axes(problem, "w1", "b"),
        np.linspace(-2, 0, 11),
        np.linspace(10, 20, 11),
    )
    with np.load(target) as kept:
        for name in ("a", "b", "value", "gradient", "curvature"):
            np.testing.assert_array_equal(kept[name], getattr(expected, name))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--noise", "9"], "noise must be from 0.05 to 3"),
        (["--features", "x"], "has no option 'features'"),
        (["--plane", "w1", "w9"], "unknown parameter 'w9'"),
        (["--window", "3", "1", "0", "1"], "window a must be (low, high)"),
        (["--penalty", "-1"], "penalty must be"),
        (["--loss", "no-such-loss"], "unknown loss 'no-such-loss'"),
        (["--loss", "focal:gamma=99"], "gamma must lie in [0, 10]"),
    ],
)
def test_what_was_wrong_is_one_line(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "sweep.npz"
    assert main(["overlap", "-o", str(target), *more]) == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert said in line
    assert not target.exists()
