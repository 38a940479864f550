"""A document as files of other programs: Word, Excel, and open data.

They are made from the document alone, and what they say is what the page and the PDF say. The
same document always gives the same bytes, so a file can be checked against its digest.
"""
