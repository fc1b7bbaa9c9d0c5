"""The command: a file a link, one message for a bad one, exit codes for a Makefile."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from pptx import Presentation

from app import main
from pages.workspace.presets import PRESETS
from tests.browser.find_browser import browser_path

TEN = [
    "/?resolution=41",
    "/?resolution=41&data=moons&left=hinge",
    "http://127.0.0.1:8050/?resolution=41&data=separable&height=log",
    "/?resolution=41&rate=30&start=0,0",
    "/softmax/regression?resolution=41",
    "/?resolution=41&data=two-minima",
    "/?resolution=41&data=four-minima",
    "/?resolution=41&data=outlier",
    "/?resolution=41&data=label-noise",
    "/?resolution=41&left=focal:gamma=3",
]
Printed = pytest.CaptureFixture[str]


def test_ten_links_give_ten_files(tmp_path: Path, capsys: Printed) -> None:
    assert main(["render", *TEN, "-o", str(tmp_path / "out.npz")]) == 0
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"out-{i:02}.npz" for i in range(1, 11)]
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(file) for file in files]
    assert err == ""  # no bar where nobody looks
    with np.load(files[5]) as read:
        assert read["a"][0] == -2.0


def test_a_bad_link_costs_one_message_and_one_file(tmp_path: Path, capsys: Printed) -> None:
    links = tmp_path / "links.txt"
    links.write_text("# some links\n\n" + "\n".join([*TEN[:6], "/?data=nope", *TEN[7:]]) + "\n")
    given = ["render", "--links", str(links), "--output-directory", str(tmp_path / "new")]
    assert main([*given, "--format", "npz"]) == 1
    names = sorted(file.name for file in (tmp_path / "new").iterdir())
    assert len(names) == 9
    assert names[1] == "02-moons-hinge-cross-entropy.npz"
    assert names[8] == "10-overlap-focal-gamma-3-cross-entropy.npz"
    assert not any(name.startswith("07-") for name in names)
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith(f"render: {links}, line 9 (/?data=nope): data must be one of overlap, ")
    assert last == "render: 9 of 10 made, 1 not"


def test_links_are_read_from_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{TEN[0]}\n"))
    assert main(["render", "--links", "-", "-o", str(tmp_path / "one.csv")]) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["one.csv"]


def test_options_reach_the_picture(tmp_path: Path) -> None:
    file = tmp_path / "figure.py"
    given = ["render", f"{TEN[0]}&theme=dark", "-o", str(file), "--size", "1080x1080"]
    more = ["--title", "Mine", "--caption", "", "--no-verdict", "--what", "field-right"]
    assert main([*given, *more, "--step", "5", "--address", "http://host"]) == 0
    text = file.read_text("utf-8")
    for part in (
        "width=1080, height=1080",
        "title='Mine'",
        "caption=''",
        "theme=DARK",
        "'field-right'",
        "step=5",
        "link='http://host/?resolution=41&theme=dark'",
        "notes = ('', '')",
    ):
        assert part in text
    assert main([*given, "--no-link", "--background", "transparent"]) == 0
    text = file.read_text("utf-8")
    assert "link=''" in text
    assert "theme=LIGHT, transparent=True" in text


def test_presets_are_rendered_under_their_names(tmp_path: Path) -> None:
    given = ["render", "--presets", "--output-directory", str(tmp_path), "--format", "py"]
    assert main(given) == 0
    files = sorted(tmp_path.iterdir())
    assert len(files) == len(PRESETS)
    assert f"title={PRESETS[0].title!r}" in files[0].read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "x.png"], "no link was given"),
        (["/"], "say where to with one of -o FILE and --output-directory DIR"),
        (["/", "-o", "x.png", "--output-directory", "."], "say where to with one of"),
        (["/", "-o", "x.bmp"], "x.bmp does not end in a known format: png, svg, pdf, pptx"),
        (["--links", "no/such/file", "-o", "x.png"], "no/such/file"),
    ],
)
def test_a_wrong_command_is_one_line_and_2(
    arguments: list[str], message: str, capsys: Printed
) -> None:
    assert main(["render", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--size", "big"], "'big' is no size, such as 1920x1080"),
        (["--size", "10x10"], "width must be from 200 to 8000 pixels; found 10"),
        (["--step", "-1"], "--step"),
        (["--background", "red"], "invalid choice: 'red'"),
    ],
)
def test_an_option_that_may_not_be_is_named(
    arguments: list[str], message: str, capsys: Printed
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["render", "/", "-o", "x.png", *arguments])
    assert left.value.code == 2
    assert message in capsys.readouterr().err


def test_without_a_browser_one_line_says_what_to_install(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    assert main(["render", *TEN, "-o", str(tmp_path / "out.png")]) == 1
    err = capsys.readouterr().err
    assert "none is no browser on this machine. Install Chromium" in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "file").write_text("")
    assert main(["render", TEN[0], "-o", str(tmp_path / "file" / "out.csv")]) == 1
    err = capsys.readouterr().err
    assert err.startswith("render: link 1 (/?resolution=41): ")
    assert err.count("\n") == 1


def test_several_links_are_one_presentation(tmp_path: Path, capsys: Printed) -> None:
    links = ["/?resolution=41&note=First", "/?data=nope", "/?resolution=41&data=moons"]
    file = tmp_path / "deck.pptx"
    given = ["render", *links, "-o", str(file), "--what", "progress"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", browser_path())
        assert main(given) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [str(file)]
    assert err.splitlines()[0].startswith("render: link 2 (/?data=nope): data must be one of")
    assert err.splitlines()[1] == "render: 2 of 3 made, 1 not"
    titles = [slide.shapes.title.text for slide in Presentation(str(file)).slides]
    assert titles[0].startswith("Two overlapping classes: ")
    assert titles[1].startswith("Two half moons: ")
