"""Claim 1: the log only adds a non-linearity."""

from typing import Any

import numpy as np

from figures.chart import Line, draw_chart
from figures.theme import Theme
from landscapes.claims import Likelihood, Linearity, likelihood, limit, linearity
from pages.why.answer import Answer, Claim, Figure, Step, explore, term, text
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
                f"Nine in ten rows of {bends.data} lie between the ends, over this window.",
            ),
            Figure(
                _per_probability(bends, theme),
                "The same over the probability given to the label: here the log is the bent one. "
                f"A straight line leaves over {100 * with_log:.2g} % of -log p and "
                f"{100 * without:.2g} % of 1 - p.",
            ),
            Figure(
                _product(product, theme),
                "The product of the probabilities of the labels, row after row, as computed in "
                "float64 and as the sum of logs says it is.",
            ),
        ),
        (
            text(
                f"{product.because} The sum of logs is minus n times the mean cross-entropy: "
                f"-{product.rows} × {product.cross_entropy:.6g} nats, equal to "
                f"{product.identity:.1g} of it."
            ),
            text(
                f"For more rows, all at p = 0.35: {_larger(_CANCER)}; {_larger(_THOUSAND)}. The "
                f"product becomes 0 from {limit(0.9):,} rows on at p = 0.9, from {limit(0.5):,} at "
                f"p = 0.5, from {limit(0.35):,} at p = 0.35."
            ),
        ),
        (("Move p on Curves", "/curves?p=0.35"), explore(scene)),
    )


def _larger(scene: Scene) -> str:
    """Say what the product is on a larger data set."""
    found = likelihood(scene.problem)
    product = found.constant
    held = "0 in float64" if product.product == 0.0 else f"{product.product:.2e} in float64"
    return f"{found.rows:,} rows make 10^{product.power_of_ten:.1f}, {held}"


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
        (found.fitted, "at the fit", "solid"),
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
            "after an exponential takes it back. Whether the log bends the loss, or straightens "
            "it, depends on what it is drawn over.",
        ],
        [
            "The log has a second origin. The ",
            term("likelihood", "how probable the model finds all the labels together"),
            " is a product with a factor for each row. A computer cannot hold such a product for "
            "long: it ",
            term("underflows", "becomes smaller than the smallest number there is, and is 0"),
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
            "The likelihood of n independent rows, p_i being the probability given to the label "
            "of row i. The log keeps the order of models: the most likely one has the lowest "
            "cross-entropy.",
        ),
    ),
    _answer,
)
