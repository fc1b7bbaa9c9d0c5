"""Pickers: the entries of what there is to choose from, as Mantine's lists take them."""

from landscapes import CATALOGUE
from losses import FAMILIES, LOSSES, get

__all__ = ["data_entries", "loss_entries"]

# Values of losses' parameters that the pickers offer; a link may have any within its bounds.
_STOPS = {
    "gamma": (0.5, 1.0, 2.0, 5.0),
    "q": (0.1, 0.4, 0.7, 1.0),
    "smoothing": (0.0, 0.1, 0.3),
}


def data_entries() -> list[dict[str, str]]:
    """Every data set."""
    return [{"value": recipe.name, "label": recipe.title} for recipe in CATALOGUE.values()]


def loss_entries(output: str, own: str) -> list[dict[str, str]]:
    """Every loss of an output; one with a parameter at some values of it, and at its own."""
    names = []
    for key in LOSSES[output]:
        names.append(key)
        if family := FAMILIES[output].get(key):
            (parameter,) = family.parameters
            stops = _STOPS.get(parameter.name, ())
            names += [get(f"{key}:{parameter.name}={stop:g}", output).name for stop in stops]
    names = list(dict.fromkeys([*names, own]))
    return [{"value": name, "label": get(name, output).title} for name in names]
