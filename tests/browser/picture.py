"""Makes the README's picture: Explore as it opens, at 1440x900. Run with `make picture`."""

from pathlib import Path

from tests.browser.stage import SETTLED, chromium, serve

TARGET = Path(__file__).parents[2] / "docs" / "explore.png"


def main() -> None:
    with serve() as address, chromium() as browser:
        page = browser.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_timeout(500)
        page.wait_for_function(SETTLED, timeout=60_000)
        page.wait_for_timeout(2000)  # the last frames of both surfaces
        TARGET.parent.mkdir(exist_ok=True)
        page.screenshot(path=TARGET)


if __name__ == "__main__":
    main()
