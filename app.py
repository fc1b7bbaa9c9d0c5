"""The app: its server, the shell around its pages, and the command line."""

import argparse
import base64
import hashlib
import logging
import os
import re
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol

import dash
import dash_mantine_components as dmc
import waitress
from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.exceptions import DependencyException, InvalidResourceError

import guard
from export import render
from figures.theme import DARK, LIGHT
from landscapes import compile_in_background
from landscapes.datasets import make_ready
from pages import curves, explore, labels, lessons, regression, softmax, why
from pages.aria import named
from pages.export import export_button, export_dialog
from pages.export import register as register_export
from pages.export_routes import EXPORTS, add_routes
from pages.jobs import JOBS
from pages.lesson_strip import lesson_strip
from pages.presets import PRESETS, preset_menu

__all__ = ["PAGES", "create_app", "main"]

TITLE = "Loss landscapes"
DESCRIPTION = (
    "Squared error and cross-entropy side by side: the loss surfaces of logistic regression, "
    "their gradients, and the paths that descent takes on them."
)


class Page(Protocol):
    """What a module of pages/ offers."""

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


PAGES: tuple[Page, ...] = (explore, curves, softmax, regression, labels, why, lessons)

# Before anything is drawn: the colours that were chosen here last time, or else the system's. In
# the key and in the attribute it follows Mantine, which takes over when it is loaded.
_COLOUR_SCHEME = """
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const key = "mantine-color-scheme-value";
  const asked = new URLSearchParams(location.search).get("theme");  // a link may have its own
  if (asked === "light" || asked === "dark") {
    try { localStorage.setItem(key, asked); } catch { /* not allowed */ }
  }
  window.colourScheme = (otherwise) => {
    let chosen = otherwise;
    try { chosen = localStorage.getItem(key); } catch { /* not allowed */ }
    if (chosen === "light" || chosen === "dark") return chosen;
    return system.matches ? "dark" : "light";
  };
  document.documentElement.setAttribute("data-mantine-color-scheme", window.colourScheme());
  system.addEventListener("change", () => {
    const computedColorScheme = window.colourScheme();
    window.dash_clientside?.set_props?.("color-scheme", { computedColorScheme });
  });
})();
"""

# Where nothing was chosen, the toggle always says "light" and never follows the system.
# Colours that were chosen are part of the link.
_TRUE_SCHEME = """
(scheme) => {
  let chosen = null;
  try { chosen = localStorage.getItem("mantine-color-scheme-value"); } catch { /* not allowed */ }
  window.address?.set({ theme: ["light", "dark"].includes(chosen) ? chosen : null });
  return window.colourScheme(scheme);
}
"""

# NavLink shows which page this is, but does not say so to those who do not see it.
_CURRENT_PAGE = """
(path, ids) => {
  const here = path.replace(/\\/+$/, "") || "/";
  const leads = (id) => id.path !== "/" && here.startsWith(id.path + "/");
  return ids.map((id) => (id.path === here ? "page" : leads(id) ? "true" : null));
}
"""

_INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="LIGHT">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="DARK">
    <title>{%title%}</title>
    <script>SCHEME</script>
    <style>
      html { background: LIGHT; color-scheme: light }
      html[data-mantine-color-scheme="dark"] { background: DARK; color-scheme: dark }
    </style>
    {%favicon%}
    <link rel="icon" type="image/svg+xml" href="LOGO">
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <noscript>This page draws with JavaScript, which is switched off here.</noscript>
    <footer>
      {%config%}
      {%scripts%}
      {%renderer%}
    </footer>
  </body>
