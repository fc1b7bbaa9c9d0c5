"""The Curves page without a browser: its link, its numbers, its sentences."""

from contextlib import suppress
from typing import Any

import pytest
from dash import html

from losses import FAMILIES, LOSSES, get
from pages.curves import answers
from pages.curves import page as curves
from pages.curves.question import Question
from pages.curves.words import (
    family_words,
    four,
    numbers_table,
    push_words,
    report_table,
    report_words,
    tail_words,
)
from pages.parts.work import Busy
from tests.pages.reading import text_of


def _shown(*given: Any) -> tuple[Any, Any, Any, Any]:
    """What is shown of the family's surface, asked for again while the server is busy at it."""
    for _ in range(100):
        with suppress(Busy):
            return answers.show_surface(*given)
    raise AssertionError("busy for ever")


def test_it_starts_at_0_35_with_squared_error_and_cross_entropy() -> None:
    question = Question()
    assert question.probability == 0.35
    assert [loss.key for loss in question.chosen] == ["squared-error", "cross-entropy"]
    assert question.query() == ""


def test_a_number_that_is_given_is_kept_to_the_last_digit() -> None:
    assert Question(p=0.1 + 0.2).probability == 0.1 + 0.2
    assert Question(z=-0.1 - 0.2).logit == -0.1 - 0.2
    assert Question(p=1e-300).logit == pytest.approx(-690.7755, rel=1e-6)


def test_the_right_class_is_the_labels() -> None:
    assert Question(p=0.2).right == 0.2
    assert Question(p=0.2, label=0.0).right == pytest.approx(0.8)
    assert Question(z=100.0, label=0.0).right == pytest.approx(3.720075976020836e-44, rel=1e-12)
    assert Question(p=0.2, label=0.5).right is None


@pytest.mark.parametrize(
    "query",
    [
        "p=0.2",
        "z=-3.25",
        "label=0",
        "losses=hinge",
        "losses=focal:gamma=3,cross-entropy,generalized-cross-entropy:q=0.05",
        "truth=0.5",
        "z=1&label=0.5&losses=hinge&truth=1",
    ],
)
def test_a_link_comes_back_as_it_was(query: str) -> None:
    fields = dict(part.split("=", 1) for part in query.split("&"))
    question, messages = Question.from_query(fields)
    assert messages == ()
    assert question.query() == query


def test_defaults_are_left_out_of_a_link() -> None:
    names = "squared-error,cross-entropy"
    question, messages = Question.from_query({"p": "0.35", "losses": names, "version": "1"})
    assert (question.query(), messages) == ("", ())
    assert Question(losses=("focal:gamma=2",)).query() == "losses=focal"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"p": "0"}, "p"),
        ({"p": "1"}, "p"),
        ({"p": "nan"}, "p"),
        ({"p": "a third"}, "p"),
        ({"z": "701"}, "z"),
        ({"p": "0.2", "z": "1"}, "z"),
        ({"label": "1.5"}, "label"),
        ({"truth": "-1"}, "truth"),
        ({"losses": "hing"}, "losses"),
        ({"losses": "focal:gamma=99"}, "losses"),
        ({"losses": "hinge,hinge"}, "losses"),
        ({"losses": ","}, "losses"),
        ({"losses": [["hinge"]]}, "losses"),
        ({"version": "2"}, "version"),
        ({"colour": "red"}, "'colour'"),
        ({"p": "9" * 5000}, "p"),
        ({"label": [[1]] * 1000}, "label"),
    ],
)
def test_a_bad_part_is_named_and_the_rest_applies(fields: dict[str, object], said: str) -> None:
    question, (message,) = Question.from_query({**fields, "truth": fields.get("truth", 0.25)})
    assert message.startswith(said)
    assert question.truth == (0.7 if said == "truth" else 0.25)
    assert len(message) < 500
    assert message.removeprefix(said) in text_of(curves.layout(**fields))  # type: ignore[arg-type]


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
    words = text_of(numbers_table(Question()))
    assert " ".join(words.split()) == (
        "loss slope curvature Squared error 0.4225 -0.2958 0.01479 "
        "Cross-entropy nats 1.0498 -0.6500 0.2275 × 2.485 × 2.198 × 15.38"
    )


