"""Pictures of a document's figures: bullets, dumbbells, lines over the years, strips and bars.

Pure functions from a document's entries to SVG, without a library and without JavaScript: the
same picture stands on the page and in the PDF. docs/pictures.md says how each is read, and the
rules that keep them honest.
"""
