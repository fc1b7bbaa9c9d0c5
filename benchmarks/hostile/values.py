"""Values that nobody expects, and texts of JSON with such values in the place of good ones."""

import json
import random
from typing import Any
from urllib.parse import quote, quote_plus

__all__ = ["forged", "mutated", "query", "text", "value"]

_NUMBERS: tuple[Any, ...] = (
    *(0, -0.0, -1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 2**64, 2**70, 10**400),
    *(1e-320, 5e-324, -1e-300, 1e15, 1e16, 1e300, 1.7976931348623157e308, -1e308),
    *(float("nan"), float("inf"), float("-inf"), True, False),
)
_TEXTS = (
    *("", " ", "\x00", "\n", "\r\nSet-Cookie: a=b", "0", "-1", "1e999", "nan", "inf", "-inf"),
    *("true", "None", "null", "undefined", "[]", "{}", "w1,b", "1,2", ",,", "%", "%00", "%ff"),
    *("../../etc/passwd", "file:///etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "${x}"),
    *("é" * 40, "𝜃", "\u202e", "\ufeff", "ﷺ" * 100, "٣", "²", "1_000", "0x10", "+1", " 1", "1 "),
    *("9" * 400, "9" * 5000, "a" * 70_000, "focal:gamma=3", "focal:gamma=", "focal:gamma=nan"),
    *(
        "focal:gamma=1e999",
        "focal:" + "gamma=1," * 500,
        "__class__",
        "constructor",
        "breast-cancer",
    ),
    *("w1[0],b[2]", "1,2,3,4,5,6", "1e6,-1e6", "-1e6,1e6", "1e-6,2e-6", "0.1,0.1000001", "٤,٥"),
)
# Stand for what no encoder writes: more digits than are read, nesting that ends a recursion.
_DIGITS = "@digits@"
_DEEP = {"@deep-list@": ("[", "]"), "@deep-record@": ('{"a":', "}")}


def text(draw: random.Random) -> str:
    """Return a text; one in eight is made of random characters, lone surrogates among them."""
    if draw.random() < 0.125:
        return "".join(
            chr(draw.choice((draw.randrange(0x110000), draw.randrange(128)))) for _ in "12345"
        )
    return draw.choice(_TEXTS)


def value(draw: random.Random, depth: int = 0) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Return something that JSON can hold."""
    kind = draw.randrange(12 if depth < 3 else 8)
    if kind < 4:
        return draw.choice(_NUMBERS)
    if kind < 7:
        return text(draw)
    if kind == 7:
        return draw.choice([_DIGITS, *_DEEP]) if draw.random() < 0.2 else None
    count = draw.choice((0, 1, 2, 2, 3, 6, 1000 if depth == 0 else 7))
    if kind < 10:
        return [value(draw, depth + 1) for _ in range(count)]
    return {text(draw)[:40]: value(draw, depth + 1) for _ in range(min(count, 7))}


def _places(tree: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    """Return where the parts of a tree are, from its root."""
    found = [at]
    items = (
        tree.items() if isinstance(tree, dict) else enumerate(tree if type(tree) is list else ())
    )
    for key, part in items:
        found += _places(part, (*at, key))
    return found


def mutated(draw: random.Random, tree: Any, times: int = 1) -> Any:  # noqa: ANN401
    """Return a tree with other things in some of its places, or with some of these gone."""
    tree = json.loads(json.dumps(tree))
    for _ in range(times):
        place = draw.choice(_places(tree))
        if not place:
            if draw.random() < 0.1:
                return value(draw)
            continue
        inner = tree
        for key in place[:-1]:
            inner = inner[key]
        what = draw.random()
        if what < 0.1:
            del inner[place[-1]]
        elif what < 0.2 and isinstance(inner, list):
            inner += inner[: draw.randrange(4)]
        elif what < 0.3 and isinstance(inner, dict):
            inner[text(draw)[:40]] = value(draw)
        else:
            inner[place[-1]] = value(draw)
    return tree


def forged(draw: random.Random, body: Any) -> bytes:  # noqa: ANN401
    """Return the JSON of a body; now and then it is broken as a text."""
    written = json.dumps(body)
    for name, (left, right) in _DEEP.items():
        if f'"{name}"' in written:
            deep = draw.choice((50, 70, 990, 100_000))
            written = written.replace(f'"{name}"', left * deep + "1" + right * deep, 1)
    written = written.replace(f'"{_DIGITS}"', "9" * 5000)
    sent = written.encode()
    if draw.random() < 0.05 and sent:
        at = draw.randrange(len(sent))
        junk = draw.choice((b"\xff", b"\x00", b'"', b"}", b"\xed\xa0\x80", b""))
        sent = sent[:at] + junk + sent[at + draw.randrange(3) :]
    return sent


def query(draw: random.Random, names: list[str], good: list[str]) -> str:
    """Return the query of a link: names of settings with anything, or a good one with faults."""
    if draw.random() < 0.4:
        letters = list(draw.choice(good))
        for _ in range(draw.randrange(1, 6)):
            at = draw.randrange(len(letters))
            letters[at] = draw.choice(
                ["", "&", "=", ",", "%", "-", "9", "e9", "é", "+", "%ed%a0%80"]
            )
        return quote("".join(letters), safe="%&=,+:;[]")
    pairs = []
    for _ in range(draw.randrange(1, 9)):
        name = draw.choice(names) if draw.random() < 0.9 else text(draw)[:60]
        given = text(draw) if draw.random() < 0.7 else _short(draw.choice(_NUMBERS))
        write = quote_plus if draw.random() < 0.5 else quote
        pairs.append(f"{write(name, errors='replace')}={write(given, errors='replace')}")
    return "&".join(pairs)[:100_000]


def _short(number: Any) -> str:  # noqa: ANN401
    return repr(number) if isinstance(number, float) else f"{number:#x}"[2:]
