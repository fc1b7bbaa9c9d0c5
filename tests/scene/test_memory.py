"""Results are remembered within a bound of bytes."""

import numpy as np

from scene.memory import remembered, size_of


def test_a_result_is_computed_once_while_there_is_room() -> None:
    calls: list[int] = []

    @remembered(megabytes=1)
    def square(x: int) -> int:
        calls.append(x)
        return x * x

    assert [square(3), square(3), square(4)] == [9, 9, 16]
    assert calls == [3, 4]


def test_what_was_asked_for_longest_ago_goes_when_bytes_run_out() -> None:
    calls: list[int] = []

    @remembered(megabytes=1)
    def zeros(x: int) -> np.ndarray:
        calls.append(x)
        return np.zeros(50_000)  # 0.4 MB

    for x in (1, 2, 1, 3, 1, 2):
        zeros(x)
    assert calls == [1, 2, 3, 2]


def test_a_result_larger_than_all_that_is_kept_is_still_returned() -> None:
    @remembered(megabytes=0.1)
    def zeros(x: int) -> np.ndarray:
        return np.zeros(x)

    assert len(zeros(50_000)) == 50_000


def test_arguments_count_and_what_is_given_by_keyword_makes_no_difference() -> None:
    told: list[str] = []

    @remembered(megabytes=1)
    def length(x: bytes, *, say: object) -> int:
        told.append(str(say))
        return len(x)

    assert length(b"12", say="a") == length(b"12", say="b") == 2
    assert told == ["a"]
    assert size_of((b"x" * 5000,)) > 5000


def test_an_array_that_stands_in_two_places_counts_once() -> None:
    array = np.zeros(1000)
    assert 8000 < size_of({"a": array, "b": [array, (array,)]}) < 10_000
