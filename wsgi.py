"""The app for another WSGI server, such as `gunicorn --workers 2 --threads 16 wsgi:server`.

HOST and PORT are that server's own; ALLOWED_HOSTS and FRAME_ANCESTORS are read here, too.
"""

import argparse
import os
import shlex
import sys

from app import make_server
from server.gate import Gate
from server.listen import SWITCH_INTERVAL

__all__ = ["server"]


def _threads() -> int:
    """Return the threads of each process, as the command line that started it says."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--threads", type=int, default=16)
    given = [*shlex.split(os.environ.get("GUNICORN_CMD_ARGS", "")), *sys.argv[1:]]
    return int(parser.parse_known_args(given)[0].threads)


def _heavy(threads: int) -> int:
    """Return how many threads may compute: a quarter is left for pages and files."""
    return max(1, threads - max(2, threads // 4))


sys.setswitchinterval(SWITCH_INTERVAL)
server = make_server()
server.wsgi_app = Gate(server.wsgi_app, _heavy(_threads()))  # type: ignore[method-assign]
