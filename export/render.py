"""The command `render`: pictures of links, one or many, from the shell."""

import argparse
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from export.browser import NoBrowserError, Renderer
from export.formats import FORMATS
from export.links import link_of, scene_of
from export.picture import SIZES, Picture, draw
from export.powerpoint import deck
from figures.columns import SHOWN
from figures.slide import BACKGROUNDS
from scene import Scene

__all__ = ["add_arguments", "run"]

ABOUT = (
    "Draw what links show. A link is what the address bar holds, whole or from its path on, such "
    "as '/?data=moons&left=hinge'. Prints the name of each file that it writes. Exit codes: 0 all "
    "were made, 1 some were not, 2 the command is not right."
)


@dataclass(frozen=True)
class Job:
    """One picture to make: its link, what to call it in messages, and a title of its own."""

    link: str
    place: str
    title: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("link", nargs="*", metavar="LINK", help="a link")
    parser.add_argument(
        "--links",
        metavar="FILE",
        help="a file of links, one a line; empty lines and those that begin with # are skipped; "
        "- reads what is piped in",
    )
    parser.add_argument("--presets", action="store_true", help="every preset of the app")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help=f"where to; its ending says the format: {', '.join(FORMATS)}. Several links become "
        "name-01.png, name-02.png …, or one pptx with a slide each",
    )
    parser.add_argument(
        "--output-directory", metavar="DIR", type=Path, help="where to, a file a link"
    )
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        help="the format; a file's ending says it where this is left out",
    )
    parser.add_argument(
        "--size",
        type=_size,
        default="1920x1080",
        help=f"width and height in pixels, such as {', '.join(SIZES)} (now %(default)s)",
    )
    parser.add_argument(
        "--background", choices=BACKGROUNDS, help="the link's own colours where left out, or light"
    )
    parser.add_argument(
        "--what", choices=tuple(SHOWN), default="columns", help="what to show (now %(default)s)"
    )
    parser.add_argument("--step", type=_step, help="how far the descents have come; to their ends")
    parser.add_argument("--title", help="the title; '' for none")
    parser.add_argument("--caption", help="the caption; '' for none")
    parser.add_argument("--no-verdict", action="store_true", help="leave out what was measured")
    parser.add_argument("--no-link", action="store_true", help="leave out the link")
    parser.add_argument(
        "--address",
        metavar="URL",
        help="the app's address, which stands in the picture before links that have none",
    )


def run(given: argparse.Namespace, presets: Sequence[tuple[str, Scene]] = ()) -> int:
    """Make the pictures that were asked for, and return the exit code.

    Parameters
    ----------
    given : Namespace
        What was read by a parser with `add_arguments`.
    presets : sequence of (str, Scene)
        Titles and scenes for --presets.
    """
    try:
        return _run(given, presets)
    except KeyboardInterrupt:
        return 130


def _run(given: argparse.Namespace, presets: Sequence[tuple[str, Scene]]) -> int:
    try:
        jobs = list(_jobs(given, presets))
        targets, kind = _targets(given, jobs)
    except (ValueError, OSError) as error:
        print(f"render: {error}", file=sys.stderr)
        return 2
    if kind == "pptx" and given.output and len(jobs) > 1:
        return _deck(given, jobs, targets[0])
    failed = 0
    with Renderer() as renderer, _bar(jobs) as bar:
        for job, target in zip(bar, targets, strict=True):
            try:
                made = FORMATS[kind].make(_picture(job, given), renderer)
                _write(_named(target, job), made)
            except NoBrowserError as error:
                print(f"render: {error}", file=sys.stderr)
                return 1
            except (ValueError, RuntimeError, OSError, TimeoutError) as error:
                failed += 1
                _say(f"{job.place}: {error}")
    return _close(len(jobs), failed)


def _deck(given: argparse.Namespace, jobs: list[Job], target: Path) -> int:
    """Make one presentation of all links; a bad one has no slide."""
    pictures: list[Picture] = []
    for job in jobs:
        try:
            picture = _picture(job, given)
            draw(picture)
        except ValueError as error:
            _say(f"{job.place}: {error}")
        else:
            pictures.append(picture)
    failed = len(jobs) - len(pictures)
    if pictures:
        try:
            with Renderer() as renderer, _bar(pictures) as bar:
                _write(target, deck(list(pictures), renderer, each=bar.update))
        except (ValueError, RuntimeError, OSError, TimeoutError) as error:
            print(f"render: {error}", file=sys.stderr)
            return 1
    return _close(len(jobs), failed)


