"""The Curves page: its controls as a link sets them."""

from losses import FAMILIES
from pages.curves import page as curves


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
