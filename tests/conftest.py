"""Settings for all tests."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from server.store_directory import fresh

# No deadline: the first call of a compiled function takes seconds.
settings.register_profile("local", deadline=None)
# The same examples on every run, so that a red run says something about the change at hand.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def store() -> Iterator[None]:
    """A store of this run alone: processes of one shell share theirs, with what is done there."""
    with fresh():
        yield
