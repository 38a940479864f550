"""What is wrong with a document, found before the politicians find it.

Pure functions over a `Document`: no database, no clock. `findings` says what a
finding is, `catalogue` lists the checks, and each other module holds the checks
of one kind.
"""
