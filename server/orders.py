"""Orders: which of a client's wishes is the latest, in whatever order they arrive."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

__all__ = ["Orders"]

# Clients and kinds of wishes of which the latest is remembered.
_MOST = 4096


class Orders:
    """The latest wish of each client and kind; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: OrderedDict[tuple[str, str], tuple[int, Hashable]] = OrderedDict()

    def late(self, client: str, name: tuple[str, Hashable], order: int) -> bool:
        """Note a wish's place; say whether a later one, for something else, has come before it."""
        with self._lock:
            latest, other = self._latest.pop((client, name[0]), (0, name))
            late = order < latest and other != name
            newest = (latest, other) if order < latest else (order, name)
            self._latest[client, name[0]] = newest
            while len(self._latest) > _MOST:
                self._latest.popitem(last=False)
        return late
