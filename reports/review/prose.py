"""Checks on the texts as such: what was left behind in them, whatever the figures say."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goals.choices import Kind
from reports.choices import Severity
from reports.document import SectionEntry
from reports.review.findings import (
    Case,
    Check,
    Spot,
    Text,
    Told,
    activity_spot,
    goal_spot,
    indicator_spot,
    section_spot,
)
from reports.review.phrases import is_heading, quoted, sentences
from reports.review.sections import required_keys

# Characters in a paragraph. The longest that people write on purpose are some 1 500; a screen of
# a telephone holds about 700.
LONG_PARAGRAPH = 2_000
# Characters in a text that stands in two places: shorter ones ("Målet är uppnått.") are said often.
SAME_TEXT = 120
# Words in a paragraph whose language can be told, and the share of them that must be telling.
LANGUAGE_WORDS = 12
FOREIGN_SHARE = 0.2

_PLACEHOLDERS = (
    # Never a word, however it is written; two of them may be a Roman numeral.
    r"(?i:(?<![\w-])x{3,}(?![\w-]))",
    r"(?<![\w-])(?<!Fas )(?<!fas )XX(?![\w:-])",
    r"(?<![\w-])[Xx]x(?![\w-])",
    r"(?<!\w)(?:19|20)(?:XX|xx|[0-9][Xx])(?!\w)",
    r"(?i:åååå-mm-dd)",
    r"(?<![\w-])(?:X|x|N|Y)(?= (?:procent|%|[mt]?kr|kronor|st|personer|indikatorer)(?!\w))",
    r"(?<![\w-])(?:TODO|TBD|FIXME)(?![\w-])",
    r"(?i:lorem ipsum|dolor sit amet)",
    r"\?\?\?+",
    r"_{4,}",
    r"(?<!\w)\[\s*(?:\.{2,}|…|-+|_+|\?+|x+|X+)\s*\](?!\()",
    r"(?i:\[\s*(?:välj|ange|fyll i|skriv|infoga|lägg till|komplettera|text|namn|datum|belopp|antal)"
    r"[^\]\n]{0,80}\](?!\())",
    r"(?i:klicka (?:eller tryck )?här för att (?:ange|skriva|lägga till) \w+)",
    r"(?i:<\s*(?:text|namn|datum|belopp|fyll i[^>\n]*|ange[^>\n]*|infoga[^>\n]*)\s*>)",
    # As the whole of what is said: "ansökan kompletteras senare" is a sentence.
    r"(?i:^text (?:kommer|saknas|ska in|läggs in)(?: här| senare)?[.!]?$)",
    r"(?i:^(?:texten )?(?:kompletteras|fylls i|skrivs in)(?: senare)?[.!]?$)",
)
_PLACEHOLDER = re.compile("|".join(_PLACEHOLDERS))
# Something of every one of them: most sentences need no closer look.
_MAY_HOLD_ONE = re.compile(
    r"[Xx]x|XX|[0-9][Xx]|\b[XxNY] |TODO|TBD|FIXME|[\[<]|\?\?|__"
    r"|(?i:lorem|dolor|åååå|klicka|^text|^kompletteras|^fylls|^skrivs)"
)

# Words that are common in one language and not found in the other.
_SWEDISH = (
    frozenset({"och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "den", "till"})
    | {"har", "inte", "om", "ett", "de", "från", "vid", "eller", "kommer", "under", "ska", "även"}
    | {"vi", "så", "kan", "när", "där", "samt", "också", "bland", "genom", "mellan", "efter"}
)
_ENGLISH = (
    frozenset({"the", "and", "of", "to", "is", "in", "that", "for", "with", "was", "are", "on"})
    | {"this", "be", "as", "by", "from", "has", "have", "been", "will", "which", "it", "at", "an"}
    | {"or", "their", "not", "we", "our", "were"}
)
_WORD = re.compile(r"[^\W\d_]+")

# How an analysis opens: the same words under every goal, and rightly so.
_VERDICT = re.compile(
    r"(?:Förvaltningen|Nämnden|Stadsdelsnämnden)s? (?:samlade )?bedöm"
    r"|Bedömningen (?:är|grunda|bygg|base)"
    r"|(?:Nämndm|Inriktningsm|M)ål(?:et|en)\b.{0,60}\b(?:bedöms|har uppfyllts|har uppnåtts)"
)

# Some words rightly stand twice: "det det handlar om", "den kultur som som är".
_TWICE = re.compile(
    r"(?<![\w-])(?!(?:det|den|de|är|var|som|på|om|till|i|av|för|med|ut|upp|in|han|hon|mycket|så) )"
    r"(\w{2,}) (\1)(?![\w-])",
    re.IGNORECASE,
)

# Words that no sentence ends with.
_OPEN_ENDS = (
    r"att|och|eller|samt|som|genom|varav|såsom|exempelvis|till exempel|bland annat|på grund av|"
    r"grundar sig på|grundas på|bygger på|beror på|består av|jämfört med|uppgår till|det vill säga"
)
_OPEN_END = re.compile(rf"(?:^|\s)(?:{_OPEN_ENDS})\s*(?:[.…]|\.\.\.)?$", re.IGNORECASE)


def _names(case: Case) -> Iterator[tuple[Spot, str]]:
    """Every heading, title and name of the document, and every cell of its tables."""
    document = case.document
    for section in document.sections or ():
        yield section_spot(section, "heading"), section.heading
    for goal in document.goals:
        yield goal_spot(goal, "title"), goal.title
        for row in goal.indicators:
            yield indicator_spot(row, "name"), row.name
        for activity in goal.activities:
            yield activity_spot(activity, "title"), activity.title
    for table in (document.economy or {}).get("tables") or []:
        words = [table.get("title"), *(table.get("columns") or []), table.get("footnote")]
        words += [cell for row in table.get("rows") or [] for cell in row]
        spot = Spot(
            Kind.SECTION, "", str(table.get("title") or table.get("section") or ""), "table"
        )
        yield from ((spot, word) for word in words if isinstance(word, str))


def placeholders(case: Case) -> Iterator[Told]:
    """What a template or a writer left to be filled in."""
    said = [(text.spot, text.sentences) for text in case.texts]
    named = [(spot, (name,)) for spot, name in _names(case)]
    for spot, parts in [*said, *named]:
        for sentence in parts:
            if not _MAY_HOLD_ONE.search(sentence):
                continue
            found = _PLACEHOLDER.search(sentence)
            if found:
                yield (
                    spot,
                    _("A placeholder is left in the text: “%(found)s” in “%(sentence)s”")
                    % {"found": found[0].strip(), "sentence": quoted(sentence)},
                    sentence,
                )


def empty_headings(case: Case) -> Iterator[Told]:
    """A heading inside a text that nothing stands under."""
    for text in case.texts:
        parts = text.paragraphs
        for here, after in zip_longest(parts, parts[1:], fillvalue=""):
            if is_heading(here) and (not after or (_rank(after) and _rank(after) <= _rank(here))):
                yield (
                    text.spot,
                    _("There is no text under the heading “%(heading)s”.")
                    % {"heading": here.lstrip("# ")},
                    f"{here}\n{after}",
                )


def _rank(paragraph: str) -> int:
    """How many marks a heading has; 0 for what is no heading."""
    return len(paragraph) - len(paragraph.lstrip("#")) if is_heading(paragraph) else 0


def empty_sections(case: Case) -> Iterator[Told]:
    """A section that is a heading alone, though the document could do without it.

    The report says under it, for all to read, that nothing is written there. What has a place of
    its own is computed instead.
    """
    sections = case.document.sections or ()
    required = required_keys(case.document)
    for section, after in zip_longest(sections, sections[1:]):
        asked = section.required or section.key in required
        if section.body.strip() or asked or section.has_own_place or _is_above(section, after):
            continue
        message = _("There is no text under the heading “%(heading)s”: the report says so there.")
        yield (
            section_spot(section, "body"),
            message % {"heading": section.heading},
            section.heading,
        )


def _is_above(section: SectionEntry, after: SectionEntry | None) -> bool:
    """Whether the section only holds those that follow, by its number: "4", "4.1"."""
    number = section.heading.split(" ")[0].rstrip(".")
    return after is not None and number.isdecimal() and after.heading.startswith(f"{number}.")


def long_paragraphs(case: Case) -> Iterator[Told]:
    """A paragraph nobody reads to its end."""
    for text in case.texts:
        for paragraph in text.paragraphs:
            if len(paragraph) > LONG_PARAGRAPH:
                yield (
                    text.spot,
                    _("A paragraph of %(count)d characters is hard to read: “%(start)s” Divide it.")
                    % {"count": len(paragraph), "start": quoted(paragraph)},
                    paragraph,
                )


def same_texts(case: Case) -> Iterator[Told]:
    """A text that stands in two places: copied, and perhaps not about both."""
    seen: dict[str, Text] = {}
    for text in case.texts:
        told: set[Spot] = set()
        for paragraph in text.paragraphs:
            key = _letters(_without_verdicts(paragraph)) if len(paragraph) >= SAME_TEXT else ""
            if len(key) < SAME_TEXT:
                continue
            first = seen.setdefault(key, text)
            if first.spot in told or _is_one_place(first, text):
                continue
            told.add(first.spot)
            yield (
                text.spot,
                _("The same text stands at %(place)s: “%(text)s”")
                % {"place": _place(first), "text": quoted(paragraph)},
                f"{first.spot.written}\n{paragraph}",
            )


def _without_verdicts(paragraph: str) -> str:
    """The paragraph without the sentences that are worded alike under every goal."""
    return " ".join(said for said in sentences(paragraph) if not _VERDICT.match(said))


def _letters(text: str) -> str:
    """The text without what does not matter: spaces, signs, capitals."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _is_one_place(first: Text, second: Text) -> bool:
    """Whether it is said of the same thing, or quoted on purpose.

    A section repeats what stands under the goals: summaries are made so. A goal's description is
    its own from year to year, and the reason and the analysis of a goal may say the same.
    """
    if first.spot == second.spot:
        return True
    if first.section or second.section:
        # Two sections that say the same are looked at; "Förslag" and "Sammanfattning" often do.
        return True
    same_goal = first.goal is not None and second.goal is not None and first.goal == second.goal
    rows = (first.indicator, first.activity, second.indicator, second.activity)
    return same_goal and not any(rows)


