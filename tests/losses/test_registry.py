"""The registry and its records."""

import pickle
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from losses import LOSSES, OUTPUTS, Loss, get, registry
from tests.losses.samples import EVERY_LOSS


def test_each_output_has_squared_error_and_cross_entropy() -> None:
    """The two that everything compares."""
    assert set(LOSSES) == set(OUTPUTS) == {"sigmoid", "softmax"}
    for output in LOSSES:
        assert {"squared-error", "cross-entropy"} <= set(LOSSES[output])


@pytest.mark.parametrize("output", LOSSES)
def test_no_record_is_lost_to_a_key_that_stands_twice(output: str) -> None:
    """A dict keeps the last of two equal keys and says nothing."""
    every = [loss for file in registry._FILES for loss in file.LOSSES]
    assert list(LOSSES[output].values()) == [loss for loss in every if loss.output.key == output]


def test_every_loss_stands_in_a_file_of_its_name_and_that_file_in_the_registry() -> None:
    """So is a loss found by who looks for it, and one that was written is offered."""
    for file in registry._FILES:
        for loss in file.LOSSES:
            assert file.__name__ == f"losses.{loss.key.replace('-', '_')}"
    folder = Path(registry.__file__).parent
    written = {
        file.stem for file in folder.glob("*.py") if "\nLOSSES = " in file.read_text("utf-8")
    }
    assert written == {file.__name__.removeprefix("losses.") for file in registry._FILES}


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_record_says_what_it_is(loss: Loss) -> None:
    """Each text is there, a key fits into a link, and get() finds the record by its key."""
    assert get(loss.key, loss.output.key) is loss
    assert loss.key == loss.key.lower()
    assert " " not in loss.key
    for text in (loss.key, loss.title, loss.formula, loss.meaning, loss.reference):
        assert text.strip() == text != ""
    assert loss.meaning.endswith(".")
    assert loss.formula.count("{") == loss.formula.count("}")
    assert isinstance(loss.convex, bool)


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_record_cannot_be_changed(loss: Loss) -> None:
    """No field of it."""
    for attribute in fields(loss):
        with pytest.raises(FrozenInstanceError):
            setattr(loss, attribute.name, getattr(loss, attribute.name))


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_a_record_travels_to_another_process(loss: Loss) -> None:
    """It pickles, and comes back equal."""
    assert pickle.loads(pickle.dumps(loss)) == loss


def test_get_takes_sigmoid_where_no_output_is_named() -> None:
    """The default output."""
    assert get("cross-entropy") is LOSSES["sigmoid"]["cross-entropy"]


@pytest.mark.parametrize("key", ["cross_entropy", "", "Cross-entropy", None])
@pytest.mark.parametrize("output", LOSSES)
def test_an_unknown_key_is_told_the_keys_there_are(key: str, output: str) -> None:
    """Of this output; near misses are not guessed at."""
    with pytest.raises(ValueError, match="unknown loss") as error:
        get(key, output)
    assert repr(key) in str(error.value)
    assert output in str(error.value)
    for known in LOSSES[output]:
        assert known in str(error.value)


def test_an_unknown_output_is_told_the_outputs_there_are() -> None:
    """Both."""
    with pytest.raises(ValueError, match=r"unknown output 'tanh': choose one of sigmoid, softmax"):
        get("cross-entropy", "tanh")
