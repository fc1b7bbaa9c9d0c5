"""python -m landscapes: sweep a landscape from the command line, and keep it as a NumPy file.

python -m landscapes breast-cancer --features "mean radius" --loss cross-entropy -o sweep.npz
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

import losses
from landscapes import CATALOGUE, Landscape, Plane, Problem, Window, good_window, load, sweep


def main(arguments: Sequence[str] | None = None) -> int:
    """Sweep as the command line says, with a progress bar; return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        landscape = _sweep(given)
        with given.output.open("wb") as file:
            np.savez_compressed(
                file,
                a=landscape.a,
                b=landscape.b,
                value=landscape.value,
                gradient=landscape.gradient,
                curvature=landscape.curvature,
            )
    except (ValueError, TypeError, OSError) as error:
        print(f"landscapes: {error}", file=sys.stderr)
        return 1
    print(
        f"{given.output}: {landscape.loss.title} of {landscape.problem.dataset.title}, "
        f"{len(landscape.a)} x {len(landscape.b)} points over {' and '.join(landscape.plane.names)}"
    )
    return 0


def _sweep(given: argparse.Namespace) -> Landscape:
    recipe = CATALOGUE[given.data]
    options: dict[str, Any] = {} if given.output_kind == "softmax" else dict(recipe.binary)
    for name in ("n", "noise", "seed", "features", "classes"):
        if getattr(given, name) is not None:
            options[name] = getattr(given, name)
    problem = Problem(
        load(given.data, standardise=given.standardise, **options),
        given.output_kind,
        recipe.intercept,
        given.penalty,
    )
    plane = Plane.axes(problem, *(given.plane or problem.parameters[:2]))
    window = good_window(problem, plane)
    if given.window is not None:
        window = Window(tuple(given.window[:2]), tuple(given.window[2:]))
    loss = problem.loss(given.loss)
    with tqdm(unit="pair", unit_scale=True, leave=False, file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return sweep(problem, loss, plane, *window.grid(given.resolution), progress=progress)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m landscapes", description="Sweep a loss over a plane of parameters."
    )
    parser.add_argument("data", choices=tuple(CATALOGUE), help="the data set")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the .npz file to write")
    parser.add_argument(
        "--loss", default="cross-entropy", help="its key, with parameters as in focal:gamma=3"
    )
    parser.add_argument(
        "--output-kind", default="sigmoid", choices=tuple(losses.OUTPUTS), help="the model's output"
    )
    parser.add_argument("--n", type=int, help="rows of a toy set")
    parser.add_argument("--noise", type=float, help="noise of a toy set")
    parser.add_argument("--seed", type=int, help="seed of a toy set")
    parser.add_argument("--features", nargs="+", metavar="NAME", help="features of a real set")
    parser.add_argument("--classes", help="classes of a real set")
    parser.add_argument("--standardise", action="store_true", help="scale every feature")
    parser.add_argument("--penalty", type=float, default=0.0, help="L2 penalty on the weights")
    parser.add_argument("--plane", nargs=2, metavar="NAME", help="the two parameters; others are 0")
    parser.add_argument(
        "--window", nargs=4, type=float, metavar="X", help="a from, a to, b from, b to"
    )
    parser.add_argument("--resolution", type=int, default=81, help="points a side")
    return parser


if __name__ == "__main__":
    sys.exit(main())
