"""Print HTML to PDF, in processes with limits: nothing here knows documents or the database."""
