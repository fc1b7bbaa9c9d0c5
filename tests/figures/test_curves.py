"""The curves of one number, and of the expected loss."""

import numpy as np
import pytest

from figures.curves import PLOTS, curves, draw_curves
from figures.expected import expected
from figures.theme import DARK, LIGHT
from losses import LOSSES, get
from losses.expected import best_report, expected_loss

SIGMOID = tuple(LOSSES["sigmoid"].values())
PAIR = (get("squared-error"), get("cross-entropy"))


@pytest.mark.parametrize(("quantity", "against"), PLOTS)
@pytest.mark.parametrize("label", [1.0, 0.0, 0.3])
def test_a_line_a_loss_with_the_librarys_own_numbers(
    quantity: str, against: str, label: float
) -> None:
    drawing = draw_curves(SIGMOID, quantity, against, label, LIGHT)
    assert [line["name"] for line in drawing.data] == [loss.title for loss in SIGMOID]
    for loss, line in zip(SIGMOID, drawing.data, strict=True):
        assert line["line"]["color"] == LIGHT.loss(loss.key)
        assert (np.diff(line["x"]) > 0).all()
        for i in (3, len(line["x"]) // 2, -3):
            x = line["x"][i]
            z = np.log(x) - np.log1p(-x) if against == "p" else x
            exact = {
                "value": loss.value(z, label),
                "slope": loss.gradient(z, label),
                "curvature": loss.curvature(z, label, 1.0, 1.0),
            }[quantity]
            assert line["y"][i] == pytest.approx(float(exact), rel=1e-9, abs=1e-12)


def test_the_handle_of_0_35_lies_on_the_lines() -> None:
    for (quantity, against), numbers in zip(
        PLOTS,
        [(0.4225, 1.0498221), (0.4225, 1.0498221), (-0.29575, -0.65), (0.0147875, 0.2275)],
        strict=True,
    ):
        lines = curves(*PAIR, quantity=quantity, against=against).data
        for line, number in zip(lines, numbers, strict=True):
            x = 0.35 if against == "p" else np.log(0.35 / 0.65)
            # Lines are drawn from point to point: a thousandth is unseen.
            assert np.interp(x, line.x, line.y) == pytest.approx(number, abs=1e-3)


def test_a_loss_that_grows_does_not_flatten_the_others() -> None:
    alone = curves(*PAIR, quantity="slope").layout.yaxis.range
    assert alone[0] == pytest.approx(-1.06, abs=1e-3)
    many = curves(*SIGMOID, quantity="slope").layout.yaxis.range
    assert -2.6 < many[0] < many[1] < 2.6


def test_axes_are_named_and_hold_still() -> None:
    for quantity, against in PLOTS:
        layout = curves(*PAIR, quantity=quantity, against=against, theme=DARK).layout
        assert layout.xaxis.title.text
        assert layout.yaxis.title.text
        assert layout.xaxis.fixedrange is layout.yaxis.fixedrange is True
        assert list(layout.xaxis.range) == ([0, 1] if against == "p" else [-8, 8])
        assert layout.paper_bgcolor == DARK.ground
    assert "right class" in curves(*PAIR, against="p").layout.xaxis.title.text
    assert "class 1" in curves(*PAIR, against="p", label=0.0).layout.xaxis.title.text


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(ValueError, match="slope against p"):
        curves(*PAIR, quantity="slope", against="p")
    with pytest.raises(ValueError, match="at least; found none"):
        curves()
    with pytest.raises(ValueError, match="softmax"):
        expected(get("cross-entropy", "softmax"))
    with pytest.raises(ValueError, match="label"):
        curves(*PAIR, label=2.0)
    with pytest.raises(ValueError, match="truth"):
        expected(*PAIR, truth=-0.1)


@pytest.mark.parametrize("truth", [0.0, 0.2, 0.5, 0.7, 1.0])
def test_every_least_is_marked_where_it_is(truth: float) -> None:
    figure = expected(*SIGMOID, truth=truth)
    lines, marks = figure.data[: len(SIGMOID)], figure.data[len(SIGMOID) :]
    top = figure.layout.yaxis.range[1]
    for loss, line, mark in zip(SIGMOID, lines, marks, strict=True):
        report = best_report(loss, truth)
        at = np.array(line.x[100:105])
        exact = expected_loss(loss, np.log(at) - np.log1p(-at), truth).value
        np.testing.assert_allclose(line.y[100:105], exact, rtol=1e-9)
        assert np.mean(mark.x) == pytest.approx(report.p)
        assert set(mark.y) == {report.value}
        assert max(mark.y) < top
        assert len(mark.x) == (1 if report.single else 2)
        hollow = [colour == LIGHT.ground for colour in mark.marker.color]
        assert hollow == [bool(x in (0.0, 1.0)) for x in mark.x]
    assert figure.layout.shapes[0].x0 == truth
