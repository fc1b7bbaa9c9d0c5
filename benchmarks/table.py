"""How every benchmark prints what it found."""

import sys
from collections.abc import Iterable

__all__ = ["table"]


def table(head: list[str], rows: Iterable[list[str]]) -> None:
    """Print rows as they come, under a heading; the first two columns are words."""
    print(f"\n{head[0]:<37}{head[1]:<15}" + "".join(f"{name:>12}" for name in head[2:]))
    for row in rows:
        print(f"{row[0]:<37}{row[1]:<15}" + "".join(f"{entry:>12}" for entry in row[2:]))
        sys.stdout.flush()
