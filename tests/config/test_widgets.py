"""The editor of long texts: which of the two it was that a browser sent."""

from dataclasses import dataclass
from typing import Any

import pytest
from django import forms

from config.widgets import MOST_HTML, TextEditor


@dataclass(frozen=True)
class Counted:
    group: str
    name: str
    token: str
    text: str


class TextForm(forms.Form):
    text = forms.CharField(widget=TextEditor, required=False, max_length=1000)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"text": "**a** <b>"}, "**a** <b>"),
        ({"text": "**a** <b>", "text_format": ""}, "**a** <b>"),
        (
            {"text": "<p><strong>a</strong> &lt;b&gt; *c*</p>", "text_format": "html"},
            r"**a** <b> \*c\*",
        ),
        ({"text": "", "text_format": "html"}, ""),
        ({"text": "<p>a<script>b()</script></p>", "text_format": "html"}, "a"),
        ({"text_format": "html"}, ""),
    ],
)
def test_what_is_sent_becomes_a_text(sent: dict[str, str], text: str) -> None:
    form = TextForm(sent)
    assert form.is_valid()
    assert form.cleaned_data["text"] == text


def test_html_without_end_is_refused_as_too_long() -> None:
    form = TextForm({"text": "<p>" * MOST_HTML, "text_format": "html"})
    assert list(form.errors) == ["text"]


def test_the_text_area_holds_the_text_and_the_editor_its_html() -> None:
    form = TextForm(initial={"text": 'Nu är **[[goals:1]]** <i> "x"'})
    editor = form.fields["text"].widget
    assert isinstance(editor, TextEditor)
    editor.offer(
        [Counted("Målet", "Läget", "goals:1", "två av tre"), Counted("A", "B", "c:d", "e")]
    )
    page = str(form["text"])
    assert "Nu är **[[goals:1]]** &lt;i&gt; &quot;x&quot;</textarea>" in page
    assert "data-reference=&quot;goals:1&quot;&gt;två av tre&lt;/span&gt;" in page
    assert '<optgroup label="Målet">' in page
    assert page.count("<optgroup") == 2


def test_what_was_refused_is_shown_as_the_text_it_is() -> None:
    data: dict[str, Any] = {"text": "<p>" + "a" * 1001 + " <em>b</em></p>", "text_format": "html"}
    form = TextForm(data)
    assert not form.is_valid()
    assert "a *b*</textarea>" in str(form["text"])
