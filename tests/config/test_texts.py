"""Texts are plain with a little Markdown; the editor's HTML becomes one and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts import (
    REFERENCE,
    Block,
    BlockKind,
    Run,
    blocks,
    from_editor,
    literal,
    normal,
    plain,
    to_editor,
)
from config.texts.editor import CLEANER

# Words, with the signs that mean something more often than people write them.
SIGNS = ["**", "*", "***", "[", "]", "(", ")", "[[indicators:1.3]]", "\\", "_", "#", "### ", "- "]
SIGNS += ["• ", "1. ", "2. ", "\n", "\n\n", " ", "\u00a0", "<", ">", "&amp;", "https://a.se", '"']
texts = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=4))).map("".join)
TAGS = ["p", "strong", "em", "ul", "ol", "li", "h3", "h4", "h1", "div", "script", "style", "table"]
OPENERS = [f"<{tag}>" for tag in TAGS] + ["<br>", "<img src=x onerror=alert(1)>"]
OPENERS += ['<a href="https://a.se/(1)">', '<a href="javascript:alert(1)">']
OPENERS += ['<span data-reference="indicators:1.3">', '<span data-reference="]]">', "<p onclick=x>"]
CLOSERS = [f"</{tag}>" for tag in [*TAGS, "a", "span"]]
pages = st.lists(st.one_of(st.sampled_from(OPENERS + CLOSERS + SIGNS), st.text(max_size=4))).map(
    "".join
)


def paragraph(*lines: str) -> Block:
    return Block(BlockKind.PARAGRAPH, tuple((Run(line),) for line in lines))


def heading(level: int, words: str) -> Block:
    return Block(BlockKind.HEADING, ((Run(words),),), level)


def listing(kind: BlockKind, *lines: str) -> Block:
    return Block(kind, tuple((Run(line),) for line in lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ()),
        (" \n ", ()),
        (
            "Ett.\nTvå.\n\n- a\n- b\nTre.",
            (paragraph("Ett.", "Två."), listing(BlockKind.BULLETS, "a", "b"), paragraph("Tre.")),
        ),
        ("• a\n* b", (listing(BlockKind.BULLETS, "a", "b"),)),
        ("1. a\n2. b\n\n3. c", (listing(BlockKind.NUMBERS, "a", "b", "c"),)),
        ("1. a\n\n1. b", (listing(BlockKind.NUMBERS, "a"), listing(BlockKind.NUMBERS, "b"))),
        ("2023. Året\n31. december", (paragraph("2023. Året", "31. december"),)),
        ("### A\n#### B", (heading(3, "A"), heading(4, "B"))),
        ("## A\n#1", (paragraph("## A", "#1"),)),
        ("*Preliminär och 5 * 3 < 20", (paragraph("*Preliminär och 5 * 3 < 20"),)),
        ("en_två_tre _fyra_", (paragraph("en_två_tre _fyra_"),)),
        ("[xxx] […] [a](b) [a](javascript:b)", (paragraph("[xxx] […] [a](b) [a](javascript:b)"),)),
        (r"\*a\* \- \[[b\]]", (paragraph("*a* - [[b]]"),)),
    ],
)
def test_blocks(text: str | None, expected: tuple[Block, ...]) -> None:
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**fet**", (Run("fet", strong=True),)),
        ("*a* b", (Run("a", em=True), Run(" b"))),
        ("***a** b*", (Run("a", strong=True, em=True), Run(" b", em=True))),
        ('en**"a"**b', (Run("en"), Run('"a"', strong=True), Run("b"))),
        (
            "[a **b**](https://a.se)",
            (Run("a ", href="https://a.se"), Run("b", strong=True, href="https://a.se")),
        ),
        ("[a](mailto:a@b.se)", (Run("a", href="mailto:a@b.se"),)),
        ("**[[outcome:1.1/Andel **]]**", (Run("", strong=True, reference="outcome:1.1/Andel **"),)),
        ("[[Indikatorer]]", (Run("[[Indikatorer]]"),)),
    ],
)
def test_runs(line: str, expected: tuple[Run, ...]) -> None:
    (block,) = blocks(line)
    assert block.lines == (expected,)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p>a</p><p></p><p>b<br>c</p>", "a\n\nb\nc"),
        ("<p>a<br><br>b</p>", "a\n\nb"),
        ("<ul><li><p>a</p></li><li><p>b<br>c</p><ol><li>d</li></ol></li></ul>", "- a\n- b c\n- d"),
        ("<ol><li><p>a</p></li></ol><ol><li><p>b</p></li></ol>", "1. a\n\n1. b"),
        ("<h3>A</h3><h4>B<br>C</h4>", "### A\n\n#### B C"),
        ("<p><strong>a </strong>b <em> c</em></p>", "**a** b *c*"),
        ("<p><em><strong>a</strong> b</em></p>", "***a** b*"),
        ('<p><a href="https://a.se/x (1)">a]</a></p>', r"[a\]](https://a.se/x%20%281%29)"),
        ('<p><span data-reference="indicators:1.3">tre</span></p>', "[[indicators:1.3]]"),
        ('<p><span data-reference="a]]">tre</span></p>', "tre"),
        ("<p>- a</p><p>1. b</p><p>### c</p>", "\\- a\n\n1\\. b\n\n\\### c"),
        ("<p>2023. a</p><ol><li>b</li></ol><p>2. c</p>", "2023. a\n\n1. b\n\n2\\. c"),
        ("<p>**a** [[b]]</p>", r"\*\*a\*\* \[\[b\]\]"),
        ("<p>Av <b>[[goals:1]]</b>, [[x:2]].</p>", "Av **[[goals:1]]**, [[x:2]]."),
        ("<p>[[go<b></b>als:1]] [[goals:<b>1</b>]]</p>", r"[[goals:1]] \[\[goals:**1**\]\]"),
        ('<p><a href="https://a.se">[[goals:1]]</a></p>', "[[goals:1]]"),
        ("<p>[[[goals:1]]] [[goals:1]](d)</p>", "[[[goals:1]]] [[goals:1]](d)"),
        ("<p>5 * 3, *Prel. [xxx]</p>", "5 * 3, *Prel. [xxx]"),
        ("<p>a\u00a0b&nbsp;%  c</p>", "a\u00a0b\u00a0% c"),
        ("<p>a<script>alert(1)</script><img src=x onerror=b></p>", "a"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "a"),
    ],
)
def test_what_an_editor_sends_becomes_a_text(html: str, text: str) -> None:
    assert from_editor(html) == text
    assert from_editor(to_editor(text)) == text


def test_a_reference_shows_what_is_counted_or_itself() -> None:
    text = "Av målen är [[goals:1]] och [[x:2]] nådda."
    counted = {"goals:1": "två <av> tre"}.get
    assert plain(text, counted) == "Av målen är två <av> tre och [[x:2]] nådda."
    html = to_editor(text, counted)
    assert '<span data-reference="goals:1">två &lt;av&gt; tre</span>' in html
    assert from_editor(html) == text


def test_words_put_into_a_text_mean_nothing() -> None:
    words = r"**a** [b](https://a.se) [[goals:1]] \*"
    assert plain(literal(words)) == words


@pytest.mark.parametrize("sign", ["[", "*", "**a", "[[a:", "\\", "[a](", "<p>", "<b>", "1. "])
def test_a_long_line_of_signs_is_read_in_time(sign: str) -> None:
    text = sign * (20_000 // len(sign))
    assert from_editor(to_editor(text)) == normal(text)


@given(texts)
def test_what_goes_through_the_editor_is_the_same_text(text: str) -> None:
    through = from_editor(to_editor(text))
    assert plain(through) == plain(text)
    assert from_editor(to_editor(through)) == through
    lines = [line for block in blocks(text) for line in block.lines]
    # What only looks like a reference, since its signs were escaped, comes back as one.
    if not any(REFERENCE.search(run.text) for line in lines for run in line):
        assert through == normal(text)
    assert normal(normal(text)) == normal(text)
    assert plain(normal(text)) == plain(text)


@given(texts)
def test_what_the_editor_gets_is_clean(text: str) -> None:
    html = to_editor(text)
    assert CLEANER.clean(html) == html


@given(pages)
def test_nothing_but_a_text_comes_from_an_editor(html: str) -> None:
    text = from_editor(html)
    assert normal(text) == text
    shown = to_editor(text)
    assert from_editor(shown) == text
    for tag in ("<script", "<img", "<style", "<div", "<table", "<h1"):
        assert tag not in shown
    assert "<a " not in shown or '<a href="https://' in shown


def test_a_reference_that_was_escaped_is_one_after_the_editor() -> None:
    assert from_editor(to_editor(r"Av \[\[goals:1\]\].")) == "Av [[goals:1]]."


@given(texts)
def test_words_alone_hold_what_was_typed(text: str) -> None:
    """What somebody types in the editor is what is read, sign by sign."""
    typed = " ".join(text.replace("\0", "").replace("•", "").split())
    stored = from_editor(f"<p>{_escaped(typed)}</p>")
    assert plain(stored) == typed


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
