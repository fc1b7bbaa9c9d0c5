"""Claim 8: on separable data cross-entropy is the good one."""

from typing import Any

from claims import Margin, margin
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.why.claim import Answer, Claim, Figure, Step, explore, term, text
from scene import Scene

__all__ = ["SEPARATION"]

# A data set on which the question arises, for those on which it does not.
_EXAMPLE = Scene(data="separable")


def _answer(scene: Scene, theme: Theme, _own: dict[str, Any]) -> Answer:
    found = margin(scene.problem)
    shown = found if found.growths else margin(_EXAMPLE.problem)
    measured = []
    if shown is not found:
        measured.append(
            text(
                f"Where the question does arise, on {shown.data}: {shown.verdict}. {shown.because}"
            )
        )
    return Answer(
        found.verdict,
        found.because,
        _figures(shown, theme),
        tuple(measured),
        (
            explore(_EXAMPLE, "Separable classes on Explore", height="log", steps=5000),
            explore(_EXAMPLE, "The same with a penalty", penalty=0.01, steps=1000),
        ),
    )


def _figures(found: Margin, theme: Theme) -> tuple[Figure, ...]:
    logarithmic: dict[str, Any] = {"type": "log", "dtick": 1}
    lengths = [Line(g.step, g.length, g.title, theme.loss(g.key)) for g in found.growths]
    angles = [Line(g.step, g.angle, g.title, theme.loss(g.key)) for g in found.growths]
    figures = [
        Figure(
            draw_chart(lengths, "step t", "length of the parameters", theme, x_axis=logarithmic),
            f"{found.data}: the length of the parameters, weights and bias together, on a "
            "logarithmic scale of steps. A straight line here means growth without end.",
        ),
        Figure(
            draw_chart(angles, "step t", "degrees", theme, x_axis=logarithmic),
            "The angle between the parameters and those of the widest margin, the bias counted "
            "like a weight.",
        ),
    ]
    if found.penalised is not None and len(found.penalised.penalty):
        colour = theme.loss("cross-entropy")
        line = Line(found.penalised.penalty, found.penalised.length, "Cross-entropy", colour)
        figures.append(
            Figure(
                draw_chart(
                    [line], "penalty", "length of the parameters", theme, x_axis=logarithmic
                ),
                "With a penalty there is a minimum: how long the parameters are there.",
            )
        )
    return tuple(figures)


SEPARATION = Claim(
    "separation",
    "On separable data cross-entropy is the good one.",
    (
        [
            "Classes are ",
            term("separable", "some parameters put every row on its right side"),
            " where a threshold or a straight line parts them. Then making all parameters larger "
            "makes every row more certain, and the cross-entropy lower, without end: no finite "
            "parameters are the best. Descent goes on for ever, ever more slowly. What settles is "
            "the direction: it turns towards the ",
            term(
                "widest margin",
                "the parameters of length 1 that put even the nearest row as far on its side as "
                "can be; also called the hard or the maximum margin",
            ),
            ". A ",
            term("penalty", "an amount added to the loss that grows with the squared weights"),
            " puts a finite minimum back.",
        ],
    ),
    (
        Step(
            r"m_i = (2 y_i - 1)\, \theta \cdot (x_i, 1)",
            "The margin of a row: its logit, "
            "counted towards its label. In a separating direction all are above 0.",
        ),
        Step(
            r"\ell(c\, \theta) = \frac{1}{n} \sum_i \log\left(1 + e^{-c\, m_i}\right) \to 0",
            "The loss along that direction, as c grows: it falls towards 0 and never reaches it.",
        ),
        Step(
            r"-\nabla \ell(\theta) \approx \frac{1}{n} \sum_i e^{-m_i} (2 y_i - 1) (x_i, 1)",
            "Where margins are large, the gradient is a sum of rows weighted by e⁻ᵐ: only the "
            "nearest rows count.",
        ),
        Step(
            r"\frac{d \lVert\theta\rVert}{dt} \propto e^{-\gamma \lVert\theta\rVert} \;\Rightarrow"
            r"\; \lVert\theta\rVert \approx \frac{1}{\gamma} \log t",
            "With the nearest row at a margin of γ per length, the length grows like the log of "
            "the steps. Soudry and others (2018) prove it, and that the direction becomes that "
            "of the widest margin.",
        ),
    ),
    _answer,
)