def _jobs(given: argparse.Namespace, presets: Sequence[tuple[str, Scene]]) -> Iterator[Job]:
    """Return all links that were named, in order."""
    found = 0
    for number, link in enumerate(given.link, start=1):
        found += 1
        yield Job(link, f"link {number} ({_short(link)})")
    if given.links:
        lines = (
            sys.stdin if given.links == "-" else Path(given.links).read_text("utf-8").split("\n")
        )
        where = "what is piped in" if given.links == "-" else given.links
        for number, line in enumerate(lines, start=1):
            link = line.strip()
            if link and not link.startswith("#"):
                found += 1
                yield Job(link, f"{where}, line {number} ({_short(link)})")
    if given.presets:
        for title, scene in presets:
            found += 1
            yield Job(link_of(scene), f"preset {title!r}", title)
    if not found:
        raise ValueError("no link was given; name some, or a file of them with --links")


def _targets(given: argparse.Namespace, jobs: list[Job]) -> tuple[list[Path], str]:
    """Return a file for each job, and the format; in a directory, what the files' names begin with.

    Raises
    ------
    ValueError
        Where it is not clear where to, or in what format.
    """
    if (given.output is None) == (given.output_directory is None):
        raise ValueError("say where to with one of -o FILE and --output-directory DIR")
    digits = max(2, len(str(len(jobs))))
    if given.output_directory is not None:
        kind = given.format or "png"
        names = [given.output_directory / f"{i:0{digits}}-*.{kind}" for i in _counted(jobs)]
        return names, kind
    file = given.output
    kind = given.format or file.suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise ValueError(
            f"{file} does not end in a known format: {', '.join(FORMATS)}; or name it with --format"
        )
    if len(jobs) == 1 or kind == "pptx":
        return [file] * len(jobs), kind
    return [file.with_stem(f"{file.stem}-{i:0{digits}}") for i in _counted(jobs)], kind


def _counted(jobs: list[Job]) -> range:
    return range(1, len(jobs) + 1)


def _named(target: Path, job: Job) -> Path:
    """Return the file of a job: in a directory it is named after data and losses."""
    if "*" not in target.name:
        return target
    scene = scene_of(job.link)
    name = "-".join((scene.data, scene.left, scene.right))
    return target.with_name(target.name.replace("*", re.sub(r"[^\w.-]+", "-", name)))


def _picture(job: Job, given: argparse.Namespace) -> Picture:
    scene = scene_of(job.link)
    width, height = given.size
    link = ""
    if not given.no_link:
        whole = re.match(r"https?://", job.link)
        # A note stands in the caption: a link that says it again would take lines.
        bare = scene.model_copy(update={"note": ""})
        link = job.link if whole else (link_of(bare, given.address) if given.address else "")
    return Picture(
        scene,
        what=given.what,
        width=width,
        height=height,
        background=given.background or ("dark" if scene.theme == "dark" else "light"),
        title=job.title if given.title is None else given.title,
        caption=given.caption,
        verdicts=not given.no_verdict,
        link=link,
        step=given.step,
    )


def _write(target: Path, made: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Not left behind in part: who finds the file can rely on it.
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(made)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    tqdm.write(str(target), file=sys.stdout)


def _bar(work: Sequence[Any]) -> Any:  # noqa: ANN401 (tqdm has no types)
    """Return a progress bar, which shows itself to people only."""
    return tqdm(work, unit="picture", disable=None, file=sys.stderr)


def _say(message: str) -> None:
    tqdm.write(f"render: {message}", file=sys.stderr)


def _close(asked: int, failed: int) -> int:
    if failed and asked > 1:
        print(f"render: {asked - failed} of {asked} made, {failed} not", file=sys.stderr)
    return 1 if failed else 0


def _short(link: str) -> str:
    return link if len(link) <= 60 else f"{link[:57]}…"


def _size(text: str) -> tuple[int, int]:
    """Return a width and a height from the command line."""
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size, such as 1920x1080")
    width, height = int(found[1]), int(found[2])
    try:
        Picture(Scene(), width=width, height=height)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return width, height


def _step(text: str) -> int:
    """Return a step from the command line."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of steps, 0 or more")
    return int(text)
