"""Addresses of this site: what every link that a page makes goes through.

Links are written without the path that a proxy serves the app under, so that a lesson made on one
server plays on another; the path is put before them when they are shown. assets/site.js does the
same in the browser.
"""

from server.base_path import base_path

__all__ = ["address", "bare"]


def address(path: str, query: str = "", fragment: str = "") -> str:
    """Return an address of this site, as a browser is to ask for it.

    Parameters
    ----------
    path : str
        A page's path, such as "/curves"; it may bring its query along.
    query, fragment : str
        What stands behind ? and #, encoded.
    """
    query, fragment = query and f"?{query}", fragment and f"#{fragment}"
    return f"{base_path()}{path}{query}{fragment}"


def bare(link: str) -> str:
    """Return an address of this site without the base path; as it is where it has none."""
    base = base_path()
    path, mark, query = link.partition("?")
    if base and f"{path}/".startswith(f"{base}/"):
        path = path[len(base) :] or "/"
    return path + mark + query
