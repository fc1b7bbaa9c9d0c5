"""Links: the scene that a page shows, or why there is none."""

import pytest

from app import PAGES
from export import PATHS, scene_of
from export.links import OTHERS, link_of
from pages.workspace import explore, regression
from pages.workspace.presets import PRESETS
from scene import HOMES, Scene


def test_the_pages_that_show_a_scene_are_known() -> None:
    assert dict(PATHS) == {explore.PATH: "sigmoid", regression.PATH: "softmax"}
    every = {page.PATH for page in PAGES}
    assert set(PATHS) <= every
    assert {path.rpartition("/")[2] for path in every - set(PATHS)} == OTHERS


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:8050/?data=moons&left=hinge",
        "https://example.org/below/softmax/regression/?data=iris&penalty=0.1",
        "https://example.org/user/J.Doe_1/proxy/8050/?data=moons&left=hinge",
        "/user/J.Doe_1/proxy/8050/?data=moons&left=hinge",
        "/?data=moons&left=hinge",
        "?data=moons&left=hinge",
        "data=moons&left=hinge",
        "  /?data=moons&left=hinge\n",
        "/softmax/regression",
        "/",
        "",
    ],
)
def test_a_link_is_read_whole_or_in_part(link: str) -> None:
    scene = scene_of(link)
    if "moons" in link:
        assert (scene.data, scene.left) == ("moons", "hinge")
    elif "softmax" in link:
        assert scene.output == "softmax"
        assert scene.penalty == (0.1 if "penalty" in link else HOMES["softmax"].penalty)
    else:
        assert scene == Scene()


@pytest.mark.parametrize("home", ["/user/J.Doe_1/proxy/8050/", "/curves/"])
def test_a_link_is_read_with_the_apps_own_path_or_without(home: str) -> None:
    moons = scene_of("/?data=moons")
    for before in (home, home.rstrip("/"), f"https://hub.example{home}", "/", "https://a.example"):
        assert scene_of(f"{before}?data=moons", home) == moons
    for before in (home, "/", f"https://hub.example{home}"):
        assert scene_of(f"{before}softmax/regression", home).output == "softmax"
        with pytest.raises(ValueError, match="/why shows no scene"):
            scene_of(f"{before}why?data=moons", home)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_a_scenes_link_is_read_back(preset: object) -> None:
    scene = preset.scene  # type: ignore[attr-defined]
    assert scene_of(link_of(scene)) == scene.plain()
    assert scene_of(link_of(scene, "http://host:1/")) == scene.plain()


def test_the_softmax_link_has_its_page() -> None:
    assert link_of(HOMES["softmax"], "http://h") == "http://h/softmax/regression"
    assert link_of(Scene(data="moons")) == "/?data=moons"


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("/?data=nope", "data must be one of overlap, .*; found 'nope'"),
        ("/?rate=-1&steps=7", "rate.*; steps.*found"),
        ("/curves", "/curves shows no scene; pages that do are /, /softmax/regression"),
        ("https://hub.example/user/x/softmax/labels/", "shows no scene"),
        ("/softmax/regresion?data=iris", "/softmax/regresion shows no scene"),
        ("http://host/?colour=red", "'colour': no such setting"),
        ("/softmax/regression?output=sigmoid", "output: /softmax/regression shows softmax"),
        ("/?data=moons&data=iris", "data"),
        ("http://[::1/", "no link"),
    ],
)
def test_a_bad_link_says_why(link: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scene_of(link)
