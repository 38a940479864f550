"""Counts that a sentence states of indicators, goals and activities, read out of Swedish. Pure.

"Tre av tolv indikatorer har uppfyllts helt, sju delvis och två inte" states a total and three
parts. What speaks of some of the things only ("två av de nya aktiviteterna", "indikatorer inom
äldreomsorgen", "varav en är nära målet") states nothing that the whole can contradict, and is
not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from config.formats import folded
from config.numerals import NUMBER_WORDS, read_number_word


class Thing(StrEnum):
    """What is counted."""

    INDICATOR = "indicator"
    COMMITTEE_GOAL = "committee"
    AREA_GOAL = "area"
    DIRECTION_GOAL = "direction"
    ACTIVITY = "activity"
    RESULT = "result"


class Said(StrEnum):
    """What is said of a part of the things."""

    FULL = "full"
    PARTIAL = "partial"
    NOT = "not"
    # "Har uppfyllts", with no word for how far: fully, or at least partly.
    REACHED = "reached"
    # "Helt eller delvis".
    SOME = "some"
    # "Inte helt".
    NOT_FULL = "not_full"
    DONE = "done"
    NOT_DONE = "not_done"
    DEVIATES = "deviates"


@dataclass(frozen=True, slots=True)
class Part:
    """So many of the things are said to be so; no number: every one of them."""

    number: int | None
    said: Said


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence states of one sort of things."""

    thing: Thing
    totals: frozenset[int]
    parts: frozenset[Part]
    # Whether a total is pointed at ("de två nämndmålen"), so that it may be what was told before.
    points: bool = False


_NONE = ("ingen", "inget", "inga")
_NUMBERS = [word for word in NUMBER_WORDS if (said := read_number_word(word)) and not said.is_all]
# A plain number, as a word or with digits.
_NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(word for word in _NUMBERS if word not in _NONE)})(?!\w)"
_NOUNS = {
    Thing.INDICATOR: r"(?:kf-|nämnd)?indikator(?:er|erna|n)?",
    Thing.COMMITTEE_GOAL: r"nämndmål(?:en|et)?",
    Thing.AREA_GOAL: r"verksamhetsområdesmål(?:en|et)?|områdesmål(?:en|et)?"
    r"|mål(?:en|et)? för verksamhetsområde(?:t|na)",
    Thing.DIRECTION_GOAL: r"inriktningsmål(?:en|et)?",
    Thing.ACTIVITY: r"(?:nämnd)?aktivitet(?:er|erna|en)?",
    Thing.RESULT: r"förväntade resultat(?:en)?|förväntat resultat",
}
# Something of every one of them, and of "avvikelse".
_STEMS = ("indikator", "mål", "aktivitet", "avvikelse", "förvänta")
_NOUN = "|".join(f"(?P<{thing.value}>{noun})" for thing, noun in _NOUNS.items())
_OWNERS = (
    r"(?:(?:de|dess|våra|totalt|sammanlagt|nämndens|stadsdelsnämndens|kommunfullmäktiges|kf:s"
    r"|stadens|målets|områdets|verksamhetsområdets) )*"
)
# What may stand before the noun without making it fewer.
_WHOLE = (
    r"(?:(?:underliggande|egna|planerade|beslutade|ingående|tillhörande|formulerade|uppsatta"
    r"|redovisade|totala) )*"
)
_MADE = (
    r"formulerat|formulerats|beslutat om|fastställt|antagit|satt upp|finns|finns det|omfattar|"
    r"innehåller|består av|följs upp (?:genom|med|av)|mäts (?:genom|med)"
)
_HEAD = re.compile(
    rf"(?<![\w,.:–-])(?P<before>av )?(?:"
    rf"(?:(?<=^av )|(?<=att av )){_OWNERS}"
    rf"(?=\S*(?:er(?:na)?|mål(?:en)?|förväntade resultat(?:en)?) )"
    rf"|(?P<part>{_NUMBER}|ingen|inget) av {_OWNERS}"
    rf"(?:(?P<whole>{_NUMBER}) (?:av {_OWNERS})?)?"
    rf"|(?:samtliga|alla)(?: {_OWNERS}| )(?:(?P<every>{_NUMBER}) )?"
    rf"|(?P<both>båda|bägge)(?: de| dess| nämndens)? "
    rf"|(?P<points>de|nämndens|stadsdelsnämndens|kommunfullmäktiges|målets|områdets) "
    rf"(?P<known>{_NUMBER}) "
    rf"|(?P<made>{_MADE}) (?P<number>{_NUMBER}) "
    rf"|(?P<some>{_NUMBER}|ingen|inget|inga) "
    rf"){_WHOLE}(?:{_NOUN})(?!\w)"
)

