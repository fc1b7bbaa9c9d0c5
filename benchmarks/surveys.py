"""A survey's time in sweeps: what the page does beside drawing the ground that it has swept."""

import threading
import time
from dataclasses import replace

from benchmarks.timing import Call, interleaved
from landscapes import Landscape, compile_in_background, separation, survey, sweep
from scene.scene import Scene

__all__ = ["MOST", "report"]

# A survey is to take no longer than so many sweeps of the same ground.
MOST = 5.0
DATA = ("overlap", "moons", "separable", "two-minima", "breast-cancer", "iris")
LOSSES = ("squared-error", "cross-entropy")
RESOLUTION = 81


def report(repeat: int) -> list[str]:
    """Print surveys' times by data set and loss, on the page's own windows; return the slow."""
    compile_in_background().join()
    print(
        f"\nA survey in sweeps of its own ground, {RESOLUTION}^2 points (to be at most {MOST:g});"
    )
    print("the first in a plane looks for a separating direction too, which later ones know")
    print(f"{'data':<16}{'loss':<16}{'sweep':>10}{'survey':>10}{'sweeps':>8}{'separation':>12}")
    missed = []
    for name in DATA:
        scene = Scene(data=name)
        problem, plane, axes = scene.problem, scene.slice, scene.window.grid(RESOLUTION)
        start = time.perf_counter()
        separation(replace(problem), plane)  # another problem: nothing is known
        alone = time.perf_counter() - start
        for loss in LOSSES:
            ground = sweep(problem, loss, plane, *axes)
            swept, surveyed = _times(ground, repeat)
            ratio = surveyed / swept
            if ratio > MOST:
                missed.append(f"survey of {name}, {loss}: {ratio:.1f} sweeps")
            print(
                f"{name:<16}{loss:<16}{1e3 * swept:>7.2f} ms{1e3 * surveyed:>7.2f} ms{ratio:>8.1f}"
                f"{1e3 * alone:>9.2f} ms"
            )
    print(f"  beside surveys in a thread, another thread keeps {_kept():.0%} of its pace alone")
    return missed


def _times(ground: Landscape, repeat: int) -> tuple[float, float]:
    problem, loss, plane = ground.problem, ground.loss, ground.plane

    def again() -> Landscape:
        return sweep(problem, loss, plane, ground.a, ground.b)

    def surveyed() -> object:
        # A landscape keeps its eigenvalues: each survey is given one that knows none.
        return survey(fresh.pop())

    fresh = [again() for _ in range(repeat + 1)]
    calls: dict[str, Call] = {"sweep": again, "survey": surveyed}
    times = interleaved(calls, repeat)
    return times["sweep"], times["survey"]


def _kept(seconds: float = 2.0) -> float:
    """Share of its own pace that a counting thread keeps while another surveys without end."""
    scene = Scene(data="breast-cancer")
    ground = sweep(scene.problem, "squared-error", scene.slice, *scene.window.grid(RESOLUTION))
    alone = _counted(seconds)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            survey(ground)

    thread = threading.Thread(target=work)
    thread.start()
    beside = _counted(seconds)
    stop.set()
    thread.join()
    return beside / alone


def _counted(seconds: float) -> int:
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        count += 1
    return count
