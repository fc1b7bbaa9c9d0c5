"""remembered(): results of a function, kept within a bound of bytes."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import cachetools
import numpy as np
from cachetools.keys import hashkey

__all__ = ["remembered", "size_of"]

Function = TypeVar("Function", bound=Callable[..., Any])

# What a small value takes, with the entry that holds it.
_SMALL = 100


def size_of(value: object) -> int:
    """Return about how many bytes a value holds: its arrays and texts, each counted once."""
    seen: set[int] = set()
    total, left = 0, [value]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            total += one.nbytes
            left += one.tolist() if one.dtype == object else []
        elif isinstance(one, (str, bytes, bytearray)):
            total += len(one)
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            left += one
        elif hasattr(one, "__dict__") and not isinstance(one, type) and not callable(one):
            left += vars(one).values()  # a dataclass, its cached properties among them
        elif is_dataclass(one) and not isinstance(one, type):
            left += [getattr(one, field.name) for field in fields(one)]
        total += _SMALL
    return total


def remembered(megabytes: float) -> Callable[[Function], Function]:
    """Return a decorator that keeps a function's results: the latest, up to so many megabytes.

    Arguments must be hashable; what they hold counts, too. Arguments given by keyword, such as
    `progress`, are passed on and make no difference to the result. Two threads that ask for the
    same at the same time both compute it: neither waits for the other.
    """

    def decorate(function: Function) -> Function:
        kept: cachetools.LRUCache[Any, Any] = cachetools.LRUCache(int(megabytes * 2**20), size_of)
        lock = threading.Lock()

        @wraps(function)
        def remembering(*arguments: Any, **aside: Any) -> Any:  # noqa: ANN401 (as the function)
            key = hashkey(*arguments)
            with lock:
                if (found := kept.get(key)) is not None:
                    return found[1]
            result = function(*arguments, **aside)
            with lock, suppress(ValueError):  # one larger than all that is kept
                kept[key] = (arguments, result)
            return result

        return cast(Function, remembering)

    return decorate
