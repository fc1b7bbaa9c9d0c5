"""The record of what the page about three logits shows, and forged requests to it."""

import json
from typing import Any

import numpy as np
import pytest

import losses
from landscapes.sweeps.logits import LABELS
from losses import LOSSES, get
from pages import softmax, softmax_answers
from pages.controls import loss_entries
from pages.softmax_view import FAR, View
from tests.pages.reading import text_of

NONSENSE: list[Any] = [
    None,
    "",
    "no such",
    -1,
    1e308,
    float("nan"),
    True,
    [],
    ["a"],
    [1, 2],
    [None, 1, 2],
    {"a": {"b": []}},
    "1,2,3,4",
    10**400,
]


def test_a_view_knows_every_label_and_loss() -> None:
    for label in LABELS:
        assert View.from_query({"label": label})[0].label == label
    for loss in LOSSES["softmax"]:
        assert View.from_query({"left": loss, "right": loss}) == (View(left=loss, right=loss), ())


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(left="focal", right="focal", label="uniform"),
        View(point=(1.0, -0.5, -0.5), shift=-2.5),
    ],
)
def test_a_link_gives_the_view_back(view: View) -> None:
    from urllib.parse import parse_qsl

    found, messages = View.from_query(dict(parse_qsl(view.query())))
    assert messages == ()
    assert found == view


def test_the_default_view_has_an_empty_link() -> None:
    assert View().query() == ""


def test_a_point_is_brought_to_the_plane_where_logits_sum_to_0() -> None:
    found, messages = View.from_query({"point": "7, 8, 9"})
    assert found.point == pytest.approx((-1.0, 0.0, 1.0))
    assert messages == ()


@pytest.mark.parametrize("field", View.model_fields)
@pytest.mark.parametrize("value", ["no such", [], {"a": 1}, "nan", 10**400, "9" * 5000])
def test_what_cannot_be_used_is_told_and_left_out(field: str, value: object) -> None:
    found, messages = View.from_query({field: value})
    assert found == View()
    assert len(messages) == 1
    assert messages[0].startswith((f"{field}: ", f"{field} "))
    assert len(messages[0]) < 300


def test_an_unknown_setting_is_told_what_there_is() -> None:
    (message,) = View.from_query({"colour": "red"})[1]
    assert message == "'colour': no such setting; there are left, right, label, point, shift"


@pytest.mark.parametrize("value", NONSENSE, ids=lambda value: str(value)[:12])
def test_forged_values_count_as_not_given(value: Any) -> None:
    drawn = softmax_answers.draw(value, value, value, value, value)
    assert drawn["shown"]["query"] == ""
    read = softmax_answers.read(value, value, value, value, value)
    assert read["arrows"]["point"] == list(View().point)
    chart, text = softmax_answers.lift(value, value, value, value, value, value)
    assert len(chart["data"]) == 6
    assert "curvature along" in text
    json.dumps(read["arrows"])


def test_a_constant_is_added_within_its_bounds() -> None:
    for shift in (-FAR, FAR):
        _, text = softmax_answers.lift(list(View().point), None, None, None, shift, "dark")
        assert f"At c = {shift:g}".replace("-", "−") in text


def test_where_both_gradients_are_0_no_ratio_is_told() -> None:
    read = softmax_answers.read([0, 0, 0], "cross-entropy", "squared-error", "uniform", 0.0)
    said = "".join(str(getattr(part, "children", part)) for part in read["sentence"])
    assert said == "Not confident: p1 = 0.3333. Both gradients are 0 to rounding."


def test_the_arrows_are_minus_the_gradient_on_the_plane() -> None:
    read = softmax_answers.read([1, 0, -1], "focal", "cross-entropy", "2", 0.0)
    p = np.exp([1.0, 0.0, -1.0]) / np.exp([1.0, 0.0, -1.0]).sum()
    g = p - [0.0, 1.0, 0.0]
    step = read["arrows"]["sides"][1]["step"]
    assert step == pytest.approx([-(g[1] - g[0]) / 2**0.5, -(2 * g[2] - g[0] - g[1]) / 6**0.5])


def test_the_page_links_to_its_neighbours_and_has_no_id_twice() -> None:
    page = softmax.layout(colour="red")
    ids = [one.id for one in page._traverse() if isinstance(getattr(one, "id", None), str)]
    links = {getattr(one, "href", None) for one in page._traverse()}
    assert {"/softmax/regression", "/softmax/labels"} <= links
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", [one["value"] for one in loss_entries("softmax", "focal")])
def test_every_loss_that_the_pickers_offer_is_drawn_and_read(name: str) -> None:
    shown = softmax_answers.draw(name, "cross-entropy", "1", "light", None)
    title = losses.get(name, "softmax").title
    assert title in str(shown["headings"])
    chart, _ = softmax_answers.lift([0, 0, 0], name, "cross-entropy", "1", 0.0, "dark")
    assert any(title in trace["name"] for trace in chart["data"])
    read = softmax_answers.read([-3.0, 3.5, -0.5], name, "cross-entropy", "1", 0.0)
    expected = losses.get(name, "softmax").value([-3.0, 3.5, -0.5], 0)
    assert read["arrows"]["sides"][0]["value"] == pytest.approx(float(expected), rel=1e-9)


def test_a_loss_stands_beside_itself_with_another_parameter() -> None:
    """Told apart by their parameters: both gradients, both names, a sentence that compares."""
    pair = ("cross-entropy:smoothing=0.2", "cross-entropy")
    found = softmax_answers.read([-3.0, 3.5, -0.5], *pair, "1", 0.0)
    rows = text_of(found["point"])
    assert rows.count("gradient") == 2
    assert text_of(found["losses"]).count("smoothing ε = 0.2") == 1
    longer, shorter = (get(name, "softmax").title for name in reversed(pair))
    assert text_of(found["sentence"]).index(longer) < text_of(found["sentence"]).index(
        shorter[0].lower() + shorter[1:]
    )
    assert "times as long as that of" in text_of(found["sentence"])
    lines = text_of(softmax_answers.draw(*pair, "1", "light", None)["lines"])
    assert "cross-entropy (smoothing ε = 0.2) every" in lines
