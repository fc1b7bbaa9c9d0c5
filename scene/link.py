"""A record's fields as the text of a link, and back: every page reads its link here."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ValidationError

__all__ = ["applied", "parsed", "shown", "written"]

Record = TypeVar("Record", bound=BaseModel)

# What a link to any page may say, which the page itself need not read.
_OF_ALL_PAGES = ("theme", "embed")

# Fields of several parts: how many, and an example of each.
_LISTS = {
    "plane": (2, "w1,b"),
    "window_a": (2, "-2,4.5"),
    "window_b": (2, "-2,4.5"),
    "start": (2, "-2,4.5"),
    "camera": (6, "1.3,-1.34,0.94,0,0,-0.1"),
}
_NUMBER = {2: "two", 6: "six"}
# What pydantic is to read as a whole number.
_WHOLE = ("version", "resolution", "steps", "step", "directions_seed")


def applied(
    home: Record, query: object, parse: Callable[[str, object], object]
) -> tuple[Record, tuple[str, ...]]:
    """Return a record with a link's fields laid over it, leaving out those that cannot be used.

    Parameters
    ----------
    home : pydantic model
        What the link leaves out is as here.
    query : mapping of str to object
        The link's fields; a forged request may hold anything.
    parse : callable
        (name, value) -> what the field's type reads; raises ValueError where it cannot be.

    Returns
    -------
    record
        With every good field applied.
    tuple of str
        What could not be used, one message a field: its name, what was wrong, what may be.
    """
    if not isinstance(query, Mapping):
        return home, (f"settings must be names with values; found {shown(query)}",)
    kind, record, messages = type(home), home, []
    known = (*kind.model_fields, *_OF_ALL_PAGES)
    unknown = [shown(name) for name in query if name not in known]
    if unknown:
        rest = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        there = ", ".join(kind.model_fields)
        messages.append(f"{', '.join(unknown[:5])}{rest}: no such setting; there are {there}")
    given = {
        name: value
        for name in kind.model_fields
        if (value := query.get(name)) is not None and value != ""
    }
    with suppress(ValidationError, ValueError, TypeError):  # most links are good as a whole
        return _laid_over(record, given, parse), tuple(messages)
    # In the order of the fields: what a later one may be depends on earlier ones.
    for name, value in given.items():
        try:
            record = _laid_over(record, {name: value}, parse)
        except (ValidationError, ValueError, TypeError) as error:
            why = _reason(error)
            own = why.startswith((f"{name} ", f"{name}: "))
            messages.append(why if own else f"{name}: {why}")
    return record, tuple(messages)


def _laid_over(
    record: Record, given: Mapping[str, object], parse: Callable[[str, object], object]
) -> Record:
    for value in given.values():
        if len(value if isinstance(value, str) else _text(value)) > 2000:
            raise ValueError("its value must be at most 2000 characters long")
    read = {name: parse(name, value) for name, value in given.items()}
    return type(record).model_validate(record.model_dump() | read)


def parsed(name: str, value: object) -> object:
    """Turn a link's text into what the field's type reads; other values pass as they are."""
    if isinstance(value, str) and name in ("features", "controls", *_LISTS):
        value = tuple(part.strip() for part in value.split(","))
    count, example = _LISTS.get(name, (0, ""))
    if count and not (isinstance(value, (list, tuple)) and len(value) == count):
        what = f"{_NUMBER[count]} {'names' if name == 'plane' else 'numbers'}"
        raise ValueError(f"{name} must be {what}, as in {example}; found {shown(value)}")
    if isinstance(value, str) and name in _WHOLE:
        return int(value) if value.isascii() and value.isdigit() else value
    return value


def written(fields: Mapping[str, Any]) -> str:
    """Return fields as a query string."""

    def text(value: object) -> str:
        if isinstance(value, tuple):
            return ",".join(text(part) for part in value)
        if isinstance(value, float):
            return repr(value).removesuffix(".0")
        return str(value).lower() if isinstance(value, bool) else str(value)

    return urlencode({name: text(value) for name, value in fields.items()}, safe=",:=[]")


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        own = first["type"] == "value_error"
        return message if own else f"{message}; found {shown(first.get('input'))}"
    return str(error)


def _text(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # an integer of too many digits, or lists in lists in …
        return f"a value that cannot be written out{'.' * 2000}"


def shown(value: object) -> str:
    """Return a value as a message shows it: not all of a long one."""
    text = _text(value)
    return text if len(text) <= 60 else text[:57] + "…"
