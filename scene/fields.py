"""Fields of a scene by what they are of: data, plane, descents, how it is looked at, controls."""

from scene.link import shown

__all__ = ["CONTROLS", "DESCENTS", "LOOKED_AT", "OPTIONS", "PENALTIES", "PLANE", "check_controls"]

OPTIONS = ("n", "noise", "flipped", "seed", "features", "classes")
"""Option fields of a scene: each data set takes some of them."""

PLANE = ("directions", "plane", "directions_seed", "held", "window_a", "window_b", "resolution")
"""The fields that say which part of parameter space is swept."""

DESCENTS = ("start", "rule", "rate", "fairness", "steps")
"""The fields that say how both losses are descended."""

LOOKED_AT = (
    *("view", "height", "arrows", "scale", "step"),
    *("camera", "theme", "note", "controls", "embed"),
)
"""The fields that say how a scene is looked at: nothing that is computed depends on them."""

# A link may leave only some of them in sight.
CONTROLS = (
    "data",
    *OPTIONS,
    "standardise",
    "left",
    "right",
    "ground",
    "view",
    "height",
    "rule",
    "rate",
    "fairness",
    "steps",
    *PLANE,
    "penalty",
    "arrows",
    "scale",
)
"""The fields that have a control on the page."""

PENALTIES = (0.0, 0.001, 0.01, 0.1, 1.0)
"""The penalties that the control offers; in between them nothing new is to be seen."""


def check_controls(names: tuple[str, ...]) -> None:
    """Raise ValueError where a link names controls that there are not, or one twice."""
    unknown = next((name for name in names if name not in CONTROLS), None)
    if unknown is not None or len(set(names)) != len(names) or not names:
        found = names if unknown is None else unknown
        raise ValueError(
            f"controls must be different ones of {', '.join(CONTROLS)}; found {shown(found)}"
        )
