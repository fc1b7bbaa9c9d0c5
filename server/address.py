"""Address: where the server listens, and what is said of it."""

import socket

__all__ = ["BACKLOG", "explain", "listen", "shown"]

BACKLOG = 2048
"""Connections that wait to be taken up; the system has fewer where it allows fewer."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; the system's errors as OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # A name such as localhost has both kinds of address; the older one is reached everywhere.
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return socket.create_server(address[:2], family=family, backlog=BACKLOG)


def shown(listening: socket.socket, path: str = "") -> str:
    """Return the address of a path as a person opens it, and whether others do."""
    host, port = listening.getsockname()[:2]
    everywhere = host in ("0.0.0.0", "::")
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    more = " (and every other address of this machine)" if everywhere else ""
    return f"http://{name}:{port}{path}{more}"


def explain(error: OSError, host: str, port: int) -> str:
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