@pytest.mark.parametrize("label", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("z", [-700.0, -1.0, 0.0, 3.0, 700.0])
def test_every_loss_has_words_at_every_handle(label: float, z: float) -> None:
    question = Question(z=z, label=label, losses=tuple(LOSSES["sigmoid"]))
    said = [text_of(numbers_table(question)), push_words(question), *tail_words(question)]
    said += family_words(get("generalized-cross-entropy"), question)
    for text in said:
        assert "nan" not in text.replace("nats", "")
        assert "inf" not in text


def test_what_pushes_harder_is_said_from_the_numbers() -> None:
    assert push_words(Question()) == (
        "At p = 0.35 cross-entropy pushes the logit 2.198 times as hard as squared error."
    )
    assert "hinge loss pushes the logit" in push_words(Question(z=0.9, losses=("hinge", "focal")))
    assert "does not" in push_words(Question(z=1.5, losses=("hinge", "focal")))
    assert "nothing" in push_words(Question(z=1.5, losses=("hinge",)))


def test_the_tail_of_each_loss_is_told_as_measured() -> None:
    said = " ".join(tail_words(Question()))
    assert "Cross-entropy -0.9997, -1.0000. A straight line" in said
    assert "Squared error -6.703e-4, -2.251e-7. It flattens" in said
    assert "log" in said
    other = " ".join(tail_words(Question(label=0.0, losses=("squared-error-on-logit",))))
    assert "18.0000, 34.0000. It steepens" in other
    assert "log " not in other


def test_the_family_runs_between_its_ends() -> None:
    low, high = (get("generalized-cross-entropy", q=q) for q in (1e-6, 1.0))
    assert "1.0498; cross-entropy (q to 0) is 1.0498" in family_words(low, Question())[0]
    assert "0.6500; cross-entropy" in family_words(high, Question())[0]
    assert "below q/(1 + q) = 0.5" in family_words(high, Question())[1]


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


FORGED: list[Any] = [
    None,
    7,
    "x",
    [],
    {},
    [[]],
    {"p": []},
    {"z": "x"},
    float("nan"),
    True,
    ["hinge", 3],
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_request_counts_as_not_given(forged: Any) -> None:
    assert len(answers.draw(forged, forged, forged)) == 4
    answer = answers.read(forged, forged, forged, forged, forged)
    assert "gave" in answer["asked"]
    assert isinstance(answers.show_expected(forged, forged, forged)[1], html.Table)
    assert _shown(forged, forged, forged, forged, forged)[2].startswith("curve")


def test_the_surface_is_drawn_when_it_is_asked_for() -> None:
    figure, said, panel, button = _shown(1, 0.2, "dark", "folded", "")
    assert figure["data"][0]["type"] == "surface"
    assert figure["layout"]["paper_bgcolor"] == "#14181c"
    assert "41 rows" in text_of(said)
    assert "42.9 %" in text_of(said) or "43 %" in text_of(said)
    assert "3.1683" in text_of(said)
    assert (panel.split()[-1], button) == ("drawn", "Hide its surface")
    assert _shown(2, 0.2, "dark", panel, "")[2].endswith("folded")


def test_every_parameter_of_a_loss_has_a_slider_with_the_links_value() -> None:
    page = curves.layout(losses="focal:gamma=3,generalized-cross-entropy:q=0.2")
    sliders = {
        (one.id["loss"], one.id["name"]): one.value
        for one in page._traverse()
        if isinstance(getattr(one, "id", None), dict) and one.id["type"] == "curve-parameter"
    }
    known = {
        (key, one.name) for key, family in FAMILIES["sigmoid"].items() for one in family.parameters
    }
    assert set(sliders) == known
    assert sliders["focal", "gamma"] == 3.0
    assert sliders["generalized-cross-entropy", "q"] == 0.2


def test_the_family_is_named_with_its_q_and_has_its_own_end_where_the_label_is_soft() -> None:
    _, names = answers.show_family(0.3, 1.0, "light")
    assert text_of(names) == "Cross-entropy Generalised cross-entropy (q = 0.3) Absolute error"
    _, names = answers.show_family(0.3, 0.5, "light")
    assert text_of(names) == "Cross-entropy Generalised cross-entropy (q = 0.3)"
    # At q = 1 half of the cost of either label: (1 - p) / 2 + p / 2.
    said = family_words(get("generalized-cross-entropy:q=0.7"), Question(p=0.35, label=0.5))
    assert said[0].endswith("and its other end (q = 1) 0.5000.")
    assert "not convex" not in said[1]
