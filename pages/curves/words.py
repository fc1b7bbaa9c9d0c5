"""What the Curves page says: numbers to four digits, their ratios, and sentences made from them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from dash import html

from landscapes.terrain.influence import Influence
from landscapes.terrain.survey import percent
from losses import Loss, get
from losses.expected import Report, best_report, is_proper
from losses.tails import tail
from pages.curves.view import CurvesView
from pages.parts.columns import colours

__all__ = [
    "at_handle",
    "family_words",
    "four",
    "named_loss",
    "numbers_table",
    "push_words",
    "report_table",
    "report_words",
    "surface_table",
    "tail_words",
    "unit",
]

# The library's numbers are right to 12 digits: what is a tie there is rounded as one.
_TWELVE = Context(prec=12, rounding=ROUND_HALF_EVEN)

# What follows where the slope stays, falls or grows.
_TAILS = {
    "straight": "A straight line in the logit: pushed on, however wrong.",
    "flat": "It flattens: the farther wrong, the less it is pushed.",
    "steep": "It steepens: one far row may outweigh all the others.",
}


def four(number: float) -> str:
    """Write a number to four digits and four decimals at least; far from 1 as a power of ten."""
    if number == 0.0:
        return "0"
    exact = _TWELVE.create_decimal_from_float(number)
    digits = exact.adjusted() - 3
    if 1e-3 <= abs(number) < 1e4:
        return str(exact.quantize(Decimal(1).scaleb(min(-4, digits)), ROUND_HALF_UP))
    mantissa, _, power = (
        f"{exact.quantize(Decimal(1).scaleb(digits), ROUND_HALF_UP):.3e}".partition("e")
    )
    return f"{mantissa}e{int(power)}"


def unit(loss: Loss) -> str:
    """Return the unit of a loss's value, which its meaning names; empty where it has none."""
    return "nats" if "in nats" in loss.meaning else ""


def named_loss(loss: Loss) -> html.Span:
    """Return a loss's title, marked with its colour; what it measures is told on hovering."""
    swatch = html.Span(className="swatch", style=colours(loss))
    return html.Span([swatch, loss.title], title=loss.meaning, className="curve-loss")


def at_handle(loss: Loss, view: CurvesView) -> tuple[float, float, float]:
    """Return value, slope and curvature at the handle, the latter two in the logit."""
    z, y = view.logit, view.label
    value, slope = loss.value(z, y), loss.gradient(z, y)
    return float(value), float(slope), float(loss.curvature(z, y, 1.0, 1.0))


def numbers_table(view: CurvesView) -> html.Table:
    """Return each loss's three numbers at the handle, and their ratios to the first loss's."""
    bodies, first = [], view.chosen[0]
    reference = at_handle(first, view)
    for loss in view.chosen:
        found = at_handle(loss, view)
        cells = [four(found[0]), four(found[1]), four(found[2])]
        head = html.Th([named_loss(loss), html.Small(unit(loss))], colSpan=3, scope="rowgroup")
        rows = [html.Tr(head), html.Tr([html.Td(cell) for cell in cells])]
        if loss is not first:
            ratios = [_ratio(one, other) for one, other in zip(found, reference, strict=True)]
            rows.append(html.Tr([html.Td(ratio) for ratio in ratios], className="curve-ratios"))
        bodies.append(html.Tbody(rows))
    heads = html.Tr([html.Th(head, scope="col") for head in ("loss", "slope", "curvature")])
    return html.Table([html.Thead(heads), *bodies], className="numbers curve-numbers")


def _ratio(one: float, other: float) -> str:
    if other == 0.0:
        return "–"
    return f"× {one / other:.4g}" if one != 0.0 else "× 0"


def push_words(view: CurvesView) -> str:
    """Say at the handle which loss pushes the logit hardest, and how much harder than the least."""
    found = [(abs(at_handle(loss, view)[1]), loss.title) for loss in view.chosen]
    at = f"At p = {_given(view.probability)}"
    most, hardest = max(found)
    least, gentlest = min(found)
    if most == 0.0:
        return f"{at} nothing is pushed: every slope is 0."
    if most - least <= 1e-9 * most:
        return f"{at} the logit is pushed with a slope of {four(most)}."
    against = f"{lower(gentlest)}, the gentlest here" if len(found) > 2 else lower(gentlest)
    if least == 0.0:
        return f"{at} {lower(hardest)} pushes the logit; {against}, does not."
    return f"{at} {lower(hardest)} pushes the logit {most / least:.4g} times as hard as {against}."


def tail_words(view: CurvesView) -> list[str]:
    """Say what each loss does where the answer is far wrong, from slopes measured there."""
    label = 1 if view.label >= 0.5 else 0
    found = [(loss, tail(loss, label)) for loss in view.chosen]
    near, far = found[0][1].near, found[0][1].far
    told = [f"Far wrong where the label is {label}, the slope at logit {near:g}, then at {far:g}:"]
    for kind, meaning in _TAILS.items():
        slopes = [
            f"{lower(loss.title)} {four(one.slope_near)}, {four(one.slope_far)}"
            for loss, one in found
            if one.kind == kind
        ]
        if slopes:
            text = "; ".join(slopes)
            told.append(f"{text[0].upper()}{text[1:]}. {meaning}")
    if any(loss.key == "cross-entropy" for loss in view.chosen):
        told.append(
            "Far out p falls as the exponential of the logit; the log of cross-entropy undoes that."
        )
    return told


