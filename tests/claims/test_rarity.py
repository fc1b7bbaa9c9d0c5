"""How often random data give a loss several minima."""

import dataclasses

import numpy as np
import pytest

from claims import rarity
from claims.rarity import wilson
from claims.search import search_minima
from landscapes import Problem, separation


def test_on_labels_by_a_coin_several_minima_are_not_rare() -> None:
    found = rarity(draws=40, seed=3, rows=20)
    square, cross = found.tallies
    assert square.several + square.one + square.none == found.draws == 40
    assert square.low > 0.05
    assert found.verdict == "holds"
    assert cross.several == 0
    # A convex loss has a minimum exactly where no direction separates.
    assert cross.none == found.separable
    assert f"on {square.several} of 40" in found.because


def test_where_the_feature_tells_the_classes_apart_there_are_none() -> None:
    found = rarity(draws=80, seed=3, shift=3.0)
    assert found.tallies[0].several == 0
    assert found.verdict == "does not hold here"
    assert found.example is None


def test_few_draws_leave_it_open() -> None:
    found = rarity(draws=12, seed=3, shift=0.5)
    assert found.tallies[0].low < 0.05 < found.tallies[0].high
    assert found.verdict == "holds in part"


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(21, 200)
    for end in (low, high):  # (p_hat - p)^2 = d^2 p (1 - p) / n at either end
        assert (21 / 200 - end) ** 2 == pytest.approx(1.959963984540054**2 * end * (1 - end) / 200)
    assert low < 21 / 200 < high
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_first_of_many_draws_are_those_of_few() -> None:
    few, many = rarity(draws=6, seed=5), rarity(draws=15, seed=5)
    np.testing.assert_array_equal(many.minima[:, :6], few.minima)
    assert not many.minima.flags.writeable
    other = rarity(draws=15, seed=6)
    assert (other.minima != many.minima).any() or other.separable != many.separable


def test_the_example_is_data_with_several_minima() -> None:
    found = rarity(draws=40, seed=3)
    assert found.example is not None
    problem = Problem(found.example)
    assert separation(problem) is None
    assert len(search_minima(problem, "squared-error")) > 1


def test_progress_is_told_and_may_stop_it() -> None:
    told: list[tuple[int, int]] = []
    rarity(draws=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    class NotWantedError(Exception):
        pass

    def refuse(done: int, total: int) -> None:  # noqa: ARG001 (what progress is given)
        if done == 2:
            raise NotWantedError

    with pytest.raises(NotWantedError):
        rarity(draws=5, progress=refuse)
    asked = iter([False, False, True])
    stopped = rarity(draws=5, stop=lambda: next(asked))
    assert (stopped.draws, stopped.asked) == (2, 5)
    nothing = rarity(draws=5, stop=lambda: True)
    assert (nothing.draws, nothing.verdict) == (0, "holds in part")


def test_what_cannot_be_is_refused() -> None:
    for arguments, message in (
        ({"draws": 0}, "draws must be at least 1"),
        ({"rows": 1}, "rows must be at least 2"),
        ({"shift": -1.0}, "shift must be at least 0"),
        ({"losses": []}, "losses must be one or more"),
    ):
        with pytest.raises(ValueError, match=message):
            rarity(**arguments)
    with pytest.raises(dataclasses.FrozenInstanceError):
        rarity(draws=1).draws = 2  # type: ignore[misc]
