"""How a sweep is run: on whose threads, in which order, with what memory, and how it is stopped."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import distributed
import numpy as np
import pytest

from landscapes import Dataset, Landscape, Plane, Problem, Restriction, compile_in_background, sweep
from landscapes.sweeps import kernels, workers
from losses import LOSSES
from losses.arrays import Array

ROOT = Path(__file__).parents[3]
ARRAYS = ("a", "b", "value", "gradient", "curvature")


def problem_of(rows: int, output: str = "sigmoid", classes: int = 2) -> Problem:
    """Random rows of two features."""
    rng = np.random.default_rng(rows)
    y = rng.integers(0, classes, size=rows)
    names = [str(k) for k in range(classes)]
    return Problem(Dataset(rng.normal(size=(rows, 2)), y, classes=names), output, penalty=0.01)


def plane_of(problem: Problem) -> Plane:
    """A random plane."""
    return Plane(*np.random.default_rng(1).normal(size=(3, len(problem.parameters))))


def assert_equal(one: Landscape, other: Landscape) -> None:
    """To the last bit."""
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


# Large enough to go to the threads.
PROBLEM = problem_of(2000)
PLANE = plane_of(PROBLEM)
AXIS = np.linspace(-2.0, 2.0, 41)


@pytest.mark.parametrize(
    ("output", "classes"), [("sigmoid", 2), ("softmax", 2), ("softmax", 3), ("softmax", 5)]
)
def test_a_sweep_is_the_same_wherever_it_runs(output: str, classes: int) -> None:
    """On the process's own threads, on one of another's, or on three: bit by bit."""
    for loss in LOSSES[output].values():
        # Enough rows for several tasks where a kernel sums them; the others are slower.
        renamed = replace(loss, title="without a kernel")
        pairs = ((loss, 700), (renamed, 50)) if kernels.has_kernel(loss) else ((loss, 50),)
        for one, rows in pairs:
            problem = problem_of(rows, output, classes)
            plane = plane_of(problem)
            here = sweep(problem, one, plane, AXIS, AXIS[::2])
            for threads in (1, 3):
                with ThreadPoolExecutor(threads) as executor:
                    assert_equal(sweep(problem, one, plane, AXIS, AXIS[::2], executor), here)


def test_many_samples_are_summed_shard_by_shard() -> None:
    """150,000 rows go in three tasks and more, and no row is lost or taken twice."""
    problem = problem_of(150_000)
    plane, axis = plane_of(problem), np.array([-1.0, 0.5, 2.0])
    tasks: list[Any] = []

    class Recorder(ThreadPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            tasks.append(args[0])
            return super().submit(fn, *args, **kwargs)

    for loss in LOSSES["sigmoid"].values():
        with Recorder(2) as executor:
            found = sweep(problem, loss, plane, axis, axis, executor)
        columns, rows = (grid.ravel() for grid in np.meshgrid(axis, axis))
        expected = Restriction(problem, loss, plane).evaluate(columns, rows)
        np.testing.assert_allclose(found.value.ravel(), expected.value, rtol=1e-11)
        np.testing.assert_allclose(found.gradient.reshape(2, -1), expected.gradient, rtol=1e-9)
        np.testing.assert_allclose(found.curvature.reshape(3, -1), expected.curvature, rtol=1e-9)
    assert len(tasks) == 3 * len(LOSSES["sigmoid"])
    assert max(part.affine.offset.nbytes for part in tasks) <= 2**19


def test_processes_of_dask_give_the_same_landscape() -> None:
    """Other processes, through the executor interface of a real cluster."""
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        assert os.getpid() not in {executor.submit(os.getpid).result() for _ in range(4)}
        for problem in (problem_of(400), problem_of(300, "softmax", 3)):
            plane = plane_of(problem)
            for loss in LOSSES[problem.output]:
                here = sweep(problem, loss, plane, AXIS, AXIS)
                assert_equal(sweep(problem, loss, plane, AXIS, AXIS, executor), here)


def test_sweeps_of_many_threads_at_once_do_not_lock_up() -> None:
    """Requests of a server share the process's threads, and none waits for another for ever."""
    expected = sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS)
    with ThreadPoolExecutor(8) as requests:
        found = [
            requests.submit(sweep, PROBLEM, "cross-entropy", PLANE, AXIS, AXIS) for _ in range(24)
        ]
        for future in found:
            assert_equal(future.result(timeout=60), expected)


def in_a_new_process(code: str, **environment: str) -> str:
    """What a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


SWEEP = """
import numpy as np
from landscapes import Dataset, Plane, Problem, sweep

rng = np.random.default_rng(0)
rows = {rows}
X = rng.normal(size=(rows, 2))
problem = Problem(Dataset(X, (X.sum(axis=1) > 0.0).astype(int)))
plane = Plane.axes(problem, "w1", "w2")
axis = np.linspace(-2.0, 2.0, {points})
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_sweeps_too() -> None:
    """The threads of the pool stay behind with the parent: the child makes its own."""
    code = SWEEP.format(rows=3000, points=31)
    code += """
import os
first = sweep(problem, "cross-entropy", plane, axis, axis).value
child = os.fork()
if child == 0:
    again = sweep(problem, "cross-entropy", plane, axis, axis).value
    os._exit(0 if (first == again).all() else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert in_a_new_process(code, PYTHONWARNINGS="ignore").strip() == "0"


def test_a_million_samples_fit_into_a_gibibyte_and_a_half() -> None:
    """The whole process, by the system's own account; grids take 48 bytes a point and task."""
    pytest.importorskip("resource", reason="this system does not say")
    code = SWEEP.format(rows=1_000_000, points=16)
    code += """
import resource, sys
sweep(problem, "cross-entropy", plane, axis, np.linspace(-2.0, 2.0, 64))
unit = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
"""
    assert 2**20 < int(in_a_new_process(code)) < 1.5 * 2**30


