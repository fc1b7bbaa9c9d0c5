"""Presets: named situations, each a scene with a sentence of what to look for."""

from dataclasses import dataclass

from dash import dcc, html

from pages.parts.address import address
from scene import Scene

__all__ = ["PRESETS", "Preset", "preset_menu"]


@dataclass(frozen=True)
class Preset:
    """A named scene; its note says what to look for, and the page measures it."""

    title: str
    scene: Scene


PRESETS = (
    Preset(
        "Two overlapping classes",
        Scene(
            note="Same data, same start, same learning rate: compare how far each descent has come."
        ),
    ),
    Preset(
        "A start on the plateau",
        Scene(
            start=(-6.5, 7.5),
            window_b=(-9.0, 12.0),
            steps=1000,
            note="Go back to the start and read both slopes there: how long will each take?",
        ),
    ),
    Preset(
        "Separable classes",
        Scene(
            data="separable",
            start=(-4.0, 3.0),
            steps=1000,
            height="log",
            note="A gap parts the classes: does the weight of cross-entropy come to rest?",
        ),
    ),
    Preset(
        "Two minima",
        Scene(
            data="two-minima",
            start=(2.8, 2.6),
            steps=1000,
            note="Seven rows on which squared error has two minima: try starts on both sides.",
        ),
    ),
    Preset(
        "Four minima",
        Scene(
            data="four-minima",
            start=(3.6, -1.2),
            steps=1000,
            note="Without a bias, ten rows give squared error four minima and cross-entropy one.",
        ),
    ),
    Preset(
        "A mislabelled point",
        Scene(
            data="outlier",
            steps=1000,
            start=(1.0, 3.0),
            note="One far row has the wrong label: compare the two fitted curves.",
        ),
    ),
    Preset(
        "Some labels wrong",
        Scene(
            data="label-noise",
            flipped=0.15,
            steps=1000,
            note="Nine of sixty labels are flipped: how steep does each loss still make the curve?",
        ),
    ),
    Preset(
        "A learning rate too large",
        Scene(
            rate=30.0,
            start=(0.0, 0.0),
            window_a=(-10.0, 25.0),
            window_b=(-12.0, 12.0),
            note="Squared error walks; what does the same rate do to cross-entropy?",
        ),
    ),
    Preset(
        "Features of different size",
        Scene(
            data="ill-conditioned",
            steps=1000,
            note="One feature is much larger than the other. Choose Scaled and compare.",
        ),
    ),
    Preset(
        "Breast cancer, two features",
        Scene(
            data="breast-cancer",
            features=("mean radius", "mean texture"),
            standardise=True,
            note="Real data: 569 biopsies, radius and texture of the cells, standardised.",
        ),
    ),
)


def preset_menu() -> html.Details:
    """Return the button with all presets; each is a link that can be kept."""
    items = [
        html.Li(
            dcc.Link(
                [html.B(preset.title), html.Span(preset.scene.note)],
                href=address("/", preset.scene.query()),
                className="preset",
            )
        )
        for preset in PRESETS
    ]
    return html.Details(
        [html.Summary("Presets", className="menu-button"), html.Ul(items, className="menu-list")],
        className="menu",
    )
