"""Progress of a sweep, how it is stopped, and what it does not wait for."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from landscapes import Restriction, compile_in_background, sweep
from landscapes.sweeps import kernels, workers
from losses import LOSSES
from losses.arrays import Array
from tests.landscapes.sweeps.cases import AXIS, PLANE, PROBLEM, problem_of


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