def family_words(loss: Loss, view: CurvesView) -> list[str]:
    """Say what (1 - p^q) / q does at this q, beside the two losses it runs between."""
    ends = (get("cross-entropy"), get("generalized-cross-entropy:q=1"))
    here = at_handle(loss, view)
    logarithm, linear = (at_handle(end, view)[0] for end in ends)
    label = 1 if view.label >= 0.5 else 0
    own, log = tail(loss, label), tail(ends[0], label)
    bent = "negative" if here[2] < 0.0 else "not negative"
    hard = view.label in (0.0, 1.0)
    far = "absolute error (q = 1)" if hard else "its other end (q = 1)"
    # Where it bends down is known by the one label's probability; a soft label has two.
    where = f"It is not convex {loss.where_not_convex}. Here its" if hard else "Here its"
    share = own.slope_near / log.slope_near
    return [
        f"At p = {_given(view.probability)} it is {four(here[0])}; cross-entropy (q to 0) is "
        f"{four(logarithm)} and {far} {four(linear)}.",
        f"{where} curvature is {bent}: {four(here[2])}.",
        f"At logit {own.near:g} its slope is {four(own.slope_near)}, that of cross-entropy "
        f"{four(log.slope_near)}: a row so far on the wrong side pushes {percent(share)} as hard.",
    ]


def surface_table(found: Influence, reference: Influence) -> html.Table:
    """Return what was measured on the surface, beside cross-entropy's."""
    both = (found, reference)
    rows = [
        ("Not convex", [percent(one.with_row.nonconvex_share) for one in both]),
        ("Weight of the best fit", [_weight(one, True) for one in both]),
        ("… without the far row", [_weight(one, False) for one in both]),
        ("The far row's share of all pulls", [_percent(one.share) for one in both]),
    ]
    heads = ("", found.landscape.loss.title, reference.landscape.loss.title)
    return html.Table(
        [
            html.Thead(html.Tr([html.Td(), *(html.Th(head, scope="col") for head in heads[1:])])),
            html.Tbody(
                [
                    html.Tr([html.Th(title, scope="row"), *(html.Td(cell) for cell in cells)])
                    for title, cells in rows
                ]
            ),
        ],
        className="numbers",
    )


def _weight(one: Influence, with_row: bool) -> str:
    survey = one.with_row if with_row else one.without_row
    edge = " (at the edge)" if survey.falls_at_edge else ""
    return f"{four(float(survey.best_point[0]))}{edge}"


def _percent(share: float) -> str:
    return f"{100.0 * share:.2g} %" if share >= 1e-5 else "under 0.001 %"


def report_table(losses: Sequence[Loss], truth: float) -> html.Table:
    """Return for each loss the report whose expected loss is least, and what it costs there."""
    rows = []
    for loss in losses:
        report = best_report(loss, truth)
        rows.append(
            html.Tr(
                [
                    html.Th(named_loss(loss), scope="row"),
                    html.Td(_where(report)),
                    html.Td(four(report.value)),
                    html.Td(_second(report)),
                    html.Td("yes" if is_proper(loss) else "no"),
                ]
            )
        )
    heads = ("", "least at p", "costs", "d²/dp² there", "proper")
    return html.Table(
        [
            html.Thead(html.Tr([html.Td(), *(html.Th(head, scope="col") for head in heads[1:])])),
            html.Tbody(rows),
        ],
        className="numbers curve-reports",
    )


def _where(report: Report) -> str:
    if report.single:
        edge = not abs(report.low) < float("inf")
        return f"edge, {report.p:g}" if edge else four(report.p)
    ends = Report(report.low, report.low, 0.0).p, Report(report.high, report.high, 0.0).p
    return "any p" if ends == (0.0, 1.0) else " to ".join(four(end) for end in ends)


def _second(report: Report) -> str:
    if report.curvature_in_p is not None:
        return four(report.curvature_in_p)
    if report.kink:
        return "none: a kink"
    return "none: an edge" if report.single else "0"


def report_words(losses: Sequence[Loss], truth: float) -> list[str]:
    """Say which losses ask for the truth, as measured, and where the others send the report."""
    reports = {loss.title: best_report(loss, truth) for loss in losses}
    true = [
        lower(title)
        for title, report in reports.items()
        if report.single and abs(report.p - truth) < 1e-9
    ]
    told = []
    if true:
        told.append(
            f"The report that costs least is the truth, {_given(truth)}, for {_listed(true)}."
        )
    for title, report in reports.items():
        if lower(title) in true:
            continue
        if not report.single:
            told.append(f"For {lower(title)} several reports cost the same: {_where(report)}.")
        elif report.p in (0.0, 1.0):
            told.append(f"{title} is least at the edge: who reports {report.p:g} fares best.")
        else:
            kink = ", at a kink" if report.kink else ""
            told.append(f"{title} is least at p = {four(report.p)}{kink}, not at the truth.")
    return told


def lower(title: str) -> str:
    """Return a title as it stands within a sentence."""
    return title[0].lower() + title[1:]


def _given(number: float) -> str:
    return f"{number:.6g}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