</html>
"""

# Mantine's ten shades, of the look's colours: index 9 or 0 is the one strong button's.
_INK = [
    *(DARK.ink, "#d3d2cf", "#bcbdbc", "#a1a5a8", "#858b91"),
    *("#6a727a", "#525b64", "#3b434b", "#2b3239", LIGHT.ink),
]
_GREY = [
    *("#f7f6f3", "#f1efea", "#e9e6e0", LIGHT.hairline, "#d3cfc6"),
    *("#9aa3ab", LIGHT.secondary, "#48515a", "#333b43", LIGHT.ink),
]
_DARK = [
    *(DARK.ink, "#c9cac8", DARK.secondary, "#88919a", DARK.hairline),
    *("#252c32", "#1b2025", DARK.ground, "#101418", "#0b0e11"),
]
_THEME = {
    "black": LIGHT.ink,
    "white": LIGHT.ground,
    "colors": {"ink": _INK, "gray": _GREY, "dark": _DARK},
    "primaryColor": "ink",
    "primaryShade": {"light": 9, "dark": 0},
    "defaultRadius": 6,
    "cursorType": "pointer",
    "respectReducedMotion": True,
    "fontFamily": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", '
    '"DejaVu Sans", sans-serif',
    "headings": {"fontWeight": "650"},
    # A screen has one strong button, and that one says variant="filled".
    "components": {"Button": {"defaultProps": {"variant": "default", "size": "xs"}}},
    "shadows": dict.fromkeys(("xs", "sm", "md", "lg", "xl"), "none"),
}


def create_app(
    pages: Sequence[Page] = PAGES, *, frame_ancestors: Sequence[str] = ("'self'",)
) -> Dash:
    """Return the app, warm: any number of threads may serve its `server` at once.

    Parameters
    ----------
    pages : sequence of modules
        Its pages, in the order of the header.
    frame_ancestors : sequence of str
        Who may show it in a frame, as Content-Security-Policy writes it.
    """
    app = Dash(
        __name__,
        server=guard.make_server(__name__),  # type: ignore[arg-type] # Dash takes a server, too
        title=TITLE,
        update_title="",
        assets_folder=str(Path(__file__).parent / "assets"),
        use_pages=True,
        pages_folder="",
        include_pages_meta=False,
        meta_tags=[
            {"name": "description", "content": DESCRIPTION},
            {"name": "color-scheme", "content": "light dark"},
        ],
        serve_locally=True,
        compress=True,
        health_endpoint="healthz",
        enable_mcp=False,
        # Otherwise Dash builds every page at start-up and sends all of them, data included, with
        # each page's HTML, to check the callbacks' ids; tests/test_app.py does that.
        suppress_callback_exceptions=True,
    )
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
        title=f"Not found · {TITLE}",
        layout=_not_found,
        order=len(pages),
    )
    register_export(app)
    add_routes(app.server, f"{app.config.routes_pathname_prefix}export")
    app.index_string = _index_string(app)
    app.layout = _shell(app, pages)
    app.clientside_callback(
        _TRUE_SCHEME,
        Output("color-scheme", "computedColorScheme"),
        Input("color-scheme", "computedColorScheme"),
    )
    app.clientside_callback(
        _CURRENT_PAGE,
        Output({"type": "nav-link", "path": ALL}, "aria-current"),
        Input("_pages_location", "pathname"),  # Dash's own
        State({"type": "nav-link", "path": ALL}, "id"),
    )
    guard.protect(
        app.server,
        app.callback_map,
        f"{app.config.routes_pathname_prefix}_dash-update-component",
        frame_ancestors=frame_ancestors,
        absent=(DependencyException, InvalidResourceError),
    )
    _warm(app)
    scheme = base64.b64encode(hashlib.sha256(_COLOUR_SCHEME.encode()).digest()).decode()
    guard.allow_scripts(app.server, [f"'sha256-{scheme}'", *app.csp_hashes()])
    return app


def _warm(app: Dash) -> None:
    """Have Dash set itself up, which it does on the first request and not safely from threads."""
    app.server.config["PROPAGATE_EXCEPTIONS"] = True  # what fails here is to be seen
    with app.server.test_client() as client:
        for path in ("_dash-layout", "_dash-dependencies", ""):
            client.get(app.config.routes_pathname_prefix + path)
    app.server.config["PROPAGATE_EXCEPTIONS"] = None


def _index_string(app: Dash) -> str:
    """Return the HTML that Dash fills in."""
    parts = {
        "LIGHT": LIGHT.ground,
        "DARK": DARK.ground,
        "LOGO": app.get_asset_url("logo.svg"),
        "SCHEME": _COLOUR_SCHEME,
    }
    index = _INDEX
    for name, part in parts.items():
        index = index.replace(name, part)
    return index


def _shell(app: Dash, pages: Sequence[Page]) -> Any:
    """Return what stands around every page: one line at the top."""
    logo = app.get_asset_url("logo.svg")
    header = html.Header(
        [
            html.A("Skip to the page", href="#page", className="skip-link"),
            dcc.Link(
                [
                    dmc.Image(src=logo, alt="", w=28, h=28, darkHidden=True),
                    dmc.Image(src=f"{logo}#dark", alt="", w=28, h=28, lightHidden=True),
                    html.Span(TITLE),
                ],
                href=app.get_relative_path("/"),
                className="brand",
            ),
            html.Nav(
                [
                    dmc.NavLink(
                        id={"type": "nav-link", "path": app.get_relative_path(page.PATH)},
                        label=page.NAME,
                        href=app.get_relative_path(page.PATH),
                        # A page keeps its mark on the pages that it leads to.
                        active="exact" if page.PATH == "/" else "partial",
                        className="nav-link",
                    )
                    for page in pages
                    if page.NAME
                ],
                className="nav",
                **named("Pages"),
            ),
            html.Div(
                [
                    export_button(),
                    preset_menu(),
                    html.Button(
                        "Present",
                        id="present-button",
                        type="button",
                        className="menu-button large-only",
                        title="Large type, no controls, full screen (P)",
                    ),
                    html.Button(
                        "?",
                        id="keys-button",
                        type="button",
                        className="menu-button large-only",
                        title="All keys (?)",
                        **named("Keys"),
                    ),
                    dmc.ColorSchemeToggle(
                        id="color-scheme",
                        lightIcon="◐",
                        darkIcon="◑",
                        variant="default",
                        size=32,
                        **named("Light or dark"),
                    ),
                ],
                className="actions",
            ),
        ],
        className="header",
    )
    content = html.Div(dash.page_container, id="page", tabIndex=-1)
    dialog = export_dialog(app.get_relative_path("/export"))
    shell = [header, *lesson_strip(), content, dialog]
    return dmc.MantineProvider(shell, theme=_THEME, defaultColorScheme="auto")


def _not_found(**_query: Any) -> Any:
    """Return what is shown where there is no page."""
    return html.Main(
        [
            html.H1("There is no page here"),
            html.P(["The address may be mistyped. ", dcc.Link("Go to the first page", href="/")]),
        ],
        className="not-found",
    )


def _port(text: str) -> int:
    """Return a port from the command line."""
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return int(text)


def _threads(text: str) -> int:
    """Return a number of threads from the command line."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 256")
    return int(text)


