"""A scene that asks for too much is told what would fit, and what fits does."""

import re

import pytest

from losses import LOSSES
from scene import Scene, budget

TOO_MUCH = {
    "steps": {"n": "20000", "fairness": "best", "steps": "5000"},
    "ground": {"n": "20000", "ground": "basins"},
    "right": {"n": "20000", "left": "focal:gamma=2", "right": "hinge"},
    "resolution": {"n": "5000", "left": "focal:gamma=2", "right": "hinge", "resolution": "161"},
}
# Those that are too much for losses without a kernel alone.
PLAIN = ("right", "resolution")


def sweep_without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all losses but two be swept by their own functions, as far as the estimates know."""
    monkeypatch.setattr("scene.scene._MOST_KEPT", -1)  # no answer is taken, or kept for others
    few = ("squared-error", "cross-entropy")
    monkeypatch.setattr(budget, "has_kernel", lambda loss: loss.key in few)


@pytest.mark.parametrize("field", TOO_MUCH)
def test_a_field_that_asks_for_too_much_is_left_out_and_named(
    field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if field in PLAIN:
        sweep_without_kernels(monkeypatch)
    scene, (message,) = Scene.from_query({"data": "overlap"} | TOO_MUCH[field])
    assert message.startswith(f"{field}: ")
    assert getattr(scene, field) == getattr(Scene(), field)
    assert "would take about" in message
    assert str(scene.n) in message


@pytest.mark.parametrize("field", TOO_MUCH)
def test_what_the_message_says_would_fit_fits(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if field in PLAIN:
        sweep_without_kernels(monkeypatch)
    query = {"data": "overlap"} | TOO_MUCH[field]
    (message,) = Scene.from_query(query)[1]
    rows = re.search(r"(\d+) rows would fit", message)
    assert rows is not None
    assert Scene.from_query(query | {"n": rows[1]})[1] == ()
    for name, value in re.findall(r"(steps|resolution) (\d+) or", message):
        assert Scene.from_query(query | {name: value})[1] == ()


def test_every_page_and_preset_is_far_within_the_budget() -> None:
    works = (budget.framing, budget.sweeping, budget.descending)
    assert max(work(Scene()) for work in works) < 0.05 * budget.MOST


@pytest.mark.parametrize("field", PLAIN)
def test_no_sweep_of_the_registrys_losses_is_too_much(field: str) -> None:
    """All of them have kernels."""
    scene, messages = Scene.from_query({"data": "overlap"} | TOO_MUCH[field])
    assert messages == ()
    for output, known in LOSSES.items():
        for key in known:
            other = "cross-entropy"
            one = scene.model_copy(update={"output": output, "left": key, "right": other})
            assert budget.sweeping(one) < budget.MOST
