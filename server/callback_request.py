"""Callback requests: the JSON that the browser posts, checked before Dash takes it on trust."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

__all__ = ["MAX_DEPTH", "body", "check"]

MAX_DEPTH = 64
"""How deep a callback's JSON may nest; deeper ones fail later, on their way back out."""


def body() -> object:
    """Return the request's JSON.

    Raises
    ------
    werkzeug.exceptions.HTTPException
        Which says why there is none.
    """
    if not request.is_json:
        sent = request.mimetype or "nothing"
        raise UnsupportedMediaType(
            f"A callback's body is JSON (application/json); the header says {sent}."
        )
    try:
        found: object = request.get_json()
        if b"\\ud" in request.get_data().lower():  # perhaps half of a pair of surrogates
            json.dumps(found, ensure_ascii=False).encode()
        return found
    except RequestEntityTooLarge:
        raise
    except UnicodeEncodeError:
        raise BadRequest("The body holds half a character (a lone surrogate).") from None
    except RecursionError:
        raise BadRequest("The body's JSON nests too deeply.") from None
    except BadRequest:
        raise BadRequest("The body is not JSON.") from None


def check(body: object, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise BadRequest, naming what is wrong, unless Dash can take the body.

    Parameters
    ----------
    body : object
        The request's JSON.
    callbacks : mapping
        Dash's callback_map.
    """
    if not isinstance(body, dict):
        raise BadRequest(f"The body is to be a JSON object, not {_kind(body)}.")
    if _is_deeper(body, MAX_DEPTH):
        raise BadRequest(f"The body's JSON nests more than {MAX_DEPTH} levels deep.")
    unfit = _unfit_number(body)
    if unfit is not None:
        raise BadRequest(f"{unfit[:80]} is to be a number that fits 64 bits.")
    output = body.get("output")
    if not isinstance(output, str):
        raise BadRequest(f"output is to be a string, not {_kind(output, 'output' in body)}.")
    callback = callbacks.get(output)
    if callback is None:
        raise BadRequest(f"output names no callback of this app: {_shorten(output)}.")
    if "callback" not in callback:
        raise BadRequest(f"output names a callback that runs in the browser: {_shorten(output)}.")

    for field, declared in (("inputs", callback["inputs"]), ("state", callback["state"])):
        # The browser leaves state out where there is none.
        given = body.get(field, [] if field == "state" or not declared else None)
        if not isinstance(given, list):
            raise BadRequest(f"{field} is to be a list, not {_kind(given, field in body)}.")
        if len(given) != len(declared):
            raise BadRequest(
                f"{field} is to have as many entries as this callback takes, "
                f"{len(declared)}, not {len(given)}."
            )
        for place, (entry, one) in enumerate(zip(given, declared, strict=True)):
            name = f"{field}[{place}]"
            ones = _check_entry(name, entry, several=_stands_for_several(one["id"]))
            _check_declared(name, ones, one)

    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list):
        raise BadRequest(f"changedPropIds is to be a list, not {_kind(changed)}.")
    for place, item in enumerate(changed):
        if not isinstance(item, str):
            raise BadRequest(f"changedPropIds[{place}] is to be a string, not {_kind(item)}.")
    if not callback["no_output"]:
        _check_outputs(body.get("outputs"), callback["output"], given="outputs" in body)


def _check_outputs(outputs: object, declared: object, *, given: bool) -> None:
    """Raise BadRequest unless `outputs` are those of the callback."""
    several = isinstance(declared, list | tuple)
    if several and not isinstance(outputs, list):
        raise BadRequest(f"outputs is to be a list, not {_kind(outputs, given)}.")
    expected: list[Any] = list(declared) if isinstance(declared, list | tuple) else [declared]
    found = outputs if several and isinstance(outputs, list) else [outputs]
    if len(found) != len(expected):
        raise BadRequest(
            f"outputs is to have as many entries as this callback gives, "
            f"{len(expected)}, not {len(found)}."
        )
    for place, (entry, output) in enumerate(zip(found, expected, strict=True)):
        name = f"outputs[{place}]" if several else "outputs"
        if not given:
            raise BadRequest(f"{name} is missing.")
        several_here = _stands_for_several(output.component_id_str())
        for one in _check_entry(name, entry, several=several_here):
            # The comparison that Dash makes itself, where it would answer 500: a wildcard in the
            # declared id matches any, and what follows the @ tells duplicates apart.
            if type(output)(one["id"], one["property"].partition("@")[0]) != output:
                raise BadRequest(f"{name} is not what this callback gives.")


def _stands_for_several(declared: str) -> bool:
    """Whether a declared id has a wildcard for which the browser sends a list."""
    return declared.startswith("{") and ('["ALL"]' in declared or '["ALLSMALLER"]' in declared)


def _check_entry(name: str, entry: object, *, several: bool) -> list[dict[str, Any]]:
    """Return what an input, state or output consists of; BadRequest unless each is a property."""
    if several and not isinstance(entry, list):
        raise BadRequest(f"{name} is to be a list, not {_kind(entry)}.")
    ones: list[Any] = entry if several and isinstance(entry, list) else [entry]
    for one in ones:
        if not isinstance(one, dict):
            raise BadRequest(f"{name} is to be an object with id and property, not {_kind(one)}.")
        identity, prop = one.get("id"), one.get("property")
        if not isinstance(identity, str | dict) or not identity:
            raise BadRequest(f"{name}.id is to be a string or an object.")
        if isinstance(identity, dict) and not all(
            isinstance(value, str | int | float) for value in identity.values()
        ):
            raise BadRequest(f"{name}.id may hold strings, numbers and booleans only.")
        if not isinstance(prop, str):
            raise BadRequest(f"{name}.property is to be a string, not {_kind(prop)}.")
        # Dash's own callback, the one that turns an address into a page, takes these on trust.
        value = one.get("value")
        if prop in ("pathname", "search", "hash", "href") and value is not None:
            if not isinstance(value, str):
                raise BadRequest(f"{name}: {prop} is to be a string, not {_kind(value)}.")
            if prop == "pathname" and not value.startswith("/"):
                raise BadRequest(f"{name}: pathname is to start with /.")
    return ones


def _check_declared(
    name: str, ones: Sequence[Mapping[str, Any]], declared: Mapping[str, str]
) -> None:
    """Raise BadRequest unless an input or state is the one that the callback declares."""
    wildcard = declared["id"].startswith("{")
    for one in ones:
        if one["property"] != declared["property"]:
            raise BadRequest(f"{name}.property is to be {declared['property']}.")
        if isinstance(one["id"], dict) is not wildcard or not (
            wildcard or one["id"] == declared["id"]
        ):
            raise BadRequest(f"{name}.id is not what this callback takes.")


def _is_deeper(value: object, depth: int) -> bool:
    """Whether lists and objects nest more than `depth` levels."""
    level: list[object] = [value]
    for _ in range(depth + 1):
        level = [
            child
            for item in level
            if isinstance(item, list | dict)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, list | dict) for item in level)


def _unfit_number(value: object, place: str = "") -> str | None:
    """Return where a number is that 64 bits do not hold, such as "inputs[0].value"; None: nowhere.

    Python reads integers of any length, NaN and Infinity, and 1e999 as the latter. What answers
    takes none of them, and no browser sends them.
    """
    if isinstance(value, dict):
        places = ((f"{place}.{key}" if place else key, item) for key, item in value.items())
    elif isinstance(value, list):
        places = ((f"{place}[{index}]", item) for index, item in enumerate(value))
    elif isinstance(value, int):
        return None if -(2**63) <= value < 2**63 else place
    else:
        return place if isinstance(value, float) and not math.isfinite(value) else None
    found = (_unfit_number(item, name) for name, item in places)
    return next((name for name in found if name is not None), None)


def _kind(value: object, given: bool = True) -> str:
    """Return what JSON calls a value."""
    if not given:
        return "missing"
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return "null" if value is None else names.get(type(value), "a number")


def _shorten(text: str, length: int = 60) -> str:
    """Return a text as a message may quote it."""
    return repr(text if len(text) <= length else text[:length] + "…")