# A source of Content-Security-Policy, as far as frames have a use for it.
_SOURCE = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?", re.IGNORECASE)


def _frame_ancestors(text: str) -> tuple[str, ...]:
    """Return who may show the app in a frame, from the command line."""
    words = text.split()
    bad = [word for word in words if word not in ("self", "none") and not _SOURCE.fullmatch(word)]
    if bad or not words or ("none" in words and len(words) > 1):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not self, none, or sites such as 'self https://course.example.org'"
        )
    return tuple(f"'{word}'" if word in ("self", "none") else word for word in words)


def _parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="app.py", description=DESCRIPTION)
    parser.add_argument(
        "--host",
        default=os.environ.get("HOST") or "127.0.0.1",
        help="the address to listen on; 0.0.0.0 lets other machines in (now %(default)s)",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT") or "8050",
        help="the port to listen on; 0 takes any that is free (now %(default)s)",
    )
    parser.add_argument(
        "--threads",
        type=_threads,
        default="8",
        help="how many requests are answered at once (now %(default)s)",
    )
    parser.add_argument(
        "--frame-ancestors",
        type=_frame_ancestors,
        default=os.environ.get("FRAME_ANCESTORS") or "self",
        metavar="SITES",
        help="who may show a page in a frame, apart by spaces: self, none, https://… "
        "(now %(default)s)",
    )
    commands = parser.add_subparsers(dest="command", title="instead of serving", metavar="render")
    render.add_arguments(
        commands.add_parser("render", help="draw what links show", description=render.ABOUT)
    )
    return parser


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; the system's errors as OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # A name such as localhost has both kinds of address; the older one is reached everywhere.
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return socket.create_server(address[:2], family=family, backlog=1024)


def _explain(error: OSError, host: str, port: int) -> str:
    """Return what to say of an address that cannot be listened on."""
    other = port + 1 if 0 < port < 65535 else 8050
    choose = f"choose another with --port {other} (or PORT={other}), or any free one with --port 0"
    if isinstance(error, socket.gaierror):
        return f"There is no host {host}: {error.strerror}; choose another with --host (or HOST)."
    if isinstance(error, PermissionError):
        return f"Port {port} on {host} needs more rights; {choose}."
    if "in use" in str(error).lower():
        return f"Port {port} on {host} is taken; {choose}."
    return f"Cannot listen on {host}, port {port}: {error.strerror}; {choose}."


def _leave(*_: object) -> NoReturn:
    """End the process in order, once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    JOBS.close()
    EXPORTS.close()
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the app until it is interrupted, and return the exit code."""
    given = _parser().parse_args(arguments)
    if given.command == "render":
        return render.run(given, [(preset.title, preset.scene) for preset in PRESETS])
    try:
        listening = _listen(given.host, given.port)
    except OSError as error:
        print(_explain(error, given.host, given.port), file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)

    compile_in_background()  # until the kernels are there, sweeps go without them
    make_ready()
    server = create_app(frame_ancestors=given.frame_ancestors).server

    # A class that loads the page at once fills the queue for a moment: nothing to warn of.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host, port = listening.getsockname()[:2]
    everywhere = host in ("0.0.0.0", "::")
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    more = " (and every other address of this machine)" if everywhere else ""
    print(f"{TITLE}: http://{shown}:{port}{more}", flush=True)
    waitress.serve(
        server,
        sockets=[listening],
        threads=given.threads,
        max_request_body_size=8 * guard.MAX_BODY,  # below it, the guard says what is wrong
        ident=None,
        _quiet=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
