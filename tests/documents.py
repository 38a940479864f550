"""Documents of the interchange format for tests: small ones made here, and the demo's three."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEMO = sorted((ROOT / "reports/demo").glob("*.json"))
# The originals of the demo's figures; beside the project where it is developed.
SHARED = sorted((ROOT.parent / "shared/data").glob("*.json"))


def goal(code: str, title: str | None = None, **fields: Any) -> dict[str, Any]:
    level = ("direction", "area", "committee")[code.count(".")]
    return {
        "code": code,
        "level": level,
        "title": title or f"Mål {code}",
        "assessment": None,
        **fields,
    }


def indicator(goal: str, name: str, **fields: Any) -> dict[str, Any]:
    return {
        "goal": goal,
        "name": name,
        "owner": "council" if goal.count(".") == 1 else "committee",
        "better": "higher",
        "periodicity": None,
        "by_sex": False,
        "outcome": None,
        "women": None,
        "men": None,
        "previous_year": None,
        "forecast": None,
        "target": None,
        "council_target": None,
        "period": None,
        "commented": False,
        **fields,
    }


def activity(goal: str, title: str, **fields: Any) -> dict[str, Any]:
    return {
        "goal": goal,
        "owner": "council" if goal.count(".") == 1 else "committee",
        "title": title,
        "start": "2023-01-01",
        "end": "2023-12-31",
        "deviation": False,
        "commented": False,
        **fields,
    }


def document(**fields: Any) -> dict[str, Any]:
    """A small annual report: three levels, an indicator of each owner, an activity."""
    return {
        "format": "document/1",
        "municipality": "Ängö kommun",
        "committee": {"name": "Åby nämnd", "slug": "aby"},
        "kind": "annual",
        "year": 2023,
        "goals": [goal("1"), goal("1.1", assessment="full"), goal("1.1.1", assessment="partial")],
        "indicators": [
            indicator("1.1", "Andel nöjda", outcome="77%", target="80 %", council_target="öka"),
            indicator("1.1.1", "Antal träffar", outcome="1 945 st", target="Max 10 personer"),
        ],
        "activities": [activity("1.1.1", "Öppna en mötesplats")],
        **fields,
    }


def areas(count: int, *, rows: int = 2) -> dict[str, Any]:
    """A document with that many areas, each with a committee goal, indicators and activities."""
    codes = [f"1.{area}" for area in range(1, count + 1)]
    places = [place for code in codes for place in (code, f"{code}.1")]
    return document(
        goals=[goal("1"), *(goal(code) for code in places)],
        indicators=[
            indicator(code, f"Indikator {number}", outcome="7", target="8")
            for code in places
            for number in range(rows)
        ],
        activities=[
            activity(code, f"Aktivitet {number}") for code in places for number in range(rows)
        ],
    )


def as_file(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
