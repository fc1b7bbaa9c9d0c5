"""The documentation builds without a network, and what it shows stands in it."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.util.inventory import InventoryFile

from tests.test_public_names import EVERY

pytestmark = pytest.mark.xdist_group("docs")  # built once

ROOT = Path(__file__).parents[2]
DESCRIBED = [(package, name) for package, name in EVERY if package not in ("scene", "export")]
# What a browser fetches by itself, and the attribute that says from where.
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}

Pages = dict[Path, BeautifulSoup]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", str(there)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return there


@pytest.fixture(scope="module")
def pages(built: Path) -> Pages:
    files = sorted(built.rglob("*.html"))
    return {file: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for file in files}


def values(page: BeautifulSoup, tag: str, attribute: str) -> list[str]:
    """What the elements of a kind say in an attribute."""
    return [str(one[attribute]) for one in page.find_all(tag) if one.has_attr(attribute)]


def test_no_link_leads_nowhere(pages: Pages) -> None:
    anchors = {
        file: {str(one["id"]) for one in page.find_all(id=True)} for file, page in pages.items()
    }
    wrong = []
    for file, page in pages.items():
        for link in values(page, "a", "href"):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            to = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            fragment = unquote(parts.fragment)
            if not to.is_file() or (fragment and fragment not in anchors[to]):
                wrong.append(f"{file.name}: {link}")
    assert wrong == []


def test_nothing_is_loaded_from_outside(built: Path, pages: Pages) -> None:
    outside = [
        f"{file.name}: {tag} {value}"
        for file, page in pages.items()
        for tag, attribute in LOADED.items()
        for value in values(page, tag, attribute)
        if urlsplit(value).scheme not in ("", "data") or urlsplit(value).netloc
    ]
    outside += [
        f"{sheet.name}: {value}"
        for sheet in built.rglob("*.css")
        for value in re.findall(
            r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\"')]+)", sheet.read_text()
        )
    ]
    assert outside == []


def test_what_a_page_loads_is_there(pages: Pages) -> None:
    missing = [
        f"{file.name}: {value}"
        for file, page in pages.items()
        for tag, attribute in LOADED.items()
        for value in values(page, tag, attribute)
        if urlsplit(value).path and not (file.parent / urlsplit(value).path).is_file()
    ]
    assert missing == []


def test_formulas_are_mathml(pages: Pages) -> None:
    formulas = [one for page in pages.values() for one in page.find_all("math")]
    assert len(formulas) > 100
    # What the converter does not know it leaves as it stands.
    assert [one.get_text() for one in formulas if "\\" in one.get_text()] == []
    for page in pages.values():
        article = page.find("article")
        assert not isinstance(article, Tag) or "$" not in article.get_text()


@pytest.mark.parametrize(("package", "name"), DESCRIBED)
def test_a_public_name_is_described(built: Path, package: str, name: str) -> None:
    inventory = InventoryFile.loads((built / "objects.inv").read_bytes(), uri="")
    kinds = ("py:class", "py:function", "py:data", "py:method")
    assert any(f"{package}.{name}" in inventory.data.get(kind, {}) for kind in kinds)
