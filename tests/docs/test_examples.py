"""Every example of the documentation and of the docstrings runs and prints what it says."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("losses", "landscapes", "claims", "scene", "figures", "export")
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))


def modules() -> list[str]:
    """Modules that have an example, by name."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in files
        if ">>> " in file.read_text(encoding="utf-8")
    ]


def failures(found: list[doctest.DocTest]) -> str:
    """Run examples and return what doctest has to say of those that fail."""
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test, out=said.append)
    return "".join(said)


@pytest.mark.parametrize("name", modules())
def test_examples_of_a_docstring_run(name: str) -> None:
    module = importlib.import_module(name)
    found = doctest.DocTestFinder(exclude_empty=True).find(module)
    assert any(test.examples for test in found)
    wrong = failures(found)
    assert not wrong, wrong


@pytest.mark.parametrize("path", PAGES)
def test_examples_of_a_page_run(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n.*?^```", text, re.DOTALL | re.MULTILINE)
    assert all(">>>" in block for block in blocks), "an example without >>> is not run"
    # A fence is no output.
    plain = re.sub(r"^```.*$", "", text, flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(plain, {}, path, path, 0)
    wrong = failures([test])
    assert not wrong, wrong


def test_an_example_that_prints_something_else_is_found() -> None:
    test = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert "Expected:\n    3\nGot:\n    2" in failures([test])
