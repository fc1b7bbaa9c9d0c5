"""Losses with a parameter: one record for each value, and the losses they turn into at its ends."""

import math
import pickle

import numpy as np
import pytest
from mpmath import mp, mpf

from losses import FAMILIES, LOSSES, Family, Loss, get
from tests.losses import oracles
from tests.losses.samples import Sample, draw
from tests.losses.test_exact import LOGITS, assert_close

EVERY_FAMILY = pytest.mark.parametrize(
    ("output", "key", "family"),
    [
        pytest.param(output, key, family, id=f"{output}-{key}")
        for output, families in FAMILIES.items()
        for key, family in families.items()
    ],
)
OUTPUTS = pytest.mark.parametrize("output", LOSSES)
Number = oracles.Number


def evaluations(loss: Loss, at: Sample) -> tuple[np.ndarray, ...]:
    z, y, left, right = at
    return loss.value(z, y), loss.gradient(z, y), loss.curvature(z, y, left, right)


def samples(loss: Loss, spread: float = 20.0) -> list[Sample]:
    return [draw(loss, np.random.default_rng(3), 60, 4, spread, hard) for hard in (True, False)]


# -- records


@EVERY_FAMILY
def test_the_registry_holds_the_defaults(output: str, key: str, family: Family) -> None:
    plain = LOSSES[output][key]
    defaults = {one.name: one.default for one in family.parameters}
    assert dict(plain.parameters) == plain.parameters == defaults
    assert get(key, output) is get(key, output, **defaults) is plain


@EVERY_FAMILY
def test_a_record_of_another_value_is_another_loss(output: str, key: str, family: Family) -> None:
    """Equal to those of its value, also from another process, and to no others."""
    plain = LOSSES[output][key]
    for one in family.parameters:
        value = 0.25 * one.low + 0.75 * one.high
        loss, again = (get(key, output, **{one.name: value}) for _ in range(2))
        assert loss == again == pickle.loads(pickle.dumps(loss))
        assert hash(loss) == hash(again) == hash(pickle.loads(pickle.dumps(loss)))
        assert {loss: "found"}[again] == "found"
        assert loss != plain
        assert loss.key == plain.key
        assert loss.title != plain.title
        assert f"{value:g}" in loss.title
        assert loss.parameters[one.name] == value
        assert loss.convex == (loss.where_not_convex == "")


@EVERY_FAMILY
def test_only_losses_with_parameters_have_any(output: str, key: str, family: Family) -> None:
    assert {k for k, loss in LOSSES[output].items() if loss.parameters} == set(FAMILIES[output])
    assert family.make() == LOSSES[output][key]


@EVERY_FAMILY
def test_a_value_out_of_bounds_is_told_them(output: str, key: str, family: Family) -> None:
    for one in family.parameters:
        for bad in (one.low - 1e-9, one.high + 1e-9, math.nan, math.inf, -math.inf):
            with pytest.raises(ValueError, match=f"{one.name} must lie in") as error:
                get(key, output, **{one.name: bad})
            assert str(error.value).endswith(f"{one.bounds}; found {bad}")
        for end, excluded in ((one.low, one.without_low), (one.high, one.without_high)):
            if excluded:
                with pytest.raises(ValueError, match="must lie in"):
                    get(key, output, **{one.name: end})
            else:
                assert get(key, output, **{one.name: end}).parameters[one.name] == end
        for wrong in ("1", None, True, [0.5]):
            with pytest.raises(TypeError, match=f"{one.name} must be a number in"):
                family.make(**{one.name: wrong})


def test_the_bounds_read_as_intervals() -> None:
    of = {
        one.name: one.bounds for family in FAMILIES["softmax"].values() for one in family.parameters
    }
    assert of == {"gamma": "[0, 10]", "q": "(0, 1]", "smoothing": "[0, 0.5)"}


def test_an_unknown_parameter_is_told_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'q' of focal .* takes gamma in \[0, 10\]"):
        get("focal", q=0.5)
    with pytest.raises(ValueError, match="'gamma' of hinge on a sigmoid output, which takes none"):
        get("hinge", gamma=1.0)


def test_settings_compare_as_mappings_and_cannot_be_changed() -> None:
    settings = get("focal").parameters
    assert settings == {"gamma": 2.0}
    with pytest.raises(TypeError):
        settings["gamma"] = 3.0  # type: ignore[index]


# -- other values of the parameters, as exact as the defaults


VALUES = pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        *(("focal", "gamma", gamma) for gamma in (0.0, 0.1, 0.5, 1.0, 3.0, 10.0)),
        *(("generalized-cross-entropy", "q", q) for q in (1e-9, 0.01, 0.3, 1.0)),
    ],
)