# Right after the noun: it is some of them that are spoken of.
_NARROWED = re.compile(
    r" ?(?:\(|(?:som(?! (?:alla|samtliga|båda|tillsammans) )|vars|där|inom|för|om|på|kring"
    r"|rörande"
    r"|avseende|gällande|vad gäller|kopplade|kopplat|riktade|till|hos|bland"
    r"|med(?! (?:en )?avvikelse)|från|utan|i|under|vid)(?= )"
    r"(?! (?:året|perioden|år|målet|målen|detta mål|nämndmålet|området|verksamhetsområdet"
    r"|inriktningsmålet|sin helhet)(?!\w)))"
)
# Before it: the sentence speaks of one field, or with a reservation, or of another year.
_NARROWED_BEFORE = re.compile(
    r"(?<!\w)(?:inom|bland(?! annat)|hos|exempelvis|till exempel|förutom|utom|undantag|om inte"
    r"|ytterligare|minst|högst|nästan|cirka|ungefär|drygt|knappt)(?= )"
    r"(?! (?:målet|området|verksamhetsområdet|nämndmålet|ramen))"
)
_RESERVED = re.compile(r"(?<!\w)(?:förutom|utom|med undantag|undantaget|frånsett|borträknat)(?!\w)")
# Words of the year before.
EARLIER = re.compile(
    r"(?<!\w)(?:föregående år|förra året|i fjol|fjolåret|fjolårets|tidigare år)(?!\w)"
)

