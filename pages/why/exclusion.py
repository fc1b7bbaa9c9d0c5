"""Claim 6: softmax for classes that exclude each other, sigmoids where they do not."""

from typing import Any

from claims import Exclusion, exclusion
from figures.labels import draw_labels, draw_sums
from figures.theme import Theme
from pages.why.claim import Answer, Claim, Figure, Step, term
from scene import Scene

__all__ = ["EXCLUSION"]


def _answer(_scene: Scene, theme: Theme, own: dict[str, Any]) -> Answer:
    found = own["exclusion"]
    assert isinstance(found, Exclusion)  # the page waits for it
    data = found.together.data
    place = data.places[int(found.together.softmax.off.argmax())]
    return Answer(
        found.verdict,
        found.because,
        (
            Figure(
                draw_labels(found.together, place, theme),
                f"The {place}, where softmax is farthest off: true frequencies (hollow), one "
                "softmax (filled), three sigmoids (hatched).",
            ),
            Figure(
                draw_sums(found.together, theme),
                f"What the probabilities sum to at each place. Rows: {data.source}.",
            ),
        ),
        (),
        (
            ("Choose places and days", "/softmax/labels"),
            ("One label a day", "/softmax/labels?days=one"),
        ),
    )


EXCLUSION = Claim(
    "exclusion",
    "Softmax is for classes that exclude each other, sigmoids for classes that do not.",
    (
        [
            "A row may belong to one of several ",
            term("classes that exclude each other", "an iris is of one species"),
            ", or bear several labels at once: a day can be rainy and windy. The ",
            term(
                "softmax", "a sigmoid for several classes: each class's exponential over their sum"
            ),
            " shares out a probability of 1 among the classes. A sigmoid for each label asks for "
            "every one apart. The rows for this claim are made, so that the true frequency of each "
            "label is known; they do not change with the data chosen above.",
        ],
    ),
    (
        Step(
            r"\sum_k p_k = \sum_k \frac{e^{z_k}}{\sum_j e^{z_j}} = 1",
            "Softmax, whatever its logits.",
        ),
        Step(
            r"\frac{\partial}{\partial z_k} \mathbb{E}\left[-\sum_j y_j \log p_j\right] = p_k - f_k"
            r" \quad\text{for}\quad \sum_k f_k = 1",
            "Its expected cross-entropy for frequencies f "
            "is least where p = f. That can be reached where the frequencies sum to 1.",
        ),
        Step(
            r"\frac{\partial}{\partial z_k} \mathbb{E}\left[\ell_k\right] = \sigma(z_k) - f_k",
            "One sigmoid a label: each is least at its own frequency, whatever the others are.",
        ),
    ),
    _answer,
    work=lambda _progress: exclusion(),
    quick=True,
)
