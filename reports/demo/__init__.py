"""The demo municipality.

Its documents, as files in the interchange format, and who answers for what in
the one that is open. Those in `invented/` are of a committee that does not exist.
`manage.py demo` puts them into the database.
"""
