"""python -m benchmarks: tables of ratios."""

import argparse
import importlib.util
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from benchmarks import page, surveys
from benchmarks.autodiff import LARGEST, differences
from benchmarks.contenders import CONTENDERS, Case, engine
from benchmarks.table import table
from benchmarks.timing import interleaved
from landscapes import Dataset, Plane, Problem, load
from landscapes.sweeps.workers import cores

# What the engine has to reach: on both losses at 2,000 x 121^2, and on softmax with K = 3.
HEADLINE = "2,000 x 121^2"
TARGETS = {
    HEADLINE: {"plain loop": 30.0, "reference": 10.0, "JAX": 8.0},
    "K = 3, 2,000 x 121^2": {"JAX": 8.0},
}
MOST_FLOORS = 2.5


def drawn(samples: int, points: int, classes: int = 2, title: str = "") -> Case:
    """Return a case of normally distributed features with overlapping classes."""
    rng = np.random.default_rng(samples)
    y = rng.integers(0, classes, size=samples)
    X = rng.normal(size=(samples, 2)) + np.stack([np.cos(y), np.sin(y)], axis=1)
    names = [str(k) for k in range(classes)]
    problem = Problem(Dataset(X, y, classes=names), "sigmoid" if classes == 2 else "softmax")
    origin, u, v = rng.normal(size=(3, len(problem.parameters)))
    plane = Plane(0.3 * origin, u, v)
    title = title or f"{samples:,} x {points}^2"
    axis = np.linspace(-3.0, 3.0, points)
    return Case(title, problem, "", plane, axis, axis)


def measured_on_real_data(points: int) -> Case:
    """Return breast-cancer's case: 569 samples, all features, standardised."""
    problem = Problem(load("breast-cancer", standardise=True))
    plane = Plane.axes(problem, "w1", "b")
    axis = np.linspace(-5.0, 5.0, points)
    return Case(f"breast-cancer, 569 x {points}^2", problem, "", plane, axis, axis)


def compare(cases: list[Case], repeat: int) -> list[str]:
    """Print how many times faster than each contender the engine is; return the targets missed."""
    names = [name for name in CONTENDERS if name not in ("engine", "floor")]
    missed = []

    def rows() -> Iterable[list[str]]:
        for case in cases:
            for loss in ("cross-entropy", "squared-error"):
                whole = replace(case, loss=loss)
                parts = {name: whole.strip(it.pairs) for name, it in CONTENDERS.items()}
                calls = {name: it.make(parts[name]) for name, it in CONTENDERS.items()}
                times = interleaved({k: call for k, call in calls.items() if call}, repeat)
                for name in times:
                    times[name] *= whole.pairs / parts[name].pairs
                own = times["engine"]
                ratios = {name: times[name] / own for name in names if name in times}
                floors = own / times["floor"]
                for name, least in TARGETS.get(case.title, {}).items():
                    if ratios.get(name, least) < least:
                        missed.append(f"{case.title}, {loss}: {ratios[name]:.1f}x {name}")
                if case.title == HEADLINE and floors > MOST_FLOORS:
                    missed.append(f"{case.title}, {loss}: {floors:.2f} floors")
                yield [
                    case.title,
                    loss,
                    f"{1e3 * own:.2f} ms",
                    f"{1e9 * own / whole.pairs:.3f} ns",
                    *(f"{ratios[name]:.1f}x" if name in ratios else "-" for name in names),
                    f"{floors:.2f}",
                ]

    print("\nHow many times faster the engine is than the others, and how many floors it takes")
    print("(a floor is one float64 reciprocal a pair of sample and grid point, on all cores;")
    print("slow ones are timed on some rows of the grid, and scaled up)")
    table(["samples x grid", "loss", "engine", "a pair", *names, "floors"], rows())
    return missed


