"""One browser for all tests that draw."""

from collections.abc import Iterator

import pytest

from export import Renderer
from tests.browser.find_browser import browser_path


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """A renderer with the browser that the other tests use, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", browser_path())
        with Renderer() as renderer:
            yield renderer
