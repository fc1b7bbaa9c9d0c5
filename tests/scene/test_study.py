"""What a scene shows goes from one process to another: every result is a pickle's."""

import pickle
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from landscapes import RULES
from scene import Scene
from scene.fields import DESCENTS, LOOKED_AT
from scene.study import descents, grounds, maps, surveys, swept

SMALL = {"resolution": 41, "steps": 50}


def same(one: Any, other: Any) -> None:
    """Whatever both hold is the same."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, tuple):
        for left, right in zip(one, other, strict=True):
            same(left, right)
    elif is_dataclass(one):
        for field in fields(one):
            same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, str | float | int | None):
        assert one == other


def test_of_every_field_it_is_known_whether_landscapes_depend_on_it() -> None:
    elsewhere = {*LOOKED_AT, *DESCENTS, "ground"}
    assert elsewhere <= set(Scene.model_fields)
    assert swept(Scene(rate=0.3, height="log", note="x", ground="slope")) == swept(Scene())
    assert swept(Scene(penalty=0.1)) != swept(Scene())


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_copy_from_another_process_says_the_same(rule: str, output: str) -> None:
    scene = Scene(output=output, rule=rule, rate=0.1, **SMALL)
    for found in (grounds(scene), surveys(scene), descents(scene)):
        same(found, pickle.loads(pickle.dumps(found)))


def test_a_basin_map_goes_to_another_process() -> None:
    found = maps(Scene(ground="basins", **SMALL))
    same(found, pickle.loads(pickle.dumps(found)))
