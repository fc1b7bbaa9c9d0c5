"""pptx(), deck(): slides with a title and a caption to edit, the picture, and speaker notes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, NamedTuple

from export.browser import Painter
from export.picture import Picture, caption_of, draw, notes_of, title_of
from export.study import study
from figures.drawing import Drawing
from figures.sheet import Sheet

__all__ = ["deck", "drawings", "pptx"]

# Points: a sheet's unit is one, and a slide of 16:9 is 13.33 x 7.5 inches.
_MARGIN, _TITLE, _CAPTION = 20.0, 26.0, 12.0
_TITLE_HEIGHT, _LINE = 38.0, 1.25
# The width of a letter, as a share of the type's size.
_LETTER = 0.5
_TITLE_ONLY = 5  # python-pptx's layouts by number


def pptx(picture: Picture, painter: Painter | None) -> bytes:
    """Return a picture as a presentation of one slide.

    Raises
    ------
    ValueError, RuntimeError
        As for `export.images.png`.
    """
    return deck([picture], painter)


def deck(
    pictures: Sequence[Picture],
    painter: Painter | None,
    each: Callable[[], object] = lambda: None,
) -> bytes:
    """Return pictures as one presentation, a slide each, of the first one's size.

    `each` is called after each slide.

    Raises
    ------
    ValueError
        Where there is no picture or no renderer, or one cannot be drawn.
    RuntimeError
        Where there is no browser (`NoBrowserError`), or it fails.
    """
    from pptx import Presentation  # takes a moment to load
    from pptx.util import Pt

    if not pictures:
        raise ValueError("pictures must be one at least; found none")
    if painter is None:
        raise ValueError("pptx needs a renderer; found none")
    show = Presentation()
    sheet = Sheet.of(pictures[0].width, pictures[0].height)
    show.slide_width, show.slide_height = Pt(sheet.width), Pt(sheet.height)
    show.core_properties.title = title_of(pictures[0])
    show.core_properties.author = ""
    for picture in pictures:
        shape = replace(picture, width=pictures[0].width, height=pictures[0].height)
        _add(show, shape, painter)
        each()
    file = BytesIO()
    show.save(file)
    return file.getvalue()


class _Plan(NamedTuple):
    """A slide's texts and where they stand, in points, and the picture between them."""

    title: str
    caption: list[str]
    notes: list[str]
    top: float
    bottom: float
    drawing: Drawing


def _plan(picture: Picture) -> _Plan:
    sheet, found = Sheet.of(picture.width, picture.height), study(picture.scene)
    title, notes = title_of(picture), notes_of(found)
    losses = [landscape.loss.title for landscape in found.landscapes]
    verdicts = [f"{losses[side]}: {notes[side]}" for side in picture.sides]
    link = [picture.link] if picture.link else []
    caption = caption_of(picture, found).splitlines()
    caption += (verdicts if picture.verdicts else []) + link
    outcomes = [f"{losses[side]}: {found.paths[side].outcome}" for side in picture.sides]
    top = 0.6 * _MARGIN + (_TITLE_HEIGHT if title else 0.0)
    bottom = sheet.height - 0.6 * _MARGIN - _height(caption, sheet.width - 2.0 * _MARGIN)
    height = round((bottom - top) * sheet.scale)
    bare = replace(picture, title="", caption="", link="", verdicts=False, height=height)
    drawing = draw(bare, sheet.scale)
    return _Plan(title, caption, [*verdicts, *outcomes, *link], top, bottom, drawing)


def drawings(picture: Picture) -> list[Drawing]:
    """Return what has to be drawn for a slide: the picture without title and caption."""
    return [_plan(picture).drawing]


def _add(show: Any, picture: Picture, painter: Painter) -> None:  # noqa: ANN401
    from pptx.util import Pt

    plan, theme = _plan(picture), picture.theme
    sheet = Sheet.of(picture.width, picture.height)
    width = sheet.width - 2.0 * _MARGIN
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    if not picture.transparent:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _colour(theme.ground)
    title = slide.shapes.title
    if plan.title:
        place = (_MARGIN, plan.top - _TITLE_HEIGHT, width, _TITLE_HEIGHT)
        title.left, title.top, title.width, title.height = map(Pt, place)
        _write(title.text_frame, [plan.title], _TITLE, theme.ink)
    else:
        title.element.getparent().remove(title.element)
    image = painter.image(plan.drawing, "png")
    height = plan.drawing.layout["height"]
    placed = slide.shapes.add_picture(BytesIO(image), 0, Pt(plan.top), Pt(sheet.width), Pt(height))
    placed.name = "Loss landscapes"
    # What a reader who does not see it is told.
    placed._element.nvPicPr.cNvPr.set("descr", " ".join([plan.title, *plan.caption]))
    if plan.caption:
        place = (_MARGIN, plan.bottom, width, _height(plan.caption, width))
        caption = slide.shapes.add_textbox(*map(Pt, place))
        caption.name = "Caption"
        _write(caption.text_frame, plan.caption, _CAPTION, theme.secondary)
    slide.notes_slide.notes_text_frame.text = "\n".join(plan.notes)


def _write(frame: Any, paragraphs: Sequence[str], size: float, colour: str) -> None:  # noqa: ANN401
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = "\n".join(paragraphs)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size = Pt(size)
        paragraph.font.color.rgb = _colour(colour)


def _height(paragraphs: Sequence[str], width: float) -> float:
    """Return the height of a text of the caption's size, in points."""
    letters = width / (_LETTER * _CAPTION)
    lines = sum(max(1, -(-len(paragraph) // int(letters))) for paragraph in paragraphs)
    return lines * _LINE * _CAPTION


def _colour(colour: str) -> Any:  # noqa: ANN401 (a type of python-pptx, which is loaded late)
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.removeprefix("#"))
