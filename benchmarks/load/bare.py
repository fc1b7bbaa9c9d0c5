"""python -m benchmarks.load.bare: the least that Dash can be, served as the app is.

What a class costs here is Dash's and the server's own; what it costs more elsewhere is the app's.
"""

import logging
import socket

import waitress
from dash import Dash, Input, Output, dcc, html

__all__ = ["create", "main"]


def create() -> Dash:
    """Return an app with one slider and one sentence that says where it stands."""
    app = Dash(__name__, compress=True, health_endpoint="healthz", use_pages=False)
    app.layout = html.Main([dcc.Slider(0, 10, 1, id="slider", value=3), html.P(id="said")])
    app.callback(Output("said", "children"), Input("slider", "value"))(lambda value: f"At {value}.")
    return app


def main() -> None:
    """Serve it on a free port of this machine, and say which."""
    server = create().server
    with server.test_client() as client:  # Dash sets itself up on the first request
        client.get("/_dash-layout")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # as the app does
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(f"Bare: http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    waitress.serve(
        server,
        sockets=[listening],
        threads=8,
        connection_limit=2000,  # as the app has it; by default twenty browsers are too many
        asyncore_use_poll=True,
        ident=None,
        _quiet=True,
    )


if __name__ == "__main__":
    main()
