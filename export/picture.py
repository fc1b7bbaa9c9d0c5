"""Picture: what a slide is to show of a scene, and the drawing of it."""

from dataclasses import dataclass

from export.study import Study, study
from figures.columns import SHOWN, column_note, draw_columns
from figures.drawing import Drawing
from figures.sheet import Sheet
from figures.slide import BACKGROUNDS, draw_slide
from figures.theme import DARK, LIGHT, Theme
from landscapes import CATALOGUE, RULES
from scene import Scene

__all__ = ["SIZES", "Picture", "caption_of", "draw", "notes_of", "title_of"]

# Sizes by the names that are offered for them, in pixels.
SIZES = {
    "1920x1080": (1920, 1080),
    "3840x2160": (3840, 2160),
    "1600x1200": (1600, 1200),
    "1080x1080": (1080, 1080),
}


@dataclass(frozen=True)
class Picture:
    """A picture of a scene.

    Attributes
    ----------
    scene : Scene
        What it shows.
    what : str
        Which part of that: a key of `figures.columns.SHOWN`.
    width, height : int
        Pixels, as `figures.sheet.Sheet` bounds them.
    background : str
        "light", "dark", or "transparent" and "transparent-dark": no ground, for a light and for a
        dark slide.
    title, caption : str or None
        The text above and below; empty for none, None for the picture's own.
    verdicts : bool
        Whether what was measured on each landscape stands below it.
    link : str
        The address at which the scene is to be seen; nothing is written where it is empty.
    step : int or None
        How far the descents have come; None for as far as the scene says, which may be to their
        ends.

    Raises
    ------
    ValueError
        Where a part is none of what it may be.
    """

    scene: Scene
    what: str = "columns"
    width: int = 1920
    height: int = 1080
    background: str = "light"
    title: str | None = None
    caption: str | None = None
    verdicts: bool = True
    link: str = ""
    step: int | None = None

    def __post_init__(self) -> None:
        for name, value, known in (
            ("what", self.what, tuple(SHOWN)),
            ("background", self.background, BACKGROUNDS),
        ):
            if value not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}; found {value!r}")
        Sheet.of(self.width, self.height)
        if self.step is not None and self.step < 0:
            raise ValueError(f"step must be 0 or more; found {self.step}")

    @property
    def sides(self) -> tuple[int, ...]:
        """Which losses it shows: 0 for the left one, 1 for the right one."""
        return {"left": (0,), "right": (1,)}.get(self.what.rpartition("-")[2], (0, 1))

    @property
    def at(self) -> int | None:
        """The step that is shown; None for the last one."""
        return self.scene.step if self.step is None else self.step

    @property
    def theme(self) -> Theme:
        """The colours."""
        return DARK if self.background in ("dark", "transparent-dark") else LIGHT

    @property
    def transparent(self) -> bool:
        """Whether the ground is left out."""
        return self.background.startswith("transparent")

    @property
    def wide(self) -> bool:
        """Whether it is clearly wider than high."""
        return self.width > 1.5 * self.height


def draw(picture: Picture, scale: float | None = None) -> Drawing:
    """Return a picture as a drawing: its scene's landscapes and descents, with title and caption.

    `scale` is `figures.slide.draw_slide`'s.

    Raises
    ------
    ValueError
        As `study` raises; where the drawing cannot be made, such as a fit of many classes.
    """
    scene, found = picture.scene, study(picture.scene)
    columns = draw_columns(
        found.landscapes,
        found.paths,
        picture.what,
        view=scene.view,
        height=scene.height,
        arrows=scene.arrows,
        scale=scene.scale,
        ground=scene.ground,
        maps=found.maps,
        notes=notes_of(found) if picture.verdicts else ("", ""),
        step=picture.at,
        camera=scene.camera,
        wide=picture.wide,
        theme=picture.theme,
    )
    return draw_slide(
        columns,
        title=title_of(picture),
        caption=caption_of(picture, found),
        link=picture.link,
        width=picture.width,
        height=picture.height,
        scale=scale,
        theme=picture.theme,
        transparent=picture.transparent,
    )


def title_of(picture: Picture) -> str:
    """Return the title: the picture's own, or else the data's and the losses' names."""
    if picture.title is not None:
        return picture.title
    problem = picture.scene.problem
    both = [problem.loss(loss).title for loss in (picture.scene.left, picture.scene.right)]
    # Once, where both are the same.
    losses = dict.fromkeys(both[side] for side in picture.sides)
    said = " and ".join(_inside(loss) for loss in losses)
    return f"{CATALOGUE[picture.scene.data].title}: {said}"


def caption_of(picture: Picture, found: Study) -> str:
    """Return the caption: the picture's own, or else data, model, window and descents."""
    if picture.caption is not None:
        return picture.caption
    scene, plane = picture.scene, found.landscapes[0].plane
    problem = found.landscapes[0].problem
    model = "Logistic" if scene.output == "sigmoid" else "Softmax"
    penalty = f", penalty {problem.penalty:g}" if problem.penalty else ""
    window = scene.window
    axes = "; ".join(
        f"{name} from {_number(low)} to {_number(high)}"
        for name, (low, high) in zip(plane.names, (window.a, window.b), strict=True)
    )
    start = ", ".join(map(_number, scene.begin))
    data = (
        f"{model} regression on {problem.dataset.title}{penalty}. Window: {axes} "
        f"({scene.resolution} × {scene.resolution} grid). "
        f"Descents: {_inside(RULES[scene.rule].title)} from ({start}){_rates(found)}."
    )
    if picture.at is not None:
        data += f" Step {picture.at}."
    return f"{scene.note}\n{data}" if scene.note else data


def _rates(found: Study) -> str:
    rates = [path.rate for path in found.paths if path.rate is not None]
    if not rates:
        return ""
    if rates[0] == rates[-1]:
        return f" at rate {rates[0]:.4g}"
    return f" at rates {rates[0]:.4g} (left) and {rates[1]:.4g} (right)"


def notes_of(found: Study) -> tuple[str, str]:
    """Return what was measured on each landscape, and how its descent ended."""
    left, right = map(column_note, found.surveys, found.paths)
    return left, right


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _inside(text: str) -> str:
    """Return a title as it stands inside a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