_AUXILIARY = (
    r"(?:(?:har|hade|är|blir|blivit|bedöms|bedömts|ha|kommer|komma|att|vara|prognostiseras"
    r"|förväntas|beräknas|väntas|kunna|nu|därmed|således|också|även|dock|redan|enbart|endast|bara"
    r"|under|året|i|år|alla|båda|samtliga) )*"
)
_HOW_FAR = r"inte|ej|delvis|helt|fullt ut|i sin helhet|alls|eller"
_VERB = (
    r"uppfyll(?:ts|s|as|a|des|d|da|er|t)|uppnå(?:tts|tt|s|dd|dda|r|ddes)?"
    r"|nå(?:tt|tts|s|r|dde|ddes)?"
)
_INFINITIVES = ("nå", "uppnå", "uppfylla")
_FORETOLD = re.compile(r"(?:bedöms|bedömts|förväntas|prognostiseras|beräknas|väntas|kommer|kunna) ")
# "Når årsmålet", and "når det" where that has just been named.
_MARK = (
    r"(?: (?:det|den|dem)(?!\w))?(?: (?:sina|sitt|de|uppsatta|satta)(?= ))*"
    r"(?: (?:årsmål|mål|målvärde)(?:et|en|t|na)?)?"
)
_STATUS = re.compile(
    rf"{_AUXILIARY}(?P<first>(?:(?:{_HOW_FAR}) )*){_AUXILIARY}"
    rf"(?:(?P<verb>{_VERB})(?!\w){_MARK})?(?P<last>(?: ?(?:{_HOW_FAR})(?!\w))*)"
)
_DOING = re.compile(
    rf"{_AUXILIARY}(?P<not>(?:inte|ej|ännu inte) )?{_AUXILIARY}(?:"
    r"(?P<done>(?:slut)?genomför(?:ts|da|d|t|des)|avslut(?:ade|ad|ats)|klara?|slutför(?:da|d|ts)"
    r"|färdig(?:a|ställda|ställts)?)"
    r"|(?P<deviates>(?:en )?avvikelser?|avviker|med (?:en )?avvikelse))(?!\w)"
)
# Nothing deviates: said of the activities, or of nothing in particular.
_NO_DEVIATION = re.compile(
    r"^(?:det finns |det har )?inga avvikelser(?: (?:finns|redovisas|rapporteras|att rapportera"
    r"|har (?:rapporterats|noterats|uppstått)|under (?:året|perioden)))*[.!]?$"
    r"|^(?:samtliga|alla)(?: \w+)? aktiviteter (?:\w+ ){1,4}utan avvikelser?[.!]?$"
    r"|^(?:inga aktiviteter|ingen av aktiviteterna|ingen aktivitet) (?:avviker|har avvikelser?)"
)
# Between clauses.
CUT = re.compile(r" ?(?:,|;| och | men | medan | samt )+ ?(?:och |men |medan |samt )?")
_CONTINUED = re.compile(
    rf"(?:att |har |är |bedöms )*(?:de )?(?:övriga |resterande )?(?P<number>{_NUMBER}) "
)
# "Av indikatorerna når tre årsmålet": the verb before the number.
_TURNED = re.compile(
    rf"(?P<verb>(?:upp)?(?:når|nådde|fyller|fyllde)) (?P<number>{_NUMBER})(?P<rest>.*)"
)
_OF_THEM = re.compile(r"av dem |av dessa ")


def claims(sentence: str) -> Iterator[Claim]:
    """What the sentence states, one claim for each sort of things."""
    plain = folded(sentence)
    if not any(noun in plain for noun in _STEMS):
        return
    found: dict[Thing, list[Claim]] = {}
    if _RESERVED.search(plain):
        return
    if _NO_DEVIATION.search(plain) and not EARLIER.search(plain):
        yield Claim(Thing.ACTIVITY, frozenset(), frozenset([Part(0, Said.DEVIATES)]))
        return
    heads = list(_HEAD.finditer(plain))
    for place, head in enumerate(heads):
        # What is said of one sort of things ends where the next begins.
        others = (later.start() for later in heads[place + 1 :] if _thing(later) != _thing(head))
        claim = _claim(plain[: next(others, None)], head)
        if claim is not None:
            found.setdefault(claim.thing, []).append(claim)
    for thing, said in found.items():
        yield Claim(
            thing,
            frozenset().union(*(claim.totals for claim in said)),
            frozenset().union(*(claim.parts for claim in said)),
            any(claim.points for claim in said),
        )


def counts_any(sentence: str, thing: Thing) -> bool:
    """Whether the sentence puts a number on the things, whatever it says of them."""
    plain = folded(sentence)
    return any(head[thing.value] for head in _HEAD.finditer(plain))


def _thing(head: re.Match[str]) -> Thing:
    return next(thing for thing in Thing if head[thing.value])


def _claim(plain: str, head: re.Match[str]) -> Claim | None:
    thing = _thing(head)
    before, rest = plain[: head.start()], plain[head.end() :]
    if _NARROWED.match(rest) or _NARROWED_BEFORE.search(before):
        return None
    total, number = _numbers(head)
    if head["points"] and not head["before"] and thing is Thing.ACTIVITY:
        # "De två aktiviteterna" are nearly always two that were just told of.
        return None
    parts = frozenset(
        part
        for part in _parts(rest, head, thing, number, _spoken_of_all(head))
        # "Sju aktiviteter har genomförts för barn": any that were done, not those of the plan.
        if thing is not Thing.ACTIVITY or total is not None or part.said is Said.DEVIATES
    )
    if head["made"] and (thing is Thing.ACTIVITY or parts):
        total = None
    if head["before"] and head["some"] and parts:
        # "Av tio indikatorer har sex uppfyllts helt": the parts were found after it.
        total = number
    if EARLIER.search(before) or (total is None and not parts):
        return None
    points = bool(head["points"] or head["both"])
    return Claim(thing, frozenset([] if total is None else [total]), parts, points)


