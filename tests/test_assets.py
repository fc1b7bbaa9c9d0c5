"""What the browser is sent: its order, its one source of colours, and no script within Python."""

import ast
import gzip
import re
from pathlib import Path

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from figures.theme import DARK, FONT, LIGHT, POINTER, THEMES

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "assets"
SHEETS = sorted(ASSETS.rglob("*.css"))
SCRIPTS = sorted([*ASSETS.rglob("*.js"), *ROOT.glob("export/*.js"), *ROOT.glob("pages/**/*.js")])
PYTHON = sorted(
    file
    for file in ROOT.rglob("*.py")
    if not file.relative_to(ROOT).parts[0].startswith((".", "tests", "benchmarks", "build"))
)
IN_PYTHON = {"loss-light", "loss-dark"}  # a loss's colours stand on its element


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def plain(file: Path) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app: Dash = create_app()
    made: FlaskClient = app.server.test_client()
    return made


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> str:
    return client.get("/").text


@pytest.mark.parametrize("kind", ["css", "js"])
def test_what_all_pages_share_comes_before_any_page_in_the_one_file(
    client: FlaskClient, page: str, kind: str
) -> None:
    (whole,) = re.findall(rf'(?:src|href)="(/assets/[^"]+\.{kind}[^"]*)"', page)
    answer = client.get(whole)
    assert answer.cache_control.max_age
    parts = re.findall(rf"^/\* (\S+\.{kind}) \*/$", answer.text, re.MULTILINE)
    assert sorted(parts) == [
        f.relative_to(ASSETS).as_posix() for f in sorted(ASSETS.rglob(f"*.{kind}"))
    ]
    shared = [path.startswith("_shared/") for path in parts]
    assert True in shared
    assert False in shared
    assert shared == sorted(shared, reverse=True)
    for path in parts:
        assert (ASSETS / path).read_text(encoding="utf-8") in answer.text


@pytest.mark.parametrize("way", ["br", "gzip", "identity"])
def test_a_browser_is_given_them_as_it_takes_them(client: FlaskClient, way: str) -> None:
    answer = client.get("/assets/all.js", headers={"Accept-Encoding": way})
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[way]
    assert unpacked(answer.data) == client.get("/assets/all.js").data
    assert answer.headers.get("Content-Encoding", "identity") == way


def test_colours_are_there_before_any_sheet(page: str) -> None:
    head = page[: page.index('<link rel="stylesheet"')]
    for theme in THEMES.values():
        for token in ("ink", "secondary", "hairline", "ground", "panel", "check"):
            assert f"--{token}-{theme.name}: {getattr(theme, token)}" in head
    assert f"--pointer: {POINTER}" in head
    assert f"--font: {FONT}" in head
    assert re.findall(r'name="theme-color"[^>]+content="([^"]+)"', head) == [
        LIGHT.ground,
        DARK.ground,
    ]


@pytest.mark.parametrize("file", SHEETS, ids=name)
def test_no_sheet_has_a_colour_of_its_own(file: Path) -> None:
    values = " ".join(re.findall(r":([^;{}]+)[;}]", plain(file)))
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(", values)
    found += re.findall(r"(?<![\w-])(?:white|black|red|gr[ae]y|blue|green)(?![\w-])", values)
    assert found == []


@pytest.mark.parametrize("file", SCRIPTS, ids=name)
def test_no_script_has_a_colour_of_its_own(file: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{6}\b|\brgb\(", file.read_text(encoding="utf-8")) == []


def test_every_token_that_is_asked_for_is_there(page: str) -> None:
    every = "\n".join(plain(file) for file in SHEETS)
    scripts = "\n".join(file.read_text(encoding="utf-8") for file in SCRIPTS)
    there = set(re.findall(r"--([\w-]+)\s*:", every + page)) | IN_PYTHON
    there |= set(re.findall(r'setProperty\("--([\w-]+)"', scripts))
    asked = set(re.findall(r"var\(--([\w-]+)\s*\)", every))
    asked |= set(re.findall(r'shown\("--([\w-]+)"\)', scripts))
    assert asked <= there
    assert {"ink", "ground", "pointer", "check-dark"} <= asked


@pytest.mark.parametrize("file", [*SHEETS, *SCRIPTS], ids=name)
def test_a_file_fits_on_a_few_screens(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")
    assert lines < (400 if file.suffix == ".css" else 200)


def test_every_test_of_a_script_stands_where_its_script_does() -> None:
    tests = sorted((ROOT / "tests" / "js").rglob("*.test.js"))
    assert tests
    for test in tests:
        path = test.relative_to(ROOT / "tests" / "js")
        assert path.match("*/*.test.js"), "make looks one folder deep"
        assert (ASSETS / path.parent / path.name.replace(".test", "")).exists()


SCRIPT = re.compile(
    r"=>|\b(?:document|window)\.(?!js\b)[a-zA-Z_]|\bconst \w+ =|\bfunction ?\w*\(|addEventListener"
)


def literals(source: str) -> list[str]:
    """Every string of a module that is not a docstring."""
    tree = ast.parse(source)
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    ]


def looks_like_a_script(text: str) -> bool:
    return SCRIPT.search(text) is not None


def test_a_script_is_known_from_words() -> None:
    for script in ("(x) => x", "document.title", "window.store", "const a = 1;", "function f() {}"):
        assert looks_like_a_script(script)
    for words in ("this window. It", "the document", "document.js", "a -> b", "x >= 1"):
        assert not looks_like_a_script(words)
    assert literals('"""() => 1"""\nx = "() => 2"') == ["() => 2"]


@pytest.mark.parametrize("file", PYTHON, ids=name)
def test_no_script_stands_within_python(file: Path) -> None:
    found = [
        text for text in literals(file.read_text(encoding="utf-8")) if looks_like_a_script(text)
    ]
    assert found == []
