"""Bundle: an app's style sheets and scripts as one file each, compressed once.

A page of many small files is a request a file, and a class opens two hundred pages at once.
"""

import mimetypes
import os
import shutil
import tempfile
from functools import cached_property
from gzip import compress
from pathlib import Path

import brotli
from flask import Flask, Response, request

from server.ending import at_end

__all__ = ["Bundle"]

# Between two files: a script may end without a semicolon.
_BETWEEN = {".css": "\n", ".js": "\n;\n"}
# How hard to compress: a tenth of a second, once a process.
_BROTLI, _GZIP = 9, 6
_YEAR = 365 * 24 * 3600


class Bundle:
    """A folder of assets in which all sheets are one, and so are all scripts.

    Parameters
    ----------
    source : Path
        The assets as they are written: folders with sheets and scripts, and files such as icons
        beside them. They are taken in the order in which Dash would load them, by names.
    """

    def __init__(self, source: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="loss-landscapes-assets-"))
        at_end(self.remove)
        latest = 0.0
        for ending, between in _BETWEEN.items():
            files = [
                Path(place, name)
                for place, _, names in sorted(os.walk(source))
                for name in sorted(names)
                if name.endswith(ending)
            ]
            parts = [
                f"/* {file.relative_to(source).as_posix()} */\n{file.read_text(encoding='utf-8')}"
                for file in files
            ]
            whole = self.folder / f"all{ending}"
            whole.write_text(between.join(parts), encoding="utf-8")
            latest = max([latest, *(file.stat().st_mtime for file in files)])
        for file in source.iterdir():
            if file.is_file() and file.suffix not in _BETWEEN:
                shutil.copy2(file, self.folder)
        for file in self.folder.iterdir():
            os.utime(
                file, (latest, latest)
            )  # of which Dash makes a version: alike in all processes

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @cached_property
    def _kept(self) -> dict[str, dict[str, bytes]]:
        """Each file by the ways in which a browser takes it."""
        found = {}
        for file in self.folder.iterdir():
            plain = file.read_bytes()
            found[file.name] = {
                "br": brotli.compress(plain, quality=_BROTLI),
                "gzip": compress(plain, _GZIP),
                "": plain,
            }
        return found

    def serve(self, server: Flask, path: str) -> None:
        """Answer for the files below a path such as "/assets/"."""

        @server.before_request
        def bundled() -> Response | None:
            name = request.path.removeprefix(path)
            if not request.path.startswith(path) or name not in self._kept:
                return None
            ways = self._kept[name]
            taken = (way for way in ("br", "gzip") if request.accept_encodings[way] > 0)
            way = next(taken, "")
            answer = Response(ways[way], mimetype=mimetypes.guess_type(name)[0])
            answer.vary.add("Accept-Encoding")
            if way:
                answer.headers["Content-Encoding"] = way
            if "m" in request.args:  # its version
                answer.cache_control.public = True
                answer.cache_control.max_age = _YEAR
            return answer
