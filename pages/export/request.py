"""What a request for an export asks for, and the name of the file that answers it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from export import FORMATS, SIZES, Picture, scene_of
from export.animation import frames
from figures.columns import SHOWN
from pages.parts.address import address
from scene import Scene

__all__ = ["DECK", "LARGEST", "SMALLEST", "Wanted", "wanted"]

DECK = "deck"
"""The format of one presentation of all presets; the others are `export.FORMATS`."""

SMALLEST, LARGEST = 320, 7680
"""Pixels of a side of a picture of a free size."""

# A document is drawn by the server, and its fields are vector at any size. A deck is as many slides
# as there are presets, which all travel to the server.
_DOCUMENT = 3840
# Pixels of an animation, all frames together: the longest at 1920 x 1080, which takes some three
# seconds. And of a frame, which is what memory grows with.
_ANIMATION = 26 * 1920 * 1080
_FRAME = 3840 * 2160
# Characters of a link and of a title.
_LINK, _TITLE = 4000, 200


@dataclass(frozen=True)
class Wanted:
    """A picture, and in what format."""

    picture: Picture
    format: str

    @property
    def extension(self) -> str:
        """How the file's name ends."""
        return "pptx" if self.format == DECK else self.format

    @property
    def name(self) -> str:
        """The file's name: what it shows."""
        if self.format == DECK:
            return "loss-landscapes-presets.pptx"
        scene, picture = self.picture.scene, self.picture
        sided = [x for x in ("left", "right") if picture.what.endswith(x)]
        losses = [getattr(scene, side) for side in sided or ("left", "right")]
        parts = [scene.data, *losses, *([] if picture.what == "columns" else [picture.what])]
        if self.format in ("png", "svg", "pdf", "gif", "pptx"):
            parts.append(f"{picture.width}x{picture.height}")
        return f"{re.sub(r'[^A-Za-z0-9.]+', '-', '-'.join(parts))}.{self.extension}"


def wanted(kind: str, given: Mapping[str, str]) -> Wanted:
    """Return what a request asks for.

    Parameters
    ----------
    kind : str
        A key of `export.FORMATS`, or `DECK`.
    given : mapping of str
        `link`, the address of a page that shows a scene; `what`, `size` such as 1920x1080 and
        `background` as `Picture` has them; `title`, its own where left out; `caption` and `shown`,
        "no" for none.

    Raises
    ------
    ValueError
        Where something is not what it may be.
    """
    if kind not in FORMATS and kind != DECK:
        raise ValueError(
            f"format must be one of {', '.join((*FORMATS, DECK))}; found {kind[:40]!r}"
        )
    link = _printable(given.get("link", "/"))
    if len(link) > _LINK:
        raise ValueError(f"link must be at most {_LINK} characters long; found {len(link)}")
    title = given.get("title")
    if title is not None and len(title) > _TITLE:
        raise ValueError(f"title must be at most {_TITLE} characters long; found {len(title)}")
    what = given.get("what", "columns")
    if what not in SHOWN:
        raise ValueError(f"what must be one of {', '.join(SHOWN)}; found {what[:40]!r}")
    width, height = _size(given.get("size", next(iter(SIZES))))
    if kind in ("pdf", DECK) and max(width, height) > _DOCUMENT:
        name = "document" if kind == "pdf" else "deck"
        raise ValueError(
            f"size of a {name} must be at most {_DOCUMENT} pixels a side; found {width} x {height}"
        )
    scene = scene_of(link, address("/"))
    if kind == "gif":
        _check_animation(width, height, scene)
    whole = re.match(r"https?://[^\s/]+/", link)
    said = given.get("caption") != "no"
    picture = Picture(
        scene,
        what=what,
        width=width,
        height=height,
        background=given.get("background", "light")[:40],
        title=None if title is None else _printable(title),
        caption=None if said else "",
        verdicts=said,
        link=link.partition("#")[0] if whole and given.get("shown") != "no" else "",
    )
    return Wanted(picture, kind)


def _check_animation(width: int, height: int, scene: Scene) -> None:
    """Raise ValueError where an animation would be too large, however soon its descents end."""
    last = scene.steps if scene.step is None else min(scene.step, scene.steps)
    count = len(frames(last))
    most = min(_FRAME, _ANIMATION // count)
    if width * height <= most:
        return
    share = (most / (width * height)) ** 0.5
    fits = f"{int(width * share + 1e-6)} x {int(height * share + 1e-6)}"
    several = f"{count} frames" if count > 1 else "1 frame"
    found, may = (round(count * pixels / 1e6) for pixels in (width * height, most))
    raise ValueError(
        f"size of this animation must be at most {fits}: up to {several} of {width} x {height} "
        f"are {found} megapixels, and it may have {may}"
    )


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", text)
    if found is None:
        raise ValueError(f"size must be width x height, as in 1920x1080; found {text[:40]!r}")
    width, height = int(found[1]), int(found[2])
    for name, side in (("width", width), ("height", height)):
        if not SMALLEST <= side <= LARGEST:
            raise ValueError(f"{name} must be from {SMALLEST} to {LARGEST} pixels; found {side}")
    return width, height
