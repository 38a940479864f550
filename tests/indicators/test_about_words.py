"""What a warning was about, read out for people."""

import pytest

from indicators.choices import WarningCode
from indicators.plausibility import about_words


@pytest.mark.parametrize(
    ("code", "about", "words"),
    [
        (
            WarningCode.OUTSIDE_SEXES,
            "37,4 % | 36,4 % | 0,9 %",
            "outcome 37,4 %, women 36,4 %, men 0,9 %",
        ),
        (WarningCode.PARTS, "12 | 6 | 4", "outcome 12, women 6, men 4"),
        (WarningCode.OVER_HUNDRED, "women 130 %", "women 130 %"),
        (WarningCode.OTHER_UNIT, "total 5 st | 80 %", "outcome 5 st, target 80 %"),
        (WarningCode.UNIT_MISSING, "forecast 5 | 80 %", "forecast 5, target 80 %"),
        (WarningCode.JUMP_YEAR, "10 → 35", "10 → 35"),
        (WarningCode.ONE_SEX, "80 % | ", "women 80 %, men –"),
        (WarningCode.FORECAST, "9 st | 5 st", "outcome 9 st, forecast 5 st"),
        (WarningCode.NOT_MEASURED, "70 %", "70 %"),
        # What an earlier version of the program wrote is shown as it is.
        (WarningCode.PARTS, "något annat", "något annat"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_what_a_warning_is_about_is_read_out(code: WarningCode, about: str, words: str) -> None:
    assert about_words(code, about) == words
