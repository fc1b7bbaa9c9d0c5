"""scene_of(): the scene that a link shows."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from scene import Scene

__all__ = ["PATHS", "link_of", "scene_of"]

# The pages that show a scene, and the output of the scenes they show.
PATHS: Mapping[str, str] = MappingProxyType({"/": "sigmoid", "/softmax/regression": "softmax"})


def scene_of(link: str) -> Scene:
    """Return the scene of a link: a whole address, its path and query, or its query alone.

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
    path = "/" + path.strip("/")
    # An app that is served below another address has that before its own paths.
    known = [one for one in PATHS if one != "/" and path.endswith(one)]
    page = known[0] if known else "/"
    if not known and path != "/":
        raise ValueError(f"{path} shows no scene; pages that do are {', '.join(PATHS)}")
    given = parse_qs(query, keep_blank_values=True)
    fields = {name: values[0] if len(values) == 1 else values for name, values in given.items()}
    output = fields.get("output", PATHS[page])
    if output != PATHS[page]:
        raise ValueError(f"output: {page} shows {PATHS[page]}; found {output!r}")
    scene, messages = Scene.from_query(fields | {"output": PATHS[page]})
    if messages:
        raise ValueError("; ".join(messages))
    return scene


def link_of(scene: Scene, address: str = "") -> str:
    """Return the link of a scene, below the address of an app."""
    page = next(path for path, output in PATHS.items() if output == scene.output)
    query = scene.query()
    return f"{address.rstrip('/')}{page}{'?' if query else ''}{query}"
