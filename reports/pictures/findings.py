"""What a picture shows, said in a sentence: its title. Pure.

Worked out by the same rules as the text and the tables, and never more than the figures say: no
cause, no judgement. Swedish, as the documents are.
"""

from collections.abc import Sequence
from decimal import Decimal

from config.formats import NO_BREAK_SPACE, format_number
from config.numerals import INDICATOR, Gender, Noun, capitalised, number_word, share
from reports.document import Document, GoalEntry
from reports.gaps import Gap, rounded
from reports.pictures.economy import Area
from reports.summary import indicator_tally

ASSESSED = Noun(
    "bedömd indikator",
    "bedömda indikatorer",
    "den bedömda indikatorn",
    "bedömda indikatorerna",
    both="båda de",
)
OPERATING_AREA = Noun(
    "verksamhetsområde",
    "verksamhetsområden",
    "verksamhetsområdet",
    "verksamhetsområdena",
    Gender.NEUTER,
)

# What is said of an indicator that reaches its target, and of one that does not.
EXPECTED = ("väntas nå målet", "väntas inte nå målet")
REACHED = ("når målet", "når inte målet")


def targets_found(goal: GoalEntry, document: Document) -> str:
    """How many of a goal's indicators reach their target: "Fyra av sju indikatorer når målet".

    Empty where none can be assessed.
    """
    tally = indicator_tally(goal.indicators, document)
    reach, missed = EXPECTED if document.has_forecast else REACHED
    if not tally.assessed:
        return ""
    if len(goal.indicators) == 1:
        # Alone on its own page it is not one of several.
        return f"Indikatorn {reach if tally.full else missed}"
    noun = ASSESSED if tally.unassessed else INDICATOR
    return capitalised(f"{share(tally.full, tally.assessed, noun)} {reach}")


def gaps_found(gaps: Sequence[Gap]) -> str:
    """Who has the higher figures, and the largest gap; the gaps are ordered, the largest first."""
    women = sum(gap.difference > 0 for gap in gaps)
    men = sum(gap.difference < 0 for gap in gaps)
    largest = f"störst skillnad {gap_said(gaps[0])}"
    if women and men and gaps[0].difference:
        # The largest may go the other way than most do.
        largest = f"{largest}, {'kvinnor' if gaps[0].difference > 0 else 'män'} högre"
    who = ("Kvinnor", "män", women) if women >= men else ("Män", "kvinnor", men)
    if women == men:
        return f"Kvinnor och män ligger högst lika ofta: {largest}"
    if len(gaps) == 1:
        return f"{who[0]} ligger högre än {who[1]}: {gap_said(gaps[0])}"
    where = share(who[2], len(gaps), INDICATOR)
    return f"{who[0]} ligger högre än {who[1]} i {where}: {largest}"


def gap_said(gap: Gap) -> str:
    """A gap as running text says it: "6,9 procentenheter"."""
    size = rounded(gap.size)
    unit = "procentenheter" if gap.in_points else "procent"
    if gap.in_points and size == 1:
        unit = "procentenhet"
    return f"{format_number(size)}{NO_BREAK_SPACE}{unit}"


def lines_found(better: int, worse: int, same: int) -> str:
    """How many indicators are better, and worse, than when their series began."""
    total = better + worse + same
    said = [
        f"{share(better, total, INDICATOR)} är bättre än när serien började",
        f"{number_word(worse, largest=total)} är sämre" if worse else "",
    ]
    return capitalised(" och ".join(filter(None, said)))


def economy_found(areas: Sequence[Area]) -> str:
    """How many operating areas have a deficit, and which the largest."""
    worst = min(areas, key=lambda area: area.deviation)
    verb = "väntas få underskott" if worst.forecast else "har underskott"
    short = [area for area in areas if area.deviation < 0]
    if not short:
        return capitalised(f"{share(0, len(areas), OPERATING_AREA)} {verb}")
    size = f"{format_number(abs(worst.deviation))}{NO_BREAK_SPACE}{worst.unit}"
    where = share(len(short), len(areas), OPERATING_AREA)
    return capitalised(f"{where} {verb}, störst för {worst.name}: {size}")


def change_found(first: str, since: str, last: str, difference: Decimal) -> str:
    """What became of an indicator from the first to the last year of its line."""
    if difference == 0:
        return f"{last}, som {since}"
    verb = "Upp" if difference > 0 else "Ned"
    return f"{verb} från {first} ({since}) till {last}"
