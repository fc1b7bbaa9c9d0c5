"""Page: what a page's module offers, and how the app comes to know of it."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import dash
from dash import Dash

__all__ = ["Page", "add_pages"]


class Page(Protocol):
    """What a page's module offers."""

    @property
    def PATH(self) -> str:  # noqa: N802 - a module's constant
        """Its address, such as "/curves"."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Its name in the header; empty where another page leads to it."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """The title of its browser tab."""

    @property
    def __name__(self) -> str: ...

    def layout(self, **query: Any) -> Any:
        """Return its components, for the fields of the address's query."""

    def register(self, app: Dash) -> None:
        """Attach its callbacks."""


def add_pages(app: Dash, pages: Sequence[Page], elsewhere: Callable[..., Any]) -> None:
    """Have an app show pages, in the order of the header.

    Parameters
    ----------
    app : Dash
        The app; those made before it in this process have no pages from then on.
    pages : sequence of modules
        The pages.
    elsewhere : callable
        Returns what is shown at every other address.
    """
    dash.page_registry.clear()  # which all apps of a process share
    for order, page in enumerate(pages):
        dash.register_page(
            page.__name__,
            path=page.PATH,
            name=page.NAME,
            title=page.TITLE,
            order=order,
            layout=page.layout,
        )
        page.register(app)
    # By this name Dash finds what it shows at every address without a page.
    dash.register_page(
        "not_found_404",
        path="/404",
        title=f"Not found · {app.title}",
        layout=elsewhere,
        order=len(pages),
    )
