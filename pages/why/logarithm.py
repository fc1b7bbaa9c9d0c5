"""Claim 1: the log only adds a non-linearity."""

import math
from typing import Any

import numpy as np
from dash import html

from claims import Likelihood, Linearity, likelihood, limit, linearity
from figures.chart import Line, draw_chart
from figures.theme import Theme
from pages.why.claim import Answer, Claim, Figure, Step, explore, term, text
from scene import Scene

__all__ = ["LOGARITHM"]

# As many rows as the real data have, and more than a product can hold.
_CANCER, _THOUSAND = Scene(data="breast-cancer"), Scene(n=1000)


def _answer(scene: Scene, theme: Theme, _own: dict[str, Any]) -> Answer:
    bends = linearity(scene.problem, scene.slice, scene.window)
    product = likelihood(scene.problem)
    with_log, without = bends.bent_probability
    return Answer(
        bends.verdict,
        bends.because,
        (
            Figure(
                _per_logit(bends, theme),
                "The three losses of one row, over its logit counted towards its label. "
                f"Nine in ten rows of {bends.data} lie between the ends, over the window of "
                "parameters that Explore draws.",
            ),
            Figure(
                _per_probability(bends, theme),
                "The same over the probability given to the label: here the log is the bent one. "
                f"The best straight line misses {_share(with_log)} of the variance of "
                f"-log p and {_share(without)} of that of 1 - p.",
            ),
            Figure(
                _product(product, theme),
                "The product of the probabilities of the labels, row after row, as the computer "
                "holds it and as the sum of logs says it is.",
            ),
        ),
        (
            _products(product),
            text(
                "The sum of the natural logs is minus n times the mean cross-entropy, "
                f"-{product.rows} × {product.cross_entropy:.6g} nats: the two agree to "
                f"{_digits(product.identity)} digits. Rounded to the computer's numbers such a "
                f"product is 0 from {limit(0.9):,} rows on at p = 0.9, from {limit(0.5):,} at "
                f"p = 0.5, from {limit(0.35):,} at p = 0.35."
            ),
        ),
        (("Move p on Curves", "/curves?p=0.35"), explore(scene)),
    )


def _products(found: Likelihood) -> html.Div:
    """Return the products on these data and, at one probability, on more rows."""
    lines = [(found, found.constant), (found, found.fitted)]
    further = map(_likelihood, (_CANCER, _THOUSAND))
    lines += [(more, more.constant) for more in further if more.rows != found.rows]
    heads = ("probabilities", "rows", "sum of natural logs", "so the product", "computer's product")
    rows = [
        html.Tr(
            [
                html.Th(product.of, scope="row"),
                html.Td(f"{likely.rows:,}"),
                html.Td(f"{product.sum_of_logs:,.1f}"),
                html.Td(["10", html.Sup(f"{product.power_of_ten:,.1f}".replace("-", "−"))]),
                html.Td(_held(product.product)),
            ]
        )
        for likely, product in lines
    ]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in heads]))
    table = html.Table([head, html.Tbody(rows)], className="numbers products")
    return html.Div(table, className="wide", tabIndex=0)


def _likelihood(scene: Scene) -> Likelihood:
    return likelihood(scene.problem)


def _held(product: float) -> Any:
    """Write a number that may be very small, as people do."""
    if product == 0.0:
        return "0"
    digits, power = f"{product:.2e}".split("e")
    return [f"{digits} × 10", html.Sup(str(int(power)).replace("-", "−"))]


def _share(part: float) -> str:
    """Write a share in percent; what is left by rounding alone is none."""
    return f"{100.0 * part:.2g} %" if part > 1e-12 else "0 %"


def _digits(relative: float) -> int:
    """Count the digits to which two numbers agree that differ by this, of the 16 there are."""
    return 16 if relative <= 0.0 else min(16, math.floor(-math.log10(relative)))


def _per_logit(found: Linearity, theme: Theme) -> Any:
    return draw_chart(
        [
            Line(found.margin, found.squared, "(1 − p)²", theme.loss("squared-error")),
            Line(found.margin, found.without_log, "1 − p", theme.secondary, "dash"),
            Line(found.margin, found.with_log, "−log p", theme.loss("cross-entropy")),
        ],
        "logit, towards the label",
        "loss",
        theme,
    )


