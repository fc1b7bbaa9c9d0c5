"""pptx(), deck(): slides with a title and a caption to edit, the picture, and speaker notes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from export.browser import Renderer
from export.picture import Picture, caption_of, draw, notes_of, title_of
from export.study import study
from figures.slide import Sheet

__all__ = ["deck", "pptx"]

# Points: a sheet's unit is one, and a slide of 16:9 is 13.33 x 7.5 inches.
_MARGIN, _TITLE, _CAPTION = 20.0, 26.0, 12.0
_TITLE_HEIGHT, _LINE = 38.0, 1.25
# The width of a letter, as a share of the type's size.
_LETTER = 0.5
_TITLE_ONLY = 5  # python-pptx's layouts by number


def pptx(picture: Picture, renderer: Renderer | None) -> bytes:
    """Return a picture as a presentation of one slide.

    Raises
    ------
    ValueError, RuntimeError
        As for `export.images.png`.
    """
    return deck([picture], renderer)


def deck(
    pictures: Sequence[Picture],
    renderer: Renderer | None,
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
    if renderer is None:
        raise ValueError("pptx needs a renderer; found none")
    show = Presentation()
    sheet = Sheet.of(pictures[0].width, pictures[0].height)
    show.slide_width, show.slide_height = Pt(sheet.width), Pt(sheet.height)
    show.core_properties.title = title_of(pictures[0])
    show.core_properties.author = ""
    for picture in pictures:
        shape = replace(picture, width=pictures[0].width, height=pictures[0].height)
        _add(show, shape, sheet, renderer)
        each()
    file = BytesIO()
    show.save(file)
    return file.getvalue()


def _add(show: Any, picture: Picture, sheet: Sheet, renderer: Renderer) -> None:  # noqa: ANN401
    from pptx.util import Pt

    found = study(picture.scene)
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    theme, title = picture.theme, title_of(picture)
    if not picture.transparent:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _colour(theme.ground)
    width = sheet.width - 2.0 * _MARGIN
    top = 0.6 * _MARGIN
    if title:
        box = slide.shapes.title
        box.left, box.top, box.width, box.height = map(Pt, (_MARGIN, top, width, _TITLE_HEIGHT))
        _write(box.text_frame, [title], _TITLE, theme.ink)
        top += _TITLE_HEIGHT
    else:
        slide.shapes.title.element.getparent().remove(slide.shapes.title.element)
    losses = [landscape.loss.title for landscape in found.landscapes]
    verdicts = [f"{loss}: {note}" for loss, note in zip(losses, notes_of(found), strict=True)]
    caption = caption_of(picture, found).splitlines() + (verdicts if picture.verdicts else [])
    caption += [picture.link] if picture.link else []
    bottom = sheet.height - 0.6 * _MARGIN - _height(caption, width)
    bare = replace(
        picture,
        title="",
        caption="",
        link="",
        verdicts=False,
        height=round((bottom - top) * sheet.scale),
    )
    image = renderer.image(draw(bare, sheet.scale), "png")
    placed = slide.shapes.add_picture(
        BytesIO(image), 0, Pt(top), Pt(sheet.width), Pt(bare.height / sheet.scale)
    )
    placed.name = "Loss landscapes"
    # What a reader who does not see it is told.
    placed._element.nvPicPr.cNvPr.set("descr", " ".join([title, *caption]))
    if caption:
        box = slide.shapes.add_textbox(*map(Pt, (_MARGIN, bottom, width, _height(caption, width))))
        box.name = "Caption"
        _write(box.text_frame, caption, _CAPTION, theme.secondary)
    said = [*verdicts, *(str(path.outcome) for path in found.paths)]
    said += [picture.link] if picture.link else []
    slide.notes_slide.notes_text_frame.text = "\n".join(said)


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
