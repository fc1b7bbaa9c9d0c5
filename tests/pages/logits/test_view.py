"""What the page about three logits shows, and its link."""

import pytest

from landscapes.sweeps.logits import LABELS
from losses import LOSSES
from pages.logits.view import LogitsView


def test_a_view_knows_every_label_and_loss() -> None:
    for label in LABELS:
        assert LogitsView.from_query({"label": label})[0].label == label
    for loss in LOSSES["softmax"]:
        assert LogitsView.from_query({"left": loss, "right": loss}) == (
            LogitsView(left=loss, right=loss),
            (),
        )


@pytest.mark.parametrize(
    "view",
    [
        LogitsView(),
        LogitsView(left="focal", right="focal", label="uniform"),
        LogitsView(point=(1.0, -0.5, -0.5), shift=-2.5),
    ],
)
def test_a_link_gives_the_view_back(view: LogitsView) -> None:
    from urllib.parse import parse_qsl

    found, messages = LogitsView.from_query(dict(parse_qsl(view.query())))
    assert messages == ()
    assert found == view


def test_the_default_view_has_an_empty_link() -> None:
    assert LogitsView().query() == ""


def test_a_point_is_brought_to_the_plane_where_logits_sum_to_0() -> None:
    found, messages = LogitsView.from_query({"point": "7, 8, 9"})
    assert found.point == pytest.approx((-1.0, 0.0, 1.0))
    assert messages == ()


@pytest.mark.parametrize("field", LogitsView.model_fields)
@pytest.mark.parametrize("value", ["no such", [], {"a": 1}, "nan", 10**400, "9" * 5000])
def test_what_cannot_be_used_is_told_and_left_out(field: str, value: object) -> None:
    found, messages = LogitsView.from_query({field: value})
    assert found == LogitsView()
    assert len(messages) == 1
    assert messages[0].startswith((f"{field}: ", f"{field} "))
    assert len(messages[0]) < 300


def test_an_unknown_setting_is_told_what_there_is() -> None:
    (message,) = LogitsView.from_query({"colour": "red"})[1]
    assert message == "'colour': no such setting; there are left, right, label, point, shift"
