"""Theme: colours that can be told apart, and read, on either ground."""

from itertools import combinations

import pytest

from figures.theme import DARK, LIGHT, THEMES, Theme
from losses import LOSSES

GROUNDS = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def channels(colour: str) -> list[float]:
    assert len(colour) == 7
    assert colour[0] == "#"
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance (W3C, Web Content Accessibility Guidelines 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (same source)."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_counted_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@GROUNDS
def test_text_can_be_read_on_its_ground(theme: Theme) -> None:
    assert contrast(theme.ink, theme.ground) >= 4.5
    assert contrast(theme.secondary, theme.ground) >= 4.5


def check_apart(theme: Theme, colours: dict[str, str]) -> None:
    for one, other in combinations(colours, 2):
        assert colours[one].lower() != colours[other].lower()
        apart = zip(channels(colours[one]), channels(colours[other]), strict=True)
        assert sum(abs(a - b) for a, b in apart) > 0.2
    for colour in colours.values():
        assert contrast(colour, theme.ground) >= 3.0


@GROUNDS
@pytest.mark.parametrize("output", LOSSES)
def test_every_loss_has_a_colour_of_its_own_that_stands_out(theme: Theme, output: str) -> None:
    known = tuple(LOSSES[output])
    check_apart(theme, {key: theme.loss(key, known) for key in known})


@GROUNDS
def test_the_next_three_losses_will_have_colours_that_stand_out_too(theme: Theme) -> None:
    """Beside all that there are, of either output; what was added without a colour is of them."""
    registered = dict.fromkeys((*LOSSES["sigmoid"], *LOSSES["softmax"]))
    without = sum(theme.loss(key) == theme.loss("a new one") for key in registered)
    known = (*registered, *(f"loss-{i}" for i in range(3 - without)))
    check_apart(theme, {key: theme.loss(key, known) for key in known})


def test_a_loss_has_one_colour_whatever_its_parameters() -> None:
    for theme in (LIGHT, DARK):
        assert theme.loss("focal:gamma=3") == theme.loss("focal")
        assert theme.loss("mine:a=1", ("mine", "other")) == theme.loss("mine", ("mine", "other"))


def test_a_loss_has_one_colour_on_every_output() -> None:
    for theme in THEMES.values():
        for key in set(LOSSES["sigmoid"]) & set(LOSSES["softmax"]):
            of_each = {theme.loss(key, tuple(LOSSES[output])) for output in LOSSES}
            assert len(of_each) == 1


def test_the_two_grounds_are_light_and_dark() -> None:
    assert THEMES == {"light": LIGHT, "dark": DARK}
    assert luminance(LIGHT.ground) > 0.8
    assert luminance(DARK.ground) < 0.05


@GROUNDS
def test_a_landscape_grows_brighter_with_its_height(theme: Theme) -> None:
    low, middle, high = map(luminance, theme.terrain)
    assert low < middle < high
    assert theme.terrain_scale == [[i / 2, colour] for i, colour in enumerate(theme.terrain)]


@GROUNDS
def test_the_ends_of_the_curvature_scale_differ_from_its_middle(theme: Theme) -> None:
    for end in (theme.negative, theme.positive):
        assert contrast(end, theme.zero) >= 3.0
    assert theme.negative != theme.positive


def test_a_colour_with_alpha_keeps_its_red_green_and_blue() -> None:
    assert LIGHT.with_alpha("#0a80ff", 0.35) == "rgba(10,128,255,0.35)"


def test_a_layout_has_a_height_only_where_it_is_given_one() -> None:
    assert "height" not in LIGHT.base()
    assert LIGHT.base(300)["height"] == 300
