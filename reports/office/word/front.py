"""How a Word document begins: its cover, the document in short, all goals, and the contents."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.enum.text import WD_TAB_ALIGNMENT

from reports.office.word.marks import bookmark, contents_block
from reports.office.word.pen import LINK, Line, Pen
from reports.office.word.registers import write_overview
from reports.office.word.styles import TEXT_WIDTH
from reports.office.word.tables import Grid, write_plain
from reports.office.word.texts import say_status, write_text
from reports.rendering import registers
from reports.rendering.items import Item, Topic
from reports.rendering.layout import Cell
from reports.rendering.presentation import Presentation

# The contents hold headings down to this level.
LISTED_LEVELS = 2
RIGHT = WD_TAB_ALIGNMENT.RIGHT
TALLY_WIDTHS = (54.0, 26.0, 26.0, 26.0, 24.0, 18.0)


class Front:
    """What stands before the chapters."""

    def __init__(self, pen: Pen, shown: Presentation) -> None:
        self.pen = pen
        self.shown = shown

    def write(self) -> None:
        """All of it after the cover."""
        self._glance()
        self._legend()
        self._tree()
        self._contents()

    def write_cover(self) -> None:
        document = self.shown.document
        self.pen.write("CoverMunicipality").say(document.municipality)
        self.pen.write("Title").say(self.shown.title)
        self.pen.write("Subtitle").say(document.committee)
        if self.shown.standing.draft:
            self.pen.write("CoverDraft").say(self.shown.standing.draft)
        for label, value in self.shown.standing.facts:
            self.pen.write("CoverFact").say(label, style="Fact").tab().say(value)

    def _glance(self) -> None:
        glance = self.shown.glance
        self.pen.write("Unlisted1").place("glance", _("In short"))
        write_text(self.pen, glance.opening)
        if self.shown.document.is_plan:
            for label, count in glance.counts:
                self._bullet().say(f"{count} ", strong=True).say(label)
        else:
            self._tallies()
        write_overview(self.pen, self.shown.overviews.directions())
        if glance.money:
            self.pen.write("TextHeading", level=2).say(_("Economy"))
            line = self.pen.write("Normal").say(f"{' '.join(glance.money)} ")
            line.link("economy").say(self.shown.economy_heading, style=LINK)
        if glance.own_text:
            write_text(self.pen, glance.own_text)
        else:
            for topic in glance.topics:
                self._topic(topic)
        if self.shown.registers.deviations:
            link = self.pen.write("Normal").link(registers.DEVIATIONS)
            link.say(self.shown.registers.heading, style=LINK)
        self.pen.write("Normal").say(glance.next_sentence)

    def _tallies(self) -> None:
        glance = self.shown.glance
        words = [status.word for status in glance.levels]
        headings = ["", *words, _("Not assessed"), _("In all")]
        columns = [Cell(heading, number=bool(place)) for place, heading in enumerate(headings)]
        rows = []
        for label, tally in glance.tallies:
            counts = (tally.full, tally.partial, tally.none, tally.unassessed, tally.total)
            rows.append([Cell(label), *(Cell(str(count), number=True) for count in counts)])
        write_plain(self.pen, glance.tally_caption, columns, rows, Grid(TALLY_WIDTHS))

    def _topic(self, topic: Topic) -> None:
        self.pen.write("TextHeading", level=2).say(topic.heading)
        if topic.sentences:
            self.pen.write("Normal").say(" ".join(topic.sentences))
        for listing in topic.listings:
            if listing.caption:
                self.pen.write("Minor", level=3).say(listing.caption)
            for item in listing.items:
                self._item(item)
            if listing.more:
                self._bullet().say(listing.more)

    def _item(self, item: Item) -> None:
        line = self._bullet().say(f"{item.code} " if item.code else "")
        line.link(item.anchor).say(item.label, style=LINK)
        line.say(f": {item.said}" if item.said else "")
        if item.status:
            say_status(line.say("  "), item.status)
        line.say(f" ({item.note})" if item.note else "")
        if item.why:
            line.line_break().say(item.why)

    def _bullet(self) -> Line:
        return self.pen.write("ListBullet")

    def _legend(self) -> None:
        """How the tables are read."""
        document = self.shown.document
        self.pen.write("TextHeading", level=2).say(_("How to read the tables"))
        if not document.is_plan:
            for status, meaning in self.shown.glance.level_meanings:
                line = self._bullet()
                say_status(line, status)
                line.say(f" – {meaning}")
        marks = [
            (pgettext("mark", "KF"), _("indicator set by the council")),
            (pgettext("mark", "Committee"), _("the committee's own indicator")),
            (pgettext("mark", "By sex"), _("reported for women and men as well")),
        ]
        for mark, said in marks:
            self._bullet().say(f"[{mark}]", style="Mark").say(f" – {said}")
        self._bullet().say(_("An empty cell means that there is no value. Zero is printed as 0."))
        if document.has_hidden:
            self._bullet().say(_("..: too few people to be shown"))

    def _tree(self) -> None:
        """All goals on a page."""
        if self.shown.document.goals:
            self.pen.write("Unlisted1").place("tree", _("The red thread"))
            write_overview(self.pen, self.shown.overviews.tree)

    def _contents(self) -> None:
        """The contents as Word makes them, with the headings filled in already; Word fills in
        their pages."""
        if not self.shown.contents:
            return
        lines = [self.pen.write("Unlisted1").say(_("Contents"))]
        for entry in self.shown.contents:
            line = self.pen.write(f"TOC{min(entry.level, LISTED_LEVELS)}")
            # Until Word has set the page, no dots should lead to nothing.
            line.paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, RIGHT)
            if len(lines) == 1:
                line.begin_field(f'TOC \\o "1-{LISTED_LEVELS}" \\h \\z', dirty=True)
            link = line.link(entry.anchor).say(entry.label).tab()
            link.field(f"PAGEREF {bookmark(entry.anchor)} \\h")
            lines.append(line)
        lines.append(self.pen.write("Normal").end_field())
        block = contents_block()
        lines[0].paragraph._p.addprevious(block)
        block[-1].extend(line.paragraph._p for line in lines)