@VALUES
def test_sigmoid_losses_keep_twelve_digits_for_every_value(
    key: str, name: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For hard labels, relative to the result; focal loss's curvature to its terms.

    Those cancel at one logit, its inflection, which has no closed form. (z = -12 is 3e-7 off it for
    gamma = 0.1.)
    """
    formula = oracles.focal if key == "focal" else oracles.generalized
    here = f"{key} {value}"
    monkeypatch.setitem(oracles.SIGMOID, here, lambda p, _: formula(p, value))
    loss = get(key, "sigmoid", **{name: value})
    z = np.array(LOGITS)
    found = (loss.value(z, 1), loss.gradient(z, 1), loss.curvature(z, 1, 1.0, 1.0))
    for i, logit in enumerate(LOGITS):
        off = oracles.resolution(abs(logit))
        exact = oracles.sigmoid_exact(here, logit, 1.0)
        terms = [abs(number) for number in exact]
        if key == "focal":
            with mp.workdps(50):
                p, g = 1 / (1 + mp.exp(-mpf(logit))), mpf(value)
                other = 1 / (1 + mp.exp(mpf(logit)))
                bracket = (2 * g + 1) * other + g * -mp.log(p) * (g * p + other)
                terms[2] = p * other**g * bracket
        for array, number, term in zip(found, exact, terms, strict=True):
            assert_close(array[i], number, term, f"{here} at z = {logit}", off)


@VALUES
def test_softmax_losses_keep_twelve_digits_of_their_terms_for_every_value(
    key: str, name: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = oracles.focal_oracle if key == "focal" else oracles.generalized_oracle
    here = f"{key} {value}"
    monkeypatch.setitem(oracles.SOFTMAX, here, make(value))
    loss = get(key, "softmax", **{name: value})
    rng = np.random.default_rng(5)
    for spread in (0.1, 3.0, 40.0, 700.0):
        z, y, left, right = (row[0] for row in draw(loss, rng, 1, 4, 0.5 * spread, hard=False))
        exact = oracles.softmax_exact(here, *(x.tolist() for x in (z, y, left, right)))
        assert_close(float(loss.value(z, y)), exact.value, exact.value_terms, here)
        for k, found in enumerate(loss.gradient(z, y)):
            assert_close(found, exact.gradient[k], exact.gradient_terms[k], here)
        found = float(loss.curvature(z, y, left, right))
        assert_close(found, exact.curvature, exact.curvature_terms, here)


@pytest.mark.parametrize("q", [1e-9, 0.3, 0.7, 1.0])
def test_generalised_cross_entropy_keeps_them_next_to_its_inflection(q: float) -> None:
    """At z = ln q, where p = q (1 - p): p^q (1 - p) (p - q (1 - p)) exactly, beside it."""
    loss = get("generalized-cross-entropy", q=q)
    for step in (0.0, 1e-15, -1e-12, 1e-6, -0.01):
        z = math.log(q) + step
        with mp.workdps(60):
            p = 1 / (1 + mp.exp(-mpf(z)))
            exact = p ** mpf(q) * (1 - p) * (p - mpf(q) * (1 - p))
            found = float(loss.curvature(z, 1, 1.0, 1.0))
            assert_close(found, exact, abs(exact), f"z = ln q + {step}")


@OUTPUTS
@pytest.mark.parametrize(
    ("key", "parameters"),
    [
        *(("focal", {"gamma": gamma}) for gamma in (0.0, 5e-324, 0.001, 1.0, 10.0)),
        *(("generalized-cross-entropy", {"q": q}) for q in (5e-324, 1e-300, 0.001, 1.0)),
    ],
    ids=str,
)
def test_every_finite_logit_is_taken_at_the_ends_too(
    output: str, key: str, parameters: dict[str, float]
) -> None:
    loss = get(key, output, **parameters)
    for size in (1.797e308, 1e300, 800.0, 746.0, 710.0, 38.0, 5e-324):
        z = size * np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 0.0], [1.0, 1.0]])
        for y in ([[1.0, 0.0]], [[0.25, 0.75]]):
            at = Sample(z, np.broadcast_to(y, z.shape), np.ones_like(z), z * 0.0 + [1.0, 2.0])
            for result in evaluations(loss, at):
                assert np.isfinite(result).all()


# -- what they turn into


@OUTPUTS
def test_focal_loss_at_0_is_cross_entropy(output: str) -> None:
    focal, plain = get("focal", output, gamma=0.0), get("cross-entropy", output)
    for at in samples(plain):
        for found, expected in zip(evaluations(focal, at), evaluations(plain, at), strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)
    assert focal.convex


@OUTPUTS
def test_generalised_cross_entropy_towards_0_is_cross_entropy(output: str) -> None:
    """The first term left out is q/2 (log p)^2."""
    small, plain = get("generalized-cross-entropy", output, q=1e-12), get("cross-entropy", output)
    for at in samples(plain):
        for found, expected in zip(evaluations(small, at), evaluations(plain, at), strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("output", "factor"), [("sigmoid", 1.0), ("softmax", 0.5)])
def test_generalised_cross_entropy_at_1_is_absolute_error(output: str, factor: float) -> None:
    """For hard labels: 1 - p, of which softmax's absolute error is twice as much."""
    one, other = get("generalized-cross-entropy", output, q=1.0), get("absolute-error", output)
    hard, _ = samples(one)
    for found, expected in zip(evaluations(one, hard), evaluations(other, hard), strict=True):
        np.testing.assert_allclose(found, factor * expected, rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("smoothing", [0.1, 0.49])
def test_label_smoothing_is_cross_entropy_with_another_label(smoothing: float) -> None:
    smoothed = get("cross-entropy", "softmax", smoothing=smoothing)
    plain = get("cross-entropy", "softmax")
    for at in samples(plain):
        label = at._replace(y=(1.0 - smoothing) * at.y + 0.25 * smoothing)
        for found, expected in zip(
            evaluations(smoothed, at), evaluations(plain, label), strict=True
        ):
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_smoothing_keeps_logits_from_growing() -> None:
    """The least loss is at p = 1 - smoothing + smoothing / K, at a finite logit."""
    loss = get("cross-entropy", "softmax", smoothing=0.3)
    z = [math.log(0.8 / 0.1), 0.0, 0.0]
    np.testing.assert_allclose(loss.gradient(z, 0), 0.0, atol=1e-15)