def _per_probability(found: Linearity, theme: Theme) -> Any:
    return draw_chart(
        [
            Line(found.probability, found.squared, "(1 − p)²", theme.loss("squared-error")),
            Line(found.probability, found.without_log, "1 − p", theme.secondary, "dash"),
            Line(found.probability, found.with_log, "−log p", theme.loss("cross-entropy")),
        ],
        "probability p of the label",
        "loss",
        theme,
        x_axis={"range": [0, 1]},
    )


def _product(found: Likelihood, theme: Theme) -> Any:
    rows = np.arange(1, found.rows + 1)
    lines = []
    for product, name, dash in (
        (found.constant, f"all at p = {found.probability:g}", "dash"),
        (found.fitted, found.fitted.of, "solid"),
    ):
        with np.errstate(divide="ignore"):
            held = np.log10(product.running)
        lines.append(
            Line(rows, product.log10, f"{name}, sum of logs", theme.loss("cross-entropy"), dash)
        )
        held = np.where(np.isfinite(held), held, np.nan)
        lines.append(Line(rows, held, f"{name}, product", theme.ink, dash, width=1.2))
    return draw_chart(lines, "rows", "power of ten", theme)


LOGARITHM = Claim(
    "logarithm",
    "The log only adds a non-linearity.",
    (
        [
            "The model never gives a probability directly. It adds up the row's features, each "
            "times a ",
            term("weight", "a number that training may change"),
            ", plus a ",
            term("bias", "one more such number"),
            ": the sum is the ",
            term("logit z", "any number, from minus to plus infinity"),
            ". The ",
            term("sigmoid", "for several classes the softmax"),
            " then makes a probability p between 0 and 1 of it, by way of an exponential. A log "
            "after an exponential takes it back; what is left is linear but for a ",
            term(
                "log-sum-exp",
                "the log of a sum of exponentials: a maximum of the logits with its corner rounded",
            ),
            ". Whether the log bends the loss, or straightens it, depends on what it is drawn "
            "over. How bent a curve is, is told by the share of its ",
            term("variance", "the mean squared distance from its mean"),
            " that the best straight line through it leaves over. Below, a logit is counted "
            "towards the row's label, which is also called the "
            "row's ",
            term("margin", "above 0 the model is right, below 0 wrong"),
            ".",
        ],
        [
            "The log has a second origin. The ",
            term("likelihood", "how probable the model finds all the labels together"),
            " is a product with a factor for each row. A computer cannot hold such a product for "
            "long: it ",
            term(
                "underflows",
                "a number as computers hold it has 16 digits at most and is 4.9 · 10⁻³²⁴ or more; "
                "what is much smaller becomes 0",
            ),
            ". The log turns the product into a sum. Its mean, with the sign changed, is the ",
            term("cross-entropy", "measured in nats, as the log is the natural one"),
            ".",
        ],
    ),
    (
        Step(r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}", "The softmax of the logits z."),
        Step(
            r"-\log p_k = -\log e^{z_k} + \log \sum_j e^{z_j}",
            "The log of a quotient is the difference of the logs.",
        ),
        Step(
            r"-\log p_k = -z_k + \log \sum_j e^{z_j}",
            "The log takes the exponential back: what is left is linear, plus a log-sum-exp.",
        ),
        Step(
            r"\log \sum_j e^{z_j} \approx \max_j z_j",
            "Where one logit is far above the others the sum is nearly that one term: the "
            "log-sum-exp is nearly straight as well. Per logit the loss is two straight lines with "
            "a smooth corner.",
        ),
        Step(
            r"L = \prod_i p_i \quad\Rightarrow\quad -\frac{1}{n} \log L = \frac{1}{n} \sum_i "
            r"\left(-\log p_i\right)",
            "The likelihood of n independent rows, pᵢ being the probability given to the label "
            "of row i. The log keeps the order of models: the most likely one has the lowest "
            "cross-entropy.",
        ),
    ),
    _answer,
    quick=True,
)