def scaling(repeat: int) -> None:
    """Print how time grows with samples, with grid points, and shrinks with threads."""

    def growing(cases: list[Case]) -> Iterable[list[str]]:
        times = interleaved({case.title: engine(case) for case in cases}, repeat)
        for case in cases:
            own = times[case.title]
            yield [case.title, case.loss, f"{1e3 * own:.2f} ms", f"{1e9 * own / case.pairs:.3f} ns"]

    head = ["", "loss", "engine", "a pair"]
    for name, sizes in (
        ("samples", [(n, 121) for n in (250, 1000, 4000, 16000, 64000)]),
        ("grid points", [(4000, points) for points in (31, 61, 121, 241, 481)]),
    ):
        cases = [replace(drawn(*size), loss="cross-entropy") for size in sizes]
        table([f"growing {name}", *head[1:]], growing(cases))

    case = replace(drawn(4000, 241), loss="cross-entropy")
    counts = [2**i for i in range(cores().bit_length()) if 2**i <= cores()]
    pools = {count: ThreadPoolExecutor(count) for count in counts}
    times = interleaved({str(n): engine(case, pool) for n, pool in pools.items()}, repeat)
    table(
        ["threads, 4,000 x 241^2", "loss", "engine", "gain"],
        (
            [
                str(n),
                case.loss,
                f"{1e3 * times[str(n)]:.2f} ms",
                f"{times['1'] / times[str(n)]:.2f}x",
            ]
            for n in counts
        ),
    )


def large() -> None:
    """Sweep a million samples on 256 x 256 points; print the time and the process's peak memory."""
    import resource  # not on every system

    case = replace(drawn(1_000_000, 256), loss="cross-entropy")
    engine(replace(case, a=case.a[:8], b=case.b[:8]))()  # compiles
    start = time.perf_counter()
    engine(case)()
    seconds = time.perf_counter() - start
    unit = 2**30 if sys.platform == "darwin" else 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"\n{case.title}: {seconds:.1f} s, peak memory of the process {peak:.2f} GiB")


def against_autodiff() -> list[str]:
    """Print how far every loss is from JAX's automatic differentiation; return those that are."""
    found = differences()
    if found is None:
        return []
    missed = []

    def rows() -> Iterable[list[str]]:
        for one in found:
            if not one.agrees:
                missed.append(f"{one.loss.output.key} {one.loss.name} is not what JAX finds")
            yield [one.loss.title, one.loss.output.key, *(f"{part:.0e}" for part in one[1:])]

    print("\nHow far each loss is from JAX's automatic differentiation of its textbook formula,")
    print(f"as a share of the largest entry, at logits up to 6 (to be at most {LARGEST:g})")
    table(["loss", "output", "value", "gradient", "curvature"], rows())
    return missed


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeat", type=int, default=7, help="rounds (default 7)")
    parser.add_argument("--quick", action="store_true", help="the headline case only")
    parser.add_argument("--surveys", action="store_true", help="surveys, in sweeps, only")
    parser.add_argument("--large", action="store_true", help="a million samples, for memory, only")
    options = parser.parse_args()
    if options.large:
        large()
        return
    if options.surveys:
        _conclude(surveys.report(options.repeat))
        return
    print(
        f"{cores()} cores; medians of {options.repeat} rounds, in which the contenders take turns"
    )
    for name in ("jax", "torch"):
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed: its column stays empty")
    headline = drawn(2000, 121)
    cases = [
        drawn(200, 121),
        headline,
        drawn(20000, 121),
        measured_on_real_data(161),
        drawn(2000, 121, 3, "K = 3, 2,000 x 121^2"),
        drawn(2000, 121, 10, "K = 10, 2,000 x 121^2"),
    ]
    missed = against_autodiff()
    missed += compare([headline] if options.quick else cases, options.repeat)
    if not options.quick:
        scaling(options.repeat)
        missed += surveys.report(options.repeat)
        page.report()
    _conclude(missed)


def _conclude(missed: list[str]) -> None:
    print("\nEvery target is met." if not missed else "\nBelow target: " + "; ".join(missed))


if __name__ == "__main__":
    main()
