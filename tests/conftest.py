"""Settings for all tests."""

import os

from hypothesis import settings

# No deadline: the first call of a compiled function takes seconds.
settings.register_profile("local", deadline=None)
# The same examples on every run, so that a red run says something about the change at hand.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
