"""What a Word document says, in order: the same parts as page and print have."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from docx.shared import Pt

from reports.office.word.front import LISTED_LEVELS, Front
from reports.office.word.paper import Pages, blank, saved
from reports.office.word.pen import Pen
from reports.office.word.registers import (
    write_appendix,
    write_deviations,
    write_index,
    write_overview,
)
from reports.office.word.rows import write_rows
from reports.office.word.tables import Grid, write_money, write_plain
from reports.office.word.texts import say_status, write_text
from reports.rendering import appendix, registers
from reports.rendering.column_widths import PORTRAIT
from reports.rendering.economy_layout import EconomySection
from reports.rendering.layout import Cell, Chapter
from reports.rendering.presentation import Presentation

# Above a section that shares a page with the one before.
BETWEEN_SECTIONS = Pt(28)


class Story:
    """A Word document of what is shown."""

    def __init__(self, shown: Presentation) -> None:
        self.shown = shown
        self.pen = Pen(blank())
        self.pages = Pages(self.pen, shown)

    def written(self) -> bytes:
        """The file, with the pages turned where a table is wide."""
        front = Front(self.pen, self.shown)
        front.write_cover()
        self.pages.end_cover()
        front.write()
        self.pages.begin_chapters()
        self._sections(self.shown.front)
        for chapter in self.shown.goals:
            self._chapter(chapter)
        self._differences()
        self._economy()
        self._sections(self.shown.back)
        for chapter in self.shown.last:
            self._last(chapter)
        return saved(self.pen.word, self.shown)

    def _sections(self, sections: Iterable[Chapter]) -> None:
        """The first begins a page, and the others follow."""
        for place, section in enumerate(sections):
            self._chapter(section, follows=place > 0)

    def _chapter(self, chapter: Chapter, *, follows: bool = False) -> None:
        """A goal or a section; its heading is there also when it says nothing."""
        self.pages.turn()
        self._heading(chapter, follows=follows)
        if chapter.status:
            say_status(self.pen.write("Verdict"), chapter.status, strong=True)
        if chapter.overview:
            write_overview(self.pen, chapter.overview)
        if chapter.is_unwritten:
            self.pen.write("Normal").say(_("Nothing is written here."), em=True)
        write_text(self.pen, chapter.body)
        for part in chapter.texts:
            self.pen.write("Minor", level=part.level).say(part.heading)
            write_text(self.pen, part.blocks)
        for rows in (chapter.indicators, chapter.activities):
            if rows:
                self.pages.turn(wide=rows.fit.landscape)
                write_rows(self.pen, rows)

    def _heading(self, chapter: Chapter, *, follows: bool = False) -> None:
        begins_page = chapter.level == 1 and not follows
        if chapter.kicker:
            # On a page of its own it is the kicker that begins it, and the heading follows.
            style = "KickerOnTop" if begins_page else "Kicker"
            self.pen.write(style).say(chapter.kicker)
        here = chapter.level == 1 and (follows or bool(chapter.kicker))
        line = self.pen.write(f"Heading{chapter.level}", here=here)
        if chapter.kicker or follows:
            above = Pt(0) if chapter.kicker else BETWEEN_SECTIONS
            line.paragraph.paragraph_format.space_before = above
        line.place(chapter.anchor, chapter.label)

    def _differences(self) -> None:
        shown = self.shown.differences
        if not shown.is_shown:
            return
        self.pages.turn()
        self._heading(shown.chapter)
        if shown.sentences:
            self.pen.write("Normal").say(" ".join(shown.sentences))
        if shown.rows:
            self._gaps()
            self.pen.write("TableNote").say(shown.note)
            if shown.rest:
                self.pen.write("Normal").say(shown.rest)
        write_text(self.pen, shown.analysis)

    def _gaps(self) -> None:
        shown = self.shown.differences
        figures = [_("Women"), _("Men"), _("Difference")]
        words = [*([_("Since last year")] if shown.has_changes else []), _("Better for")]
        columns = [Cell(_("Indicator"))]
        columns += [Cell(heading, number=True) for heading in figures]
        columns += [Cell(heading) for heading in words]
        rows = []
        for row in shown.rows:
            cells = [Cell(f"{row.name} ({_('goal')} {row.code})")]
            cells += [Cell(figure, number=True) for figure in (row.women, row.men, row.gap)]
            cells += [Cell(row.change)] if shown.has_changes else []
            rows.append([*cells, Cell(row.better_for)])
        widths = [20.0, 20.0, 20.0, *([30.0] if shown.has_changes else []), 20.0]
        write_plain(self.pen, shown.caption, columns, rows, Grid((PORTRAIT - sum(widths), *widths)))

    def _economy(self) -> None:
        if not self.shown.economy:
            return
        self.pages.turn()
        self.pen.write("Heading1").place("economy", self.shown.economy_heading)
        for section in self.shown.economy:
            self.pages.turn(wide=section.landscape)
            self._money(section)

    def _money(self, section: EconomySection) -> None:
        if section.heading:
            listed = section.level <= LISTED_LEVELS
            style = f"Heading{section.level}" if listed else "TextHeading"
            line = self.pen.write(style, level=0 if listed else section.level)
            line.place(section.anchor, section.heading)
        for shown in section.tables:
            if shown.columns:
                write_money(self.pen, shown)
            elif shown.caption:
                self.pen.write("Caption").say(shown.caption)
            if shown.table.footnote:
                self.pen.write("TableNote").say(shown.table.footnote)

    def _last(self, chapter: Chapter) -> None:
        """What stands last, to look things up in."""
        self.pages.turn()
        self._heading(chapter)
        if chapter.anchor == registers.DEVIATIONS:
            write_deviations(self.pen, self.shown)
        elif chapter.anchor == appendix.ANCHOR:
            write_appendix(self.pen, self.shown.appendix, chapter.level + 1)
        else:
            write_index(self.pen, self.shown)