def _place(text: Text) -> str:
    spot = text.spot
    return f"{spot.code} {spot.name}".strip()


def languages(case: Case) -> Iterator[Told]:
    """A paragraph in another language than the rest."""
    for text in case.texts:
        for paragraph in text.paragraphs:
            words = _WORD.findall(paragraph.casefold())
            if len(words) < LANGUAGE_WORDS:
                continue
            swedish = sum(word in _SWEDISH for word in words) / len(words)
            english = sum(word in _ENGLISH for word in words) / len(words)
            if english >= FOREIGN_SHARE and english > 2 * swedish:
                message = _("The text seems to be in English: “%(text)s”")
                yield text.spot, message % {"text": quoted(paragraph)}, paragraph


def doubled_words(case: Case) -> Iterator[Told]:
    """A word written twice in a row."""
    for text in case.texts:
        for sentence in text.sentences:
            doubled = [found[0] for found in _TWICE.finditer(sentence) if _is_a_slip(found)]
            if doubled:
                yield (
                    text.spot,
                    _("A word is written twice: “%(words)s” in “%(sentence)s”")
                    % {"words": doubled[0], "sentence": quoted(sentence)},
                    sentence,
                )


def _is_a_slip(found: re.Match[str]) -> bool:
    """Not a name ("Baden Baden"), not a heading with its text after it, and not a number."""
    return found[2][0].islower()


