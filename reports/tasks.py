"""Background work: what `manage.py db_worker` does for reports."""

from django_tasks import task

from reports import files


@task()
def make_pdf(file_id: int) -> None:
    """Make a PDF that somebody asked for."""
    files.make(file_id)
