"""Why something is not met: the sentences of its analysis that tell it."""

import pytest

from reports.reasons import WHY_LENGTH, why

WHY = [
    ("nothing", None, ""),
    ("spaces", " \n ", ""),
    ("one sentence", "Färre svarade.", "Färre svarade."),
    ("two that fit", "Färre svarade. Fler väntar.", "Färre svarade. Fler väntar."),
    ("heading", "### Analys\n\nFärre svarade.", "Färre svarade."),
    ("emphasis", "**Färre** svarade.", "Färre svarade."),
    ("repeats the verdict", "Målet har uppfyllts delvis. Två saknas.", "Två saknas."),
    ("only the verdict", "Målet har uppfyllts delvis.", "Målet har uppfyllts delvis."),
    ("verdict with a reason", "Målet nås inte, eftersom 3 saknas. Ja.", None),
    ("short forms", "Det gäller t.ex. Åby och bl.a. Ängö.", None),
    ("list", "- Färre svarade\n- Fler väntar", "Färre svarade Fler väntar"),
    ("Swedish letters", "Äldre ökar inte. Övriga ökar.", None),
    (
        "shortfall after what went well",
        "Allt annat är klart. Två avvek. Vi går vidare.",
        "Två avvek. Vi går vidare.",
    ),
    (
        "verdict, well, shortfall",
        "Målet har uppfyllts delvis. Kurser gavs. Chefer saknas.",
        "Chefer saknas.",
    ),
    (
        "what decreased, with nothing worse",
        "Kurser gavs. Stödet har minskat.",
        "Stödet har minskat.",
    ),
    (
        "what decreased may be good",
        "Biståndet har minskat. Platserna räckte inte.",
        "Platserna räckte inte.",
    ),
    ("words within words", "Menar och intention. Två är försenade.", "Två är försenade."),
    ("not only is no shortfall", "Inte bara Åby ökar. Ängö är svagare.", "Ängö är svagare."),
    (
        "no lack is no shortfall",
        "Inga brister fanns. Dock dröjer svaren.",
        "Inga brister fanns. Dock dröjer svaren.",
    ),
    (
        "leans on the one before",
        "Kurser gavs. Chefer slutade. Därför nås inte målet.",
        "Chefer slutade. Därför nås inte målet.",
    ),
    ("leans on the verdict", "Målet uppfylls inte. Det saknas chefer.", "Det saknas chefer."),
    ("bare miss is no why", "Andelen steg till 71 %. Årsmålet 85 % nås inte.", None),
    ("nothing to compare with", "Resultatet är 64 %. Tidigare utfall saknas.", None),
    (
        "against the target",
        "Mätningen är ny. Av dem är 67 % nöjda, mot årsmålet 70 %.",
        "Av dem är 67 % nöjda, mot årsmålet 70 %.",
    ),
    ("no shortfall told", "Kurser gavs. Planen följs.", None),
]


@pytest.mark.parametrize(("analysis", "said"), [w[1:] for w in WHY], ids=[w[0] for w in WHY])
def test_why_is_the_first_that_tells_a_shortfall(analysis: str | None, said: str | None) -> None:
    assert why(analysis) == (analysis if said is None else said)


def test_why_ends_with_a_sentence_or_with_dots() -> None:
    sentence = "Nämnden har följt målet under hela året. "
    assert why(sentence * 9) == (sentence * (WHY_LENGTH // len(sentence))).strip()
    endless = why("Åtgärder " * 60)
    assert endless.endswith("Åtgärder …")
    assert len(endless) <= WHY_LENGTH + 2
    assert why("T.ex. Åby är litet. Ö" + "ö" * 200 + ".") == "T.ex. Åby är litet."


def test_long_sentence_before_is_not_brought() -> None:
    before = f"Kurser gavs {'ofta ' * 25}och alla planer följdes."
    assert why(f"{before} Det räckte inte.") == "Det räckte inte."
