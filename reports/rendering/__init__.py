"""From the document to what people read: page and PDF, laid out from the same plain data.

`render` is the door; nothing here knows the database.
"""
