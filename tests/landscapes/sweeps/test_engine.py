"""How a sweep is run: on whose threads, in which order, with what memory, and how it is stopped."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import distributed
import numpy as np
import pytest

from landscapes import Restriction, sweep
from landscapes.sweeps import kernels
from losses import LOSSES
from tests.landscapes.sweeps.cases import AXIS, PLANE, PROBLEM, assert_equal, plane_of, problem_of

ROOT = Path(__file__).parents[3]


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
from tests.peak_memory import peak_memory
sweep(problem, "cross-entropy", plane, axis, np.linspace(-2.0, 2.0, 64))
print(peak_memory())
"""
    assert 2**20 < int(in_a_new_process(code)) < 1.5 * 2**30


def test_axes_that_lead_past_float64_and_strange_executors_are_refused() -> None:
    """Before anything is computed."""
    with pytest.raises(ValueError, match=r"axes a and b, which reach 1e\+308 and 1, lead to"):
        sweep(PROBLEM, "cross-entropy", PLANE, [1e308], [1.0])
    strange: Any = "threads"
    with pytest.raises(TypeError, match=r"executor must be a concurrent\.futures\.Executor"):
        sweep(PROBLEM, "cross-entropy", PLANE, AXIS, AXIS, strange)
