"""Names: a loss with its parameters as one text, such as "focal:gamma=3"."""

import re

import numpy as np
import pytest

from losses import FAMILIES, LOSSES, Loss, get
from tests.losses.samples import EVERY_LOSS


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_default_record_is_named_by_its_key(loss: Loss) -> None:
    assert loss.name == loss.key
    assert get(loss.name, loss.output.key) is loss


@pytest.mark.parametrize("output", LOSSES)
def test_a_name_finds_the_record_whatever_its_parameters(output: str) -> None:
    for key, family in FAMILIES[output].items():
        (parameter,) = family.parameters
        for share in (1e-9, 0.1, 1 / 3, 0.5, 0.7 + 1e-15, 0.999):
            value = (1.0 - share) * parameter.low + share * parameter.high
            loss = get(key, output, **{parameter.name: value})
            assert re.fullmatch(rf"{key}:{parameter.name}=[0-9.e-]+", loss.name)
            assert get(loss.name, output) == loss
        default = f"{key}:{parameter.name}={parameter.default}"
        assert get(default, output) is LOSSES[output][key]


@pytest.mark.parametrize(
    ("name", "output", "expected", "title"),
    [
        ("focal", "sigmoid", "focal", "Focal loss (γ = 2)"),
        ("focal:gamma=3", "sigmoid", "focal:gamma=3", "Focal loss (γ = 3)"),
        ("focal:gamma=2.00", "softmax", "focal", "Focal loss (γ = 2)"),
        ("focal:gamma=.5", "sigmoid", "focal:gamma=0.5", "Focal loss (γ = 0.5)"),
        ("focal:gamma=-0", "sigmoid", "focal:gamma=0", "Focal loss (γ = 0)"),
        (
            "generalized-cross-entropy",
            "sigmoid",
            "generalized-cross-entropy",
            "Generalised cross-entropy (q = 0.7)",
        ),
        (
            "generalized-cross-entropy:q=1e-3",
            "softmax",
            "generalized-cross-entropy:q=0.001",
            "Generalised cross-entropy (q = 0.001)",
        ),
        ("cross-entropy", "softmax", "cross-entropy", "Cross-entropy"),
        (
            "cross-entropy:smoothing=0.1",
            "softmax",
            "cross-entropy:smoothing=0.1",
            "Cross-entropy (smoothing ε = 0.1)",
        ),
    ],
)
def test_what_a_name_is_and_what_a_person_reads(
    name: str, output: str, expected: str, title: str
) -> None:
    loss = get(name, output)
    assert (loss.name, loss.title) == (expected, title)


def test_a_parameter_may_be_in_the_name_or_beside_it() -> None:
    assert get("focal:gamma=3") == get("focal", gamma=3.0)
    np.testing.assert_array_equal(
        get("focal:gamma=3").value([0.5, -1.0], 1), get("focal", gamma=3).value([0.5, -1.0], 1)
    )
    with pytest.raises(ValueError, match="gamma is given twice"):
        get("focal:gamma=3", gamma=3.0)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such-loss:gamma=1", "unknown loss 'no-such-loss' for a sigmoid output: choose one of"),
        (":gamma=1", "unknown loss ''"),
        ("focal:", "malformed loss 'focal:': '' is not parameter=number .* gamma in [0, 10]"),
        ("focal:gamma", "malformed loss 'focal:gamma': 'gamma' is not parameter=number"),
        ("focal:3", "malformed loss 'focal:3': '3' is not parameter=number"),
        ("focal:=3", "malformed loss 'focal:=3': '=3' is not parameter=number"),
        ("focal:gamma=3,", "malformed loss 'focal:gamma=3,': '' is not parameter=number"),
        ("focal:gamma=3,gamma=3", "malformed loss .* gamma is given twice"),
        ("focal:q=0.5", "unknown parameter 'q' of focal on a sigmoid .* takes gamma in [0, 10]"),
        ("hinge:gamma=2", "unknown parameter 'gamma' of hinge on a sigmoid .* takes none"),
        ("hinge:", "malformed loss 'hinge:': .* takes none"),
        ("cross-entropy:smoothing=0.1", "unknown parameter 'smoothing' of cross-entropy on a sigm"),
        ("focal:gamma=11", "gamma must lie in [0, 10]; found 11"),
        ("focal:gamma=-1", "gamma must lie in [0, 10]; found -1"),
        ("focal:gamma=1e999", "gamma must lie in [0, 10]; found inf"),
        ("focal:gamma=", "gamma must be a number in [0, 10]; found ''"),
        ("focal:gamma=x", "gamma must be a number in [0, 10]; found 'x'"),
        ("focal:gamma=nan", "gamma must be a number in [0, 10]; found 'nan'"),
        ("focal:gamma=1_0", "gamma must be a number in [0, 10]; found '1_0'"),
        ("focal:gamma= 3", "gamma must be a number in [0, 10]; found ' 3'"),
        ("focal:gamma=٣", "gamma must be a number in [0, 10]; found '٣'"),
        ("focal:gamma=3=4", "gamma must be a number in [0, 10]; found '3=4'"),
    ],
)
def test_a_malformed_name_is_told_what_is_wrong_and_what_may_be(name: str, message: str) -> None:
    pattern = ".*".join(re.escape(part) for part in message.split(".*"))
    with pytest.raises(ValueError, match=pattern):
        get(name)
