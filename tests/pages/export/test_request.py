"""What a request for an export may ask for."""

import pytest

from pages.export.request import wanted
from tests.pages.export.asking import LINK, SMALL


def test_a_request_becomes_a_picture() -> None:
    given = {"link": f"{LINK}#top", "what": "field-right", "size": "1080x1080"}
    asked = wanted("svg", given | {"background": "transparent-dark", "title": "A\x00 title"})
    picture = asked.picture
    assert (picture.scene.data, picture.scene.resolution) == ("moons", 41)
    assert (picture.width, picture.height, picture.theme.name) == (1080, 1080, "dark")
    assert (picture.title, picture.caption, picture.link) == ("A title", None, LINK)
    assert asked.name == "moons-cross-entropy-field-right-1080x1080.svg"


def test_what_is_left_out_is_empty_and_its_own_is_none() -> None:
    bare = wanted("png", SMALL | {"title": "", "caption": "no", "shown": "no"}).picture
    assert (bare.title, bare.caption, bare.verdicts, bare.link) == ("", "", False, "")
    own = wanted("png", SMALL).picture
    assert (own.title, own.caption, own.verdicts) == (None, None, True)


@pytest.mark.parametrize(
    ("steps", "size", "fits"),
    [
        ("steps=5000", "1920x1080", None),
        ("steps=5000", "1440x1440", None),
        ("steps=5000", "1930x1080", "1924 x 1077: up to 26 frames"),
        ("steps=50", "3840x2160", "2715 x 1527: up to 13 frames"),
        ("step=0", "3840x2160", None),
        ("step=0", "7680x4320", "3840 x 2160: up to 1 frame of 7680 x 4320 are 33 megapixels"),
    ],
)
def test_an_animation_may_be_as_large_as_its_frames_are_few(
    steps: str, size: str, fits: str | None
) -> None:
    given = {"link": f"/?{steps}", "size": size}
    if fits is None:
        assert wanted("gif", given).picture.width == int(size.partition("x")[0])
        return
    with pytest.raises(ValueError, match=fits):
        wanted("gif", given)
    # And what is said to fit does.
    wanted("gif", given | {"size": fits.partition(":")[0].replace(" ", "")})
