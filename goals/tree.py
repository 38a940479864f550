"""Codes of goals: which goal stands above which, and in what order."""

import re

CODE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,5}\Z")


def clean_code(code: str) -> str:
    """The code as a key: documents print "1.2.1." and "1.2.1" for the same goal."""
    return code.strip().rstrip(".")


def code_key(code: str) -> tuple[int, ...]:
    """A sort key that puts a tree's codes depth first, 1.2 before 1.10.

    Raises:
        ValueError: a part of the code is not a whole number.
    """
    return tuple(int(part) for part in code.split("."))


def parent_codes(code: str) -> list[str]:
    """The codes a goal may stand under, the nearest first: 1.3, then 1, for 1.3.1."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
