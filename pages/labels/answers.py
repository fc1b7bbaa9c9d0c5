"""What the server answers when something on the page about several labels has changed.

A request may be forged: whatever is not what it should be counts as not given.
"""

from typing import Any

from dash import html

from figures.labels import draw_labels, draw_sums
from landscapes.data.multilabel import weather
from landscapes.terrain.outputs import Comparison, compare, verdict
from pages.labels.view import LabelsView
from pages.labels.words import fits_table, fits_text, place_table, places_table, rows_text, sentence
from pages.parts.theme import theme_of
from scene.memory import remembered

__all__ = ["draw"]


@remembered(megabytes=16)
def _found(n: int, seed: int, exclusive: bool) -> Comparison:
    return compare(weather(n, seed, exclusive))


def draw(days: Any, n: Any, seed: Any, place: Any, colour_scheme: Any) -> dict[str, Any]:
    """Return the charts, the tables and what is said of them."""
    view, _ = LabelsView.from_query({"days": days, "n": n, "seed": seed, "place": place})
    found = _found(view.n, view.seed, view.days == "one")
    theme = theme_of(colour_scheme)
    charts = [draw_labels(found, view.place, theme), draw_sums(found, theme)]
    return {
        "figures": [chart.encoded() for chart in charts],
        "title": f"At the {view.place}",
        "sentence": sentence(found, view.place),
        "verdicts": [
            [html.B(["One softmax", "Three sigmoids"][i]), html.P(verdict(fit, found.data.places))]
            for i, fit in enumerate((found.softmax, found.sigmoids))
        ],
        "rows": rows_text(found),
        "place": place_table(found, view.place),
        "places": places_table(found, view.place),
        "fits": fits_table(found),
        "fits_text": fits_text(found),
        "query": view.query(),
    }
