"""What a Word document says, in order: the same parts as page and print have."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.office.facts import facts
from reports.office.word.markup import (
    NOTHING,
    Xml,
    begins_field,
    element,
    ends_field,
    field,
    joined,
    line_break,
    link_inside,
    paragraph,
    run,
    tab,
)
from reports.office.word.pages import Pages
from reports.office.word.pen import BULLETS, Pen, bookmark
from reports.office.word.tables import Grid, money_table, plain_table, rows_table
from reports.office.word.texts import status_runs, text
from reports.rendering.column_widths import PORTRAIT
from reports.rendering.items import Item, Topic
from reports.rendering.layout import Cell, Chapter, EconomySection
from reports.rendering.presentation import Presentation

# The contents hold headings down to this level.
LISTED_LEVELS = 3
TALLY_WIDTHS = (54.0, 26.0, 26.0, 26.0, 24.0, 18.0)


class Story:
    """The body of a Word document."""

    def __init__(self, shown: Presentation) -> None:
        self.shown = shown
        self.pen = Pen()

    def body(self) -> Xml:
        """Everything, with the pages turned where a table is wide."""
        pages = Pages()
        pages.add(self._cover())
        pages.end_cover()
        for part in (self._glance(), self._contents(), self._legend()):
            pages.add(part)
        for chapter in (*self.shown.front, *self.shown.goals):
            self._chapter(pages, chapter)
        if self.shown.differences.is_shown:
            pages.add(self._differences())
        self._economy(pages)
        for chapter in self.shown.back:
            self._chapter(pages, chapter)
        return pages.closed()

    # The beginning ----------------------------------------------------------------------------

    def _cover(self) -> Xml:
        document = self.shown.document
        return joined(
            paragraph("CoverMunicipality", run(document.municipality)),
            paragraph("Title", run(self.shown.title)),
            paragraph("Subtitle", run(document.committee)),
            *(
                paragraph("CoverFact", run(label, style="Fact"), tab(), run(value))
                for label, value in facts(self.shown)
            ),
        )

    def _glance(self) -> Xml:
        glance = self.shown.glance
        heading = self.pen.place("glance", run(_("In short")))
        parts = [paragraph("Unlisted1", heading), text(self.pen, glance.opening)]
        if self.shown.document.is_plan:
            parts += [
                paragraph("ListBullet", run(f"{count} ", strong=True), run(label), number=BULLETS)
                for label, count in glance.counts
            ]
        else:
            parts.append(self._tallies())
        if glance.own_text:
            parts.append(text(self.pen, glance.own_text))
        else:
            parts += [self._topic(topic) for topic in glance.topics]
        return joined(*parts)

    def _tallies(self) -> Xml:
        glance = self.shown.glance
        words = [status.word for status in glance.levels]
        columns = [Cell(""), *(Cell(word, number=True) for word in words)]
        columns += [Cell(_("Not assessed"), number=True), Cell(_("In all"), number=True)]
        rows = [
            [
                Cell(label),
                *(
                    Cell(str(count), number=True)
                    for count in (
                        tally.full,
                        tally.partial,
                        tally.none,
                        tally.unassessed,
                        tally.total,
                    )
                ),
            ]
            for label, tally in glance.tallies
        ]
        return plain_table(glance.tally_caption, columns, rows, Grid(TALLY_WIDTHS))

    def _topic(self, topic: Topic) -> Xml:
        parts = [paragraph("TextHeading", run(topic.heading), keep=True, level=2)]
        if topic.sentences:
            parts.append(paragraph("Normal", run(" ".join(topic.sentences))))
        for listing in topic.listings:
            if listing.caption:
                parts.append(paragraph("Minor", run(listing.caption), keep=True, level=3))
            parts += [self._item(item) for item in listing.items]
            if listing.more:
                parts.append(paragraph("ListBullet", run(listing.more), number=BULLETS))
        return joined(*parts)

    def _item(self, item: Item) -> Xml:
        return paragraph(
            "ListBullet",
            run(f"{item.code} " if item.code else ""),
            link_inside(bookmark(item.anchor), run(item.label, style="Hyperlink")),
            run(f": {item.said}" if item.said else ""),
            joined(run("  "), status_runs(item.status)) if item.status else NOTHING,
            run(f" ({item.note})" if item.note else ""),
            joined(line_break(), run(item.why)) if item.why else NOTHING,
            number=BULLETS,
        )

    def _contents(self) -> Xml:
        """The contents as Word makes them, with the headings filled in already."""
        entries = list(self._entries())
        first = begins_field(f'TOC \\o "1-{LISTED_LEVELS}" \\h \\z', dirty=True)
        lines = [
            paragraph(style, first if not place else NOTHING, entry)
            for place, (style, entry) in enumerate(entries)
        ]
        title = paragraph("Unlisted1", run(_("Contents")), keep=True)
        if not lines:
            return NOTHING
        part = element(
            "docPartObj",
            element("docPartGallery", val="Table of Contents"),
            element("docPartUnique"),
        )
        return element(
            "sdt",
            element("sdtPr", part),
            element("sdtContent", title, *lines, paragraph("Normal", ends_field())),
        )

    def _entries(self) -> Iterator[tuple[str, Xml]]:
        """A line for each heading; its page is filled in by Word."""
        for entry in self.shown.chapters:
            level = min(entry.level, LISTED_LEVELS)
            place = bookmark(entry.anchor)
            yield (
                f"TOC{level}",
                link_inside(place, run(entry.label), tab(), field(f"PAGEREF {place} \\h")),
            )

    def _legend(self) -> Xml:
        """How the tables are read."""
        document = self.shown.document
        lines = []
        if not document.is_plan:
            lines = [
                joined(status_runs(status), run(f" – {meaning}"))
                for status, meaning in self.shown.glance.level_meanings
            ]
        marks = [
            (pgettext("mark", "KF"), _("indicator set by the council")),
            (pgettext("mark", "Committee"), _("the committee's own indicator")),
            (pgettext("mark", "By sex"), _("reported for women and men as well")),
        ]
        lines += [joined(run(f"[{mark}]", style="Mark"), run(f" – {said}")) for mark, said in marks]
        lines.append(run(_("An empty cell means that there is no value. Zero is printed as 0.")))
        if document.has_hidden:
            lines.append(run(_("..: too few people to be shown")))
        heading = paragraph("TextHeading", run(_("How to read the tables")), keep=True, level=2)
        return joined(heading, *(paragraph("ListBullet", line, number=BULLETS) for line in lines))

    # The chapters -----------------------------------------------------------------------------

    def _chapter(self, pages: Pages, chapter: Chapter) -> None:
        """A goal or a section; its heading is there also when it says nothing."""
        pages.add(
            joined(
                self._heading(chapter),
                paragraph("Verdict", status_runs(chapter.status, strong=True), keep=True)
                if chapter.status
                else NOTHING,
                text(self.pen, chapter.body),
                *(
                    joined(
                        paragraph("Minor", run(part.heading), keep=True, level=part.level),
                        text(self.pen, part.blocks),
                    )
                    for part in chapter.texts
                ),
            )
        )
        for rows in (chapter.indicators, chapter.activities):
            if rows:
                pages.add(rows_table(self.pen, rows), wide=rows.fit.landscape)

    def _heading(self, chapter: Chapter) -> Xml:
        label = run(chapter.label)
        kicker = NOTHING
        if chapter.kicker:
            # On a page of its own it is the kicker that begins it, and the heading follows.
            style = "KickerOnTop" if chapter.level == 1 else "Kicker"
            kicker = paragraph(style, run(chapter.kicker), keep=True)
        place = self.pen.place(chapter.anchor, label)
        heading = paragraph(
            f"Heading{chapter.level}", place, keep=True, here=bool(kicker) and chapter.level == 1
        )
        return joined(kicker, heading)

    def _differences(self) -> Xml:
        shown = self.shown.differences
        parts = [self._heading(shown.chapter)]
        if shown.sentences:
            parts.append(paragraph("Normal", run(" ".join(shown.sentences))))
        if shown.rows:
            parts += [self._gaps(), paragraph("TableNote", run(shown.note))]
            if shown.rest:
                parts.append(paragraph("Normal", run(shown.rest)))
        return joined(*parts, text(self.pen, shown.analysis))

    def _gaps(self) -> Xml:
        shown = self.shown.differences
        changes = [_("Since last year")] if shown.has_changes else []
        figures = [_("Women"), _("Men"), _("Difference")]
        columns = [
            Cell(_("Indicator")),
            *(Cell(heading, number=True) for heading in figures),
            *(Cell(heading) for heading in (*changes, _("Better for"))),
        ]
        rows = [
            [
                Cell(f"{row.name} ({_('goal')} {row.code})"),
                *(Cell(figure, number=True) for figure in (row.women, row.men, row.gap)),
                *([Cell(row.change)] if changes else []),
                Cell(row.better_for),
            ]
            for row in shown.rows
        ]
        widths = [20.0, 20.0, 20.0, *([30.0] if changes else []), 20.0]
        grid = Grid((PORTRAIT - sum(widths), *widths))
        return plain_table(shown.caption, columns, rows, grid)

    def _economy(self, pages: Pages) -> None:
        if not self.shown.economy:
            return
        heading = self.pen.place("economy", run(self.shown.economy_heading))
        pages.add(paragraph("Heading1", heading, keep=True))
        for section in self.shown.economy:
            pages.add(self._money(section), wide=section.landscape)

    def _money(self, section: EconomySection) -> Xml:
        parts = []
        if section.heading:
            place = self.pen.place(section.anchor, run(section.heading))
            listed = section.level <= self.shown.first_level + 1
            style = f"Heading{section.level}" if listed else "TextHeading"
            parts.append(paragraph(style, place, keep=True, level=0 if listed else section.level))
        for shown in section.tables:
            if shown.columns:
                parts.append(money_table(shown))
            elif shown.caption:
                parts.append(paragraph("Caption", run(shown.caption)))
            if shown.table.footnote:
                parts.append(paragraph("TableNote", run(shown.table.footnote)))
        return joined(*parts)