@pytest.fixture
def seen() -> list[tuple[int, int]]:
    """What progress was called with."""
    return []


@pytest.mark.parametrize("points", [3, 60])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_progress_goes_from_0_to_the_number_of_pairs(
    points: int, elsewhere: bool, seen: list[tuple[int, int]]
) -> None:
    """In the calling thread, never backwards, for sweeps that take the threads and others."""
    axis, callers = np.linspace(-2.0, 2.0, points), set()

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        callers.add(threading.get_ident())

    with ThreadPoolExecutor(2) as executor:
        executor_or_none = executor if elsewhere else None
        sweep(PROBLEM, "cross-entropy", PLANE, axis, axis, executor_or_none, progress)
    total = len(PROBLEM.dataset) * points**2
    done = [count for count, _ in seen]
    assert {whole for _, whole in seen} == {total}
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, total)
    assert callers == {threading.get_ident()}


class SupersededError(Exception):
    """What a page raises where a newer request has come."""


def test_an_exception_of_progress_stops_the_sweep() -> None:
    """It is passed on, and tasks that have not begun never do."""
    handed_over, begun, go_on = [], [], threading.Event()

    class Recorder(ThreadPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            def task() -> Any:
                begun.append(fn)
                # All but the first wait until the sweep has been stopped.
                assert len(begun) == 1 or go_on.wait(30)
                return fn(*args, **kwargs)

            handed_over.append(fn)
            return super().submit(task)

    def progress(done: int, total: int) -> None:
        if 0 < done < total:
            raise SupersededError

    with Recorder(1) as executor:
        with pytest.raises(SupersededError):
            sweep(problem_of(9000), "cross-entropy", PLANE, AXIS, AXIS, executor, progress)
        go_on.set()
    assert len(handed_over) >= 5
    assert len(begun) <= 2


@pytest.mark.parametrize("calls", [1, 3])
def test_a_sweep_can_be_stopped_while_a_task_takes_long(calls: int) -> None:
    """Progress is called now and then although there is none."""
    count = 0

    class Stuck(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return Future()

    def progress(*_: int) -> None:
        nonlocal count
        count += 1
        if count == calls:
            raise SupersededError

    with pytest.raises(SupersededError):
        sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS, Stuck(), progress)
    assert count == calls


def test_an_error_in_a_task_is_the_sweeps() -> None:
    """As it was raised."""

    def fail(*_: Array) -> Array:
        raise ZeroDivisionError("as written")

    loss = replace(LOSSES["sigmoid"]["cross-entropy"], value_at=fail)
    with pytest.raises(ZeroDivisionError, match="as written"):
        sweep(PROBLEM, loss, PLANE, AXIS, AXIS)


def test_axes_that_lead_past_float64_and_strange_executors_are_refused() -> None:
    """Before anything is computed."""
    with pytest.raises(ValueError, match=r"axes a and b, which reach 1e\+308 and 1, lead to"):
        sweep(PROBLEM, "cross-entropy", PLANE, [1e308], [1.0])
    strange: Any = "threads"
    with pytest.raises(TypeError, match=r"executor must be a concurrent\.futures\.Executor"):
        sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS, strange)


class SlowCompiler(kernels._Compiler):
    """Compiles nothing until it is let, and counts what it was asked for."""

    def __init__(self, compiler: kernels._Compiler) -> None:
        super().__init__()
        self.real, self.let = compiler, threading.Event()

    def loop(self, name: str) -> kernels.Loop:
        if name not in self.loops:
            assert self.let.wait(30)
            self.loops[name] = self.real.loop(name)
        return self.loops[name]


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowCompiler]:
    """A process's compiler that has compiled nothing yet."""
    slow = SlowCompiler(kernels._compiler)
    monkeypatch.setattr(kernels, "_compiler", slow)
    yield slow
    slow.let.set()
    if slow.background is not None:
        slow.background.join(30)


def test_no_sweep_waits_for_what_compiles_in_the_background(compiler: SlowCompiler) -> None:
    """Until it is there the loss's own functions do; then the kernel does."""
    thread = compile_in_background()
    assert compile_in_background() is thread
    samples = Restriction(PROBLEM, "cross-entropy", PLANE).samples
    assert not kernels.usable(samples, AXIS, AXIS).any()
    start = time.perf_counter()
    before = sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS)
    assert time.perf_counter() - start < 20.0
    assert not compiler.let.is_set()
    compiler.let.set()
    thread.join(60)
    assert kernels.usable(samples, AXIS, AXIS).all()
    after = sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS)
    np.testing.assert_allclose(before.value, after.value, rtol=1e-12)


def test_without_a_background_the_first_sweep_compiles(compiler: SlowCompiler) -> None:
    """As at a prompt: one loss, and no other."""
    compiler.let.set()
    sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS)
    assert list(compiler.loops) == ["sigmoid_cross_entropy"]


def test_little_work_stays_in_the_calling_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handing it over would take longer than doing it."""

    def refuse() -> ThreadPoolExecutor:
        raise AssertionError("handed over")

    monkeypatch.setattr(workers._pool, "get", refuse)
    sweep(problem_of(60), "cross-entropy", PLANE, np.linspace(-1, 1, 81), np.linspace(-1, 1, 81))
    with pytest.raises(AssertionError, match="handed over"):
        sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS)
