"""Telling: the document of a round, composed, rendered, written and read back.

`document` is the hinge: plain data that page, PDF and JSON are made from.
Rules about goals and figures do not belong here.
"""
