"""What Curves says: numbers, sentences, tables."""

import pytest

from losses import LOSSES, get
from pages.curves.view import CurvesView
from pages.curves.words import (
    family_words,
    four,
    numbers_table,
    push_words,
    report_table,
    report_words,
    tail_words,
)
from tests.pages.reading import text_of


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-0.29574999999999996, "-0.2958"),  # 2 (0.35 - 1) 0.35 0.65 is -0.29575
        (0.42250000000000004, "0.4225"),
        (1.0498221244986778, "1.0498"),
        (-0.65, "-0.6500"),
        (0.0147875, "0.01479"),
        (0.0010005, "0.001001"),
        (0.00033535, "3.354e-4"),
        (123.456789, "123.4568"),
        (12345.6, "1.235e4"),
        (-0.99999999, "-1.0000"),
        (0.0, "0"),
    ],
)
def test_numbers_have_four_digits_at_least(number: float, text: str) -> None:
    assert four(number) == text


def test_the_numbers_of_the_question() -> None:
    words = text_of(numbers_table(CurvesView()))
    assert " ".join(words.split()) == (
        "loss slope curvature Squared error 0.4225 -0.2958 0.01479 "
        "Cross-entropy nats 1.0498 -0.6500 0.2275 × 2.485 × 2.198 × 15.38"
    )


@pytest.mark.parametrize("label", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("z", [-700.0, -1.0, 0.0, 3.0, 700.0])
def test_every_loss_has_words_at_every_handle(label: float, z: float) -> None:
    view = CurvesView(z=z, label=label, losses=tuple(LOSSES["sigmoid"]))
    said = [text_of(numbers_table(view)), push_words(view), *tail_words(view)]
    said += family_words(get("generalized-cross-entropy"), view)
    for text in said:
        assert "nan" not in text.replace("nats", "")
        assert "inf" not in text


def test_what_pushes_harder_is_said_from_the_numbers() -> None:
    assert push_words(CurvesView()) == (
        "At p = 0.35 cross-entropy pushes the logit 2.198 times as hard as squared error."
    )
    assert "hinge loss pushes the logit" in push_words(CurvesView(z=0.9, losses=("hinge", "focal")))
    assert "does not" in push_words(CurvesView(z=1.5, losses=("hinge", "focal")))
    assert "nothing" in push_words(CurvesView(z=1.5, losses=("hinge",)))


def test_the_tail_of_each_loss_is_told_as_measured() -> None:
    said = " ".join(tail_words(CurvesView()))
    assert "Cross-entropy -0.9997, -1.0000. A straight line" in said
    assert "Squared error -6.703e-4, -2.251e-7. It flattens" in said
    assert "log" in said
    other = " ".join(tail_words(CurvesView(label=0.0, losses=("squared-error-on-logit",))))
    assert "18.0000, 34.0000. It steepens" in other
    assert "log " not in other


def test_the_family_runs_between_its_ends() -> None:
    low, high = (get("generalized-cross-entropy", q=q) for q in (1e-6, 1.0))
    assert "1.0498; cross-entropy (q to 0) is 1.0498" in family_words(low, CurvesView())[0]
    assert "0.6500; cross-entropy" in family_words(high, CurvesView())[0]
    assert "below q/(1 + q) = 0.5" in family_words(high, CurvesView())[1]


def test_the_reports_say_who_is_proper() -> None:
    losses = [get(key) for key in ("squared-error", "cross-entropy", "absolute-error", "hinge")]
    table = text_of(report_table(losses, 0.7))
    assert "Squared error 0.7000 0.2100 2.0000 yes" in table
    assert "Cross-entropy 0.7000 0.6109 4.7619 yes" in table
    assert "Absolute error edge, 1 0.3000 none: an edge no" in table
    assert "Hinge loss 0.7311 0.6000 none: a kink no" in table
    said = report_words(losses, 0.7)
    assert said[0].endswith("the truth, 0.7, for squared error and cross-entropy.")
    assert "any p" in " ".join(report_words(losses, 0.5))
