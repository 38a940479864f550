"""Decided reports for everybody: what is published, laid out page by page, searched, described.

Everything is made of an edition's snapshot and of nothing else in the program. What may be
published is decided in `shelf`; pages know nobody (`config.middleware.know_nobody`).
"""
