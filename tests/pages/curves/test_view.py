"""The view of the Curves page: what it holds, and its link."""

import pytest

from pages.curves import page as curves
from pages.curves.view import CurvesView
from tests.pages.reading import text_of


def test_it_starts_at_0_35_with_squared_error_and_cross_entropy() -> None:
    view = CurvesView()
    assert view.probability == 0.35
    assert [loss.key for loss in view.chosen] == ["squared-error", "cross-entropy"]
    assert view.query() == ""


def test_a_number_that_is_given_is_kept_to_the_last_digit() -> None:
    assert CurvesView(p=0.1 + 0.2).probability == 0.1 + 0.2
    assert CurvesView(z=-0.1 - 0.2).logit == -0.1 - 0.2
    assert CurvesView(p=1e-300).logit == pytest.approx(-690.7755, rel=1e-6)


def test_the_right_class_is_the_labels() -> None:
    assert CurvesView(p=0.2).right == 0.2
    assert CurvesView(p=0.2, label=0.0).right == pytest.approx(0.8)
    assert CurvesView(z=100.0, label=0.0).right == pytest.approx(3.720075976020836e-44, rel=1e-12)
    assert CurvesView(p=0.2, label=0.5).right is None


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
    view, messages = CurvesView.from_query(fields)
    assert messages == ()
    assert view.query() == query


def test_defaults_are_left_out_of_a_link() -> None:
    names = "squared-error,cross-entropy"
    view, messages = CurvesView.from_query({"p": "0.35", "losses": names, "version": "1"})
    assert (view.query(), messages) == ("", ())
    assert CurvesView(losses=("focal:gamma=2",)).query() == "losses=focal"


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
    view, (message,) = CurvesView.from_query({**fields, "truth": fields.get("truth", 0.25)})
    assert message.startswith(said)
    assert view.truth == (0.7 if said == "truth" else 0.25)
    assert len(message) < 500
    assert message.removeprefix(said) in text_of(curves.layout(**fields))  # type: ignore[arg-type]
