"""The app: its pages and its server, put together, and its command line."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from dash import Dash
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask

from export import render
from landscapes import compile_in_background
from landscapes.data.catalogue import make_ready
from pages.curves import page as curves
from pages.export import page as dialog
from pages.labels import page as labels
from pages.lessons import page as lessons
from pages.lessons.strip import lesson_strip
from pages.logits import page as logits
from pages.parts.address import address
from pages.parts.index import SCRIPT_HASH, index
from pages.parts.page import Page, add_pages
from pages.parts.shell import add_shell, not_found
from pages.parts.site import DESCRIPTION, TITLE, Site
from pages.parts.work import attend, use_backstage
from pages.why import page as why
from pages.workspace import explore, regression
from pages.workspace.presets import PRESETS, preset_menu
from server import guard, listen
from server.arguments import add_arguments
from server.base_path import behind, by_environment, read_base_path
from server.bundle import Bundle
from server.compression import compress_answers

__all__ = ["PAGES", "create_app", "main", "make_server"]

PAGES: tuple[Page, ...] = (explore, curves, logits, regression, labels, why, lessons)


def create_app(
    pages: Sequence[Page] = PAGES,
    *,
    frame_ancestors: Sequence[str] = ("'self'",),
    base_path: str | None = None,
    trusted_proxies: int = 0,
    allowed_hosts: Sequence[str] = (),
) -> Dash:
    """Return the app, warm: any number of threads may serve its `server` at once.

    Parameters
    ----------
    pages : sequence of modules
        Its pages, in the order of the header.
    frame_ancestors : sequence of str
        Who may show it in a frame, as Content-Security-Policy writes it.
    base_path : str, optional
        The path under which a proxy serves it, such as "/user/x/proxy/8050/"; what the environment
        says where left out.
    trusted_proxies : int
        How many proxies stand in front, whose X-Forwarded headers are believed.
    allowed_hosts : sequence of str
        The names under which it may be asked for; where there are none, under any.

    Raises
    ------
    ValueError
        Where the base path is no path, or the number is out of bounds.
    """
    base = read_base_path(by_environment() if base_path is None else base_path)
    assets = Bundle(Path(__file__).parent / "assets")
    app = Site(guard.make_server(__name__), assets.folder)
    prefix = app.config.routes_pathname_prefix
    add_pages(app, pages, not_found)
    behind(app.server, base, trusted_proxies=trusted_proxies)
    dialog.register(app)
    app.index_string = index()
    add_shell(
        app,
        pages,
        lambda: [dialog.export_button(), preset_menu()],
        lambda content: [*lesson_strip(), content, dialog.export_dialog(address("/export"))],
    )
    guard.protect(
        app.server,
        app.callback_map,
        f"{prefix}_dash-update-component",
        frame_ancestors=frame_ancestors,
        allowed_hosts=allowed_hosts,
        own=(f"{prefix}export",),
        absent=(DependencyException, InvalidResourceError),
    )
    # After the guard, which looks at every request first.
    assets.serve(app.server, f"{prefix}assets/")
    attend(app.server, f"{prefix}gone")
    compress_answers(app.server, f"{prefix}_dash-update-component")
    app.warm()
    guard.allow_scripts(app.server, [SCRIPT_HASH, *app.csp_hashes()])
    return app


def make_server(given: argparse.Namespace | None = None) -> Flask:
    """Return what is served, as the command line or else the environment says.

    Every process that answers calls it.
    """
    given = given or _parser().parse_args([])
    compile_in_background()  # until the kernels are there, sweeps go without them
    make_ready()
    use_backstage()
    server: Flask = create_app(
        frame_ancestors=given.frame_ancestors,
        base_path=given.base_path,
        trusted_proxies=given.trusted_proxies,
        allowed_hosts=given.allowed_hosts,
    ).server
    return server


def _parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="app.py", description=DESCRIPTION)
    add_arguments(parser)
    commands = parser.add_subparsers(dest="command", title="instead of serving", metavar="render")
    render.add_arguments(
        commands.add_parser("render", help="draw what links show", description=render.ABOUT)
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the app until it is interrupted, and return the exit code."""
    given = _parser().parse_args(arguments)
    if given.command == "render":
        return render.run(given, [(preset.title, preset.scene) for preset in PRESETS])
    return listen.serve(
        partial(make_server, given),
        TITLE,
        path=f"{given.base_path}/" if given.base_path else "",
        host=given.host,
        port=given.port,
        workers=given.workers,
        threads=given.threads,
    )


if __name__ == "__main__":
    sys.exit(main())