def _numbers(head: re.Match[str]) -> tuple[int | None, int | None]:
    """How many things there are, and how many of them are spoken of."""
    if head["both"]:
        return 2, 2
    if head["part"]:
        whole = head["whole"]
        return (_number(whole) if whole else None), _number(head["part"])
    for name in ("every", "known", "number"):
        if head[name]:
            total = _number(head[name])
            return total, total
    return None, _number(head["some"]) if head["some"] else None


def _number(word: str) -> int | None:
    said = read_number_word(word)
    return said.number if said else None


def _spoken_of_all(head: re.Match[str]) -> bool:
    """Whether the things are not numbered but all of them are meant: "samtliga indikatorer"."""
    return not any(head[name] for name in ("part", "known", "number", "some"))


def _parts(
    rest: str, head: re.Match[str], thing: Thing, number: int | None, spoken_of_all: bool
) -> Iterator[Part]:
    """What is said of how many, in the clause of the noun and in those that go on from it."""
    pieces = CUT.split(rest.strip(" .:!)"))
    first = pieces[0].strip()
    told = False
    if head["before"] and not head["part"]:
        # "Av de fem indikatorerna har tre uppfyllts helt …": the first number comes later.
        pieces = ["", *pieces]
    elif said := said_of(first, thing):
        told = True
        yield Part(None if spoken_of_all else number, said)
    for piece in pieces[1:]:
        text = _TURNED.sub(r"\g<number> \g<verb>\g<rest>", piece.strip(), count=1)
        if text.startswith("varav "):
            if told:
                return
            text = text.removeprefix("varav ")
        continued = _CONTINUED.match(text)
        if continued is None:
            continue
        after = re.sub(
            rf"^(?:{_NOUNS[thing]})(?!\w) ?|^(?:{_OF_THEM.pattern})", "", text[continued.end() :]
        )
        # "Bedöms tre nå årsmålet": what stands before the number makes it foretold.
        foretold = "bedöms " if "bedöms " in continued[0] else ""
        amount = _number(continued["number"])
        if amount is not None and (said := said_of(foretold + after, thing, alone=True)):
            told = True
            yield Part(amount, said)


def said_of(text: str, thing: Thing, *, alone: bool = False) -> Said | None:
    """What the rest of a clause says of its subject; with `alone` a bare "delvis" is enough."""
    if thing is Thing.ACTIVITY:
        return _said_of_activity(text)
    found = _STATUS.match(text)
    if found is None or not (found["verb"] or alone):
        return None
    if not found["verb"] and len(text) > found.end():
        # "Två inte minst viktiga": a bare word says how far only when nothing follows it.
        return None
    if found["verb"] in _INFINITIVES and not _FORETOLD.search(text[: found.start("verb")]):
        # "Målet att nå 83" says nothing of whether it is reached; "bedöms nå" does.
        return None
    words = f"{found['first']} {found['last']}"
    fully = "helt" in words or "fullt ut" in words
    if "inte" in words.split() or "ej" in words.split():
        return Said.NOT_FULL if fully else Said.NOT
    if fully:
        return Said.SOME if "delvis" in words else Said.FULL
    if "delvis" in words:
        return Said.PARTIAL
    return Said.REACHED if found["verb"] else None


def _said_of_activity(text: str) -> Said | None:
    found = _DOING.match(text)
    if found is None:
        return None
    if found["deviates"]:
        return None if found["not"] else Said.DEVIATES
    return Said.NOT_DONE if found["not"] else Said.DONE
