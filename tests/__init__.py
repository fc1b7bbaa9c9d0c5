"""Tests, laid out as the project is.

This file makes `tests` a package, so that tests can share helpers (`from tests.browser...`);
directories below it need none of their own.
"""
