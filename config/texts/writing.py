"""From the parts of a text to the text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from config.texts.parts import Block, BlockKind, Line, Run, tidy
from config.texts.reading import SPECIAL, blocks, kind_of, read_line


def normal(text: str | None) -> str:
    """The text as the editor would write it; it reads the same."""
    return written(blocks(text))


def literal(words: str) -> str:
    """Words as they are put into a line of a text, so that no sign in them means anything."""
    return SPECIAL.sub(r"\\\g<0>", words)


def written(parts: Iterable[Block]) -> str:
    """The text that consists of the parts."""
    found: list[str] = []
    number = 0
    for block in parts:
        lines = [_spelled_as_read(line) for line in block.lines]
        match block.kind:
            case BlockKind.BULLETS:
                lines = [f"- {line}" for line in lines]
            case BlockKind.NUMBERS:
                lines = [f"{place}. {line}" for place, line in enumerate(lines, 1)]
            case BlockKind.HEADING:
                lines = [f"{'#' * block.level} {line}" for line in lines]
            case BlockKind.PARAGRAPH:
                lines = [_no_sign(line, 0 if place else number) for place, line in enumerate(lines)]
        found.append("\n".join(lines))
        number = len(lines) if block.kind == BlockKind.NUMBERS else 0
    return "\n\n".join(found)


def _no_sign(line: str, number: int) -> str:
    """A paragraph's line, so that it is not read as an item or a heading."""
    match kind_of(line, number)[0]:
        case BlockKind.NUMBERS:
            return line.replace(".", r"\.", 1)
        # A bullet that somebody typed makes a list, as it does in a file.
        case BlockKind.BULLETS | BlockKind.HEADING if not line.startswith("•"):
            return f"\\{line}"
        case _:
            return line


def _spelled_as_read(line: Line) -> str:
    """A line as simple as it can be written and still be read as what it is.

    What our Markdown has no way to say (strong right after emphasis, in one word) loses its looks,
    not its words.
    """
    return next(spelled for spelled, meant in _attempts(line) if read_line(spelled) == meant)


def _attempts(line: Line) -> Iterator[tuple[str, Line]]:
    yield _spelled(line), line
    escaped = tuple(replace(run, text=literal(run.text)) for run in line)
    yield _spelled(escaped), line
    for simpler in (_without_emphasis, _without_marks, _without_looks):
        yield _spelled(map(simpler, escaped)), tidy(map(simpler, line))


def _without_emphasis(run: Run) -> Run:
    return replace(run, em=False)


def _without_marks(run: Run) -> Run:
    return replace(run, em=False, strong=False)


def _without_looks(run: Run) -> Run:
    return Run(run.text, reference=run.reference)


def _spelled(line: Iterable[Run]) -> str:
    spelled = ""
    for href, group in groupby(line, key=lambda run: run.href):
        words = _marked(list(group))
        spelled += f"[{words}]({href})" if href else words
    return spelled


def _marked(runs: list[Run]) -> str:
    marked = ""
    begun: list[str] = []
    for place, run in enumerate(runs):
        while any(not _has(run, mark) for mark in begun):
            marked += begun.pop()
        new = [mark for mark in ("**", "*") if _has(run, mark) and mark not in begun]
        # What lasts longer stands outside.
        for mark in sorted(new, key=lambda mark: -_lasts(mark, runs[place:])):
            begun.append(mark)
            marked += mark
        marked += f"[[{run.reference}]]" if run.reference else run.text
    return marked + "".join(reversed(begun))


def _has(run: Run, mark: str) -> bool:
    return run.strong if mark == "**" else run.em


def _lasts(mark: str, runs: list[Run]) -> int:
    return next((place for place, run in enumerate(runs) if not _has(run, mark)), len(runs))
