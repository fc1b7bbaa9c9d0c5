"""Losses against one another on held-out rows."""

from dataclasses import replace

import numpy as np
import pytest

from claims import ENTRIES, Race, race, split
from claims.heat import _compared
from landscapes import CATALOGUE, Problem, load

FEW = ["overlap", "label-noise", "iris"]


@pytest.fixture(scope="module")
def few() -> Race:
    return race(FEW, steps=1000)


def test_every_data_set_of_the_catalogue_takes_part() -> None:
    assert {entry.name for entry in ENTRIES.values()} == set(CATALOGUE)
    whole = ENTRIES["breast-cancer-30"]
    assert whole.standardise
    assert len(load(whole.name, **whole.options).features) == 30


def test_the_scores_are_those_of_the_best_descent_on_rows_held_out(few: Race) -> None:
    for name, heat in zip(FEW, few.heats, strict=True):
        fitted, held = split(load(name, **CATALOGUE[name].binary), 0.3, 3)
        problem = Problem(fitted)
        assert (heat.name, heat.fitted, heat.held_out) == (name, len(fitted), len(held))
        for runner in heat.runners[:2]:
            best = runner.approach.best
            p = problem.probability(best.theta, held.X)
            assert runner.forecast.brier == pytest.approx(((p - held.y) ** 2).mean())
            assert runner.forecast.accuracy == ((p >= 0.5) == held.y).mean()
            value = problem.value(runner.key, best.theta)
            assert value == pytest.approx(best.value[-1])
            assert runner.forecast.calibration.count.sum() == len(held)


def test_squared_error_on_the_logit_is_read_without_a_sigmoid(few: Race) -> None:
    for name, heat in zip(FEW, few.heats, strict=True):
        runner = heat.runners[2]
        fitted, held = split(load(name, **CATALOGUE[name].binary), 0.3, 3)
        z = Problem(fitted).logits(runner.approach.best.theta, held.X)
        p = np.clip((z + 1.0) / 2.0, 0.0, 1.0)
        assert runner.forecast.brier == pytest.approx(((p - held.y) ** 2).mean())
        assert runner.forecast.accuracy == ((z >= 0.0) == held.y).mean()
        assert "cut off" in runner.reading


def test_where_labels_are_wrong_squared_error_does_as_well(few: Race) -> None:
    heat = few.heats[1]
    square, cross = heat.runners[:2]
    assert heat.results == "no clear difference"
    assert square.forecast.brier <= cross.forecast.brier
    assert not heat.slower
    assert heat.verdict == "does not hold here"


def test_where_squared_error_is_worse_and_slower_it_holds(few: Race) -> None:
    heat = few.heats[2]
    assert heat.results == "worse"
    assert heat.slower
    assert heat.verdict == "holds"
    assert heat.because.startswith("Squared error takes more than 1,000 steps")
    first, second = (runner.approach.best for runner in heat.runners[:2])
    assert first.steps == second.steps == -1
    assert first.left > 2.0 * second.left
    assert heat.pace.startswith("neither arrived in 1,000 steps; squared error has more than")
    assert replace(heat, runners=heat.runners[1::-1]).pace == heat.pace


def test_what_being_certain_and_wrong_costs_is_said_where_it_costs_most() -> None:
    row = race(["outlier"], losses=RUN, steps=50).heats[0].runners[1]
    surprise = row.forecast.surprise
    assert surprise[surprise > np.log(1000.0)].sum() > 0.5 * surprise.sum()
    assert f"the label of {row.certain_and_wrong} of {len(surprise)} rows" in row.cost_of_certainty
    one = replace(row.forecast, surprise=np.array([np.inf, *surprise[1:]]))
    assert "the log loss is infinite" in replace(row, forecast=one).cost_of_certainty
    calm = replace(row, forecast=replace(row.forecast, surprise=np.full_like(surprise, 0.7)))
    assert (calm.certain_and_wrong, calm.cost_of_certainty) == (0, "")


def test_the_verdict_on_all_is_that_on_each_where_they_agree(few: Race) -> None:
    assert few.verdict == "holds in part"
    assert replace(few, heats=few.heats[2:]).verdict == "holds"
    assert replace(few, heats=few.heats[:2]).verdict == "does not hold here"
    assert "worse than cross-entropy on 1 of 3 data sets (Iris (150))" in few.because
    assert "no clear difference shows on 2" in few.because


def test_it_may_be_better_too() -> None:
    heat = race(["blobs"], steps=300).heats[0]
    assert heat.results == "better"
    assert heat.verdict == "holds in part"  # it takes longer


def test_two_standard_errors_and_ten_rows_make_a_difference() -> None:
    assert _compared(np.array([1.0, 1.1] * 5)) == "worse"
    assert _compared(np.array([-1.0, -1.1] * 5)) == "better"
    assert _compared(np.array([1.0, -0.9] * 5)) == "no clear difference"
    assert _compared(np.array([1.0, 1.1] * 4)) == "no clear difference"
    assert _compared(np.array([0.0] * 9 + [np.inf])) == "worse"


def test_standardising_uses_the_fitted_rows_alone() -> None:
    heat = race(["breast-cancer-30"], losses=RUN, steps=20).heats[0]
    fitted, held = split(load("breast-cancer"), 0.3, 3)
    mean, deviation = fitted.X.mean(axis=0), fitted.X.std(axis=0)
    rows = np.column_stack([(held.X - mean) / deviation, np.ones(len(held))])
    z = rows @ heat.runners[0].approach.best.theta
    assert heat.runners[0].forecast.accuracy == ((z >= 0.0) == held.y).mean()
    assert heat.data.endswith("standardised")


RUN = ("squared-error", "cross-entropy")


def test_progress_is_told_and_may_stop_it() -> None:
    told: list[tuple[int, int]] = []
    names = ["two-minima", "four-minima"]
    race(names, RUN, 10, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]

    class NotWantedError(Exception):
        pass

    def refuse(done: int, total: int) -> None:  # noqa: ARG001 (what progress is given)
        if done == 1:
            raise NotWantedError

    with pytest.raises(NotWantedError):
        race(names, RUN, 10, progress=refuse)
    assert len(race(names, RUN, 10, stop=lambda: True).heats) == 1


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown data set 'nothing'"):
        race(["nothing"])
    with pytest.raises(ValueError, match="names must be one or more"):
        race([])
    with pytest.raises(ValueError, match="losses must be two or more"):
        race(["overlap"], losses=["cross-entropy"])
    with pytest.raises(ValueError, match="unknown loss"):
        race(["overlap"], losses=["cross-entropy", "nothing"])
