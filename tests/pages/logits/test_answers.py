"""What the server answers about three logits, to forged requests too."""

import json
from typing import Any

import numpy as np
import pytest

import losses
from losses import get
from pages.logits import answers
from pages.logits.view import FAR, LogitsView
from pages.parts.pickers import loss_entries
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


@pytest.mark.parametrize("value", NONSENSE, ids=lambda value: str(value)[:12])
def test_forged_values_count_as_not_given(value: Any) -> None:
    drawn = answers.draw(value, value, value, value, value)
    assert drawn["shown"]["query"] == ""
    read = answers.read(value, value, value, value, value)
    assert read["arrows"]["point"] == list(LogitsView().point)
    chart, text = answers.lift(value, value, value, value, value, value)
    assert len(chart["data"]) == 6
    assert "curvature along" in text
    json.dumps(read["arrows"])


def test_a_constant_is_added_within_its_bounds() -> None:
    for shift in (-FAR, FAR):
        _, text = answers.lift(list(LogitsView().point), None, None, None, shift, "dark")
        assert f"At c = {shift:g}".replace("-", "−") in text


def test_where_both_gradients_are_0_no_ratio_is_told() -> None:
    read = answers.read([0, 0, 0], "cross-entropy", "squared-error", "uniform", 0.0)
    said = "".join(str(getattr(part, "children", part)) for part in read["sentence"])
    assert said == "Not confident: p1 = 0.3333. Both gradients are 0 to rounding."


def test_the_arrows_are_minus_the_gradient_on_the_plane() -> None:
    read = answers.read([1, 0, -1], "focal", "cross-entropy", "2", 0.0)
    p = np.exp([1.0, 0.0, -1.0]) / np.exp([1.0, 0.0, -1.0]).sum()
    g = p - [0.0, 1.0, 0.0]
    step = read["arrows"]["sides"][1]["step"]
    assert step == pytest.approx([-(g[1] - g[0]) / 2**0.5, -(2 * g[2] - g[0] - g[1]) / 6**0.5])


@pytest.mark.parametrize("name", [one["value"] for one in loss_entries("softmax", "focal")])
def test_every_loss_that_the_pickers_offer_is_drawn_and_read(name: str) -> None:
    shown = answers.draw(name, "cross-entropy", "1", "light", None)
    title = losses.get(name, "softmax").title
    assert title in str(shown["headings"])
    chart, _ = answers.lift([0, 0, 0], name, "cross-entropy", "1", 0.0, "dark")
    assert any(title in trace["name"] for trace in chart["data"])
    read = answers.read([-3.0, 3.5, -0.5], name, "cross-entropy", "1", 0.0)
    expected = losses.get(name, "softmax").value([-3.0, 3.5, -0.5], 0)
    assert read["arrows"]["sides"][0]["value"] == pytest.approx(float(expected), rel=1e-9)


def test_a_loss_stands_beside_itself_with_another_parameter() -> None:
    """Told apart by their parameters: both gradients, both names, a sentence that compares."""
    pair = ("cross-entropy:smoothing=0.2", "cross-entropy")
    found = answers.read([-3.0, 3.5, -0.5], *pair, "1", 0.0)
    rows = text_of(found["point"])
    assert rows.count("gradient") == 2
    assert text_of(found["losses"]).count("smoothing ε = 0.2") == 1
    longer, shorter = (get(name, "softmax").title for name in reversed(pair))
    assert text_of(found["sentence"]).index(longer) < text_of(found["sentence"]).index(
        shorter[0].lower() + shorter[1:]
    )
    assert "times as long as that of" in text_of(found["sentence"])
    lines = text_of(answers.draw(*pair, "1", "light", None)["lines"])
    assert "cross-entropy (smoothing ε = 0.2) every" in lines
