"""scene_of(): the scene that a link shows."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from scene import Scene

__all__ = ["OTHERS", "PATHS", "link_of", "scene_of"]

# The pages that show a scene, and the output of the scenes they show.
PATHS: Mapping[str, str] = MappingProxyType({"/": "sigmoid", "/softmax/regression": "softmax"})

OTHERS = frozenset({"curves", "softmax", "labels", "why", "lessons"})
"""How the paths of the pages end that show no scene."""


def scene_of(link: str, home: str = "/") -> Scene:
    """Return the scene of a link: a whole address, its path and query, or its query alone.

    Parameters
    ----------
    link : str
        The link. An app that is served below another path has that before its own paths, or not.
    home : str
        The path of the app's first page, where it is known. Where it is not, a path that ends
        with a slash is taken for it, unless a page of the app is called like its last part.

    Raises
    ------
    ValueError
        Where the page has no scene, or a setting cannot be used; the message has them all.
    """
    try:
        parts = urlsplit(link.strip())
    except ValueError as error:
        raise ValueError(f"no link: {error}") from None
    path, query = parts.path, parts.query
    if "=" in path and not query:  # a query alone
        path, query = "", path
    page = _page(path, home.rstrip("/"))
    given = parse_qs(query, keep_blank_values=True)
    fields = {name: values[0] if len(values) == 1 else values for name, values in given.items()}
    output = fields.get("output", PATHS[page])
    if output != PATHS[page]:
        raise ValueError(f"output: {page} shows {PATHS[page]}; found {output!r}")
    scene, messages = Scene.from_query(fields | {"output": PATHS[page]})
    if messages:
        raise ValueError("; ".join(messages))
    return scene


def _page(path: str, before: str) -> str:
    """Return the page of a link's path; `before` is what the app's own paths are known to have."""
    if before and f"{path}/".startswith(f"{before}/"):
        path = path[len(before) :]
    own = "/" + path.strip("/")
    known = [one for one in PATHS if one != "/" and own.endswith(one)]
    if known:
        return known[0]
    if own == "/" or (path.endswith("/") and own.rpartition("/")[2] not in OTHERS):
        return "/"
    raise ValueError(f"{own} shows no scene; pages that do are {', '.join(PATHS)}")


def link_of(scene: Scene, address: str = "") -> str:
    """Return the link of a scene, below the address of an app."""
    page = next(path for path, output in PATHS.items() if output == scene.output)
    query = scene.query()
    return f"{address.rstrip('/')}{page}{'?' if query else ''}{query}"
