"""A proxy on loopback: it serves the app under a path, and nothing beside it."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

__all__ = ["proxied"]

# What concerns one connection, not the answer.
_OWN = {"connection", "keep-alive", "transfer-encoding", "date", "server"}


@contextmanager
def proxied(app: str, base: str) -> Iterator[str]:
    """Serve the app at this address under a path; yield the address of its first page.

    The path is taken off before a request is handed on, and said in X-Forwarded-Prefix.
    """
    host = urlsplit(app).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if not self.path.startswith(f"{base}/"):
                self.send_error(404)
                return
            behind = http.client.HTTPConnection(host, timeout=90)
            headers = dict(self.headers) | {"X-Forwarded-Prefix": base}
            behind.request(self.command, self.path.removeprefix(base), body, headers)
            found = behind.getresponse()
            content = found.read()
            behind.close()
            self.send_response_only(found.status)
            for name, value in found.getheaders():
                if name.lower() not in _OWN | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 (the server's names)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}/"
        finally:
            server.shutdown()
            thread.join()
