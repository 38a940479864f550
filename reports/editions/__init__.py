"""Editions: a report frozen when it is submitted, decided or corrected.

Rules that make them, the files they are kept as, how two of them differ, and how they are
verified. An edition is read through its snapshot (`reports.snapshot`) and nothing else.
"""
