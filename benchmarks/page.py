"""From a control's change to the painted frame, in a browser without a GPU."""

import importlib.util

import numpy as np

__all__ = ["report"]

CHANGES = 50

# Changes the noise, and resolves when all four plots have drawn what came back and two frames have
# gone by, the second of which shows it.
CHANGE = """async (noise) => {
  const ids = ["surface-left", "surface-right", "field-left", "field-right"];
  const drawn = ids.map((id) => new Promise((resolve) =>
    document.querySelector(`#${id} .js-plotly-plot`).once("plotly_afterplot", resolve)));
  const frame = () => new Promise(requestAnimationFrame);
  const start = performance.now();
  window.dash_clientside.set_props({ type: "control", field: "noise" }, { value: noise });
  await Promise.all(drawn);
  await frame();
  await frame();
  return performance.now() - start;
}"""


def report() -> None:
    """Print median and 95th percentile over 50 moves of a slider, at 81 x 81 points."""
    print("\nA slider's move to the painted frame, Explore at 81 x 81, software WebGL")
    if importlib.util.find_spec("playwright") is None:
        print("  not measured: playwright is not installed (make test sets it up)")
        return
    from tests.browser.stage import SETTLED, chromium, serve

    with serve() as address, chromium() as browser:
        page = browser.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_timeout(500)
        page.wait_for_function(SETTLED, timeout=60_000)
        times = []
        for change in range(CHANGES + 3):
            times.append(page.evaluate(CHANGE, round(1.25 + 0.05 * (change % 20), 2)))
            page.wait_for_function(SETTLED, timeout=60_000)
    # The first moves find caches cold.
    median, late = np.percentile(times[3:], [50, 95])
    print(f"  median {median:.0f} ms, 95th percentile {late:.0f} ms, over {CHANGES} moves")