def open_ends(case: Case) -> Iterator[Told]:
    """A text that stops in the middle of a sentence."""
    for text in case.texts:
        parts = text.paragraphs
        for here, after in zip_longest(parts, parts[1:], fillvalue=""):
            if _OPEN_END.search(here) and not is_heading(here) and not _goes_on(after):
                last = list(sentences(here))[-1]
                yield (
                    text.spot,
                    _("The sentence seems to end too early: “%(sentence)s”")
                    % {"sentence": quoted(last)},
                    last,
                )


def _goes_on(paragraph: str) -> bool:
    """Whether it goes on what stands before: an item of a list, or the rest after a new page."""
    return paragraph[:1].islower() or re.match(r"(?:[-•*–]|[0-9]+\.)\s", paragraph) is not None


CHECKS = (
    Check(
        "text.placeholder",
        Severity.MUST,
        gettext_lazy("A placeholder is left in a text"),
        placeholders,
    ),
    Check("text.heading", Severity.LOOK, gettext_lazy("A heading has no text"), empty_headings),
    Check("text.section", Severity.NOTE, gettext_lazy("A section has no text"), empty_sections),
    Check("text.unfinished", Severity.LOOK, gettext_lazy("A sentence ends too early"), open_ends),
    Check(
        "text.same", Severity.LOOK, gettext_lazy("The same text stands in two places"), same_texts
    ),
    Check("text.long", Severity.NOTE, gettext_lazy("A very long paragraph"), long_paragraphs),
    Check("text.language", Severity.NOTE, gettext_lazy("A text in another language"), languages),
    Check("text.doubled", Severity.NOTE, gettext_lazy("A word is written twice"), doubled_words),
)
