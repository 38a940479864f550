"""`manage.py write_document COMMITTEE YEAR PART`: write a round's document to a file."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils.translation import gettext as _

from goals.choices import Part
from goals.models import Round
from goals.rounds import PARTS_BY_SLUG
from organisation.access import get_committee
from organisation.commands import add_user_argument, principal, require_database
from reports.compose import compose_report
from reports.document import Document
from reports.office.excel import write_excel
from reports.office.open_data import write_csv, write_json
from reports.office.word import write_word
from reports.rendering.render import RenderFailed, render_html, render_pdf_safely

MAKERS: dict[str, Callable[[Document], bytes]] = {
    "json": write_json,
    "html": lambda document: render_html(document).encode(),
    "pdf": render_pdf_safely,
    "docx": write_word,
    "xlsx": write_excel,
    "csv": write_csv,
}
PART_HELP = "plan, t1, t2 or annual; also vp and vb, as in the addresses of pages"


class Command(BaseCommand):
    """Writes one document."""

    help = "Write a plan or report as JSON, HTML, PDF, Word, Excel, or CSV (in a zip archive)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("committee", metavar="COMMITTEE", help="the committee's address")
        parser.add_argument("year", metavar="YEAR", type=int, help="the document's year")
        parser.add_argument(
            "part", metavar="PART", type=read_part, choices=Part.values, help=PART_HELP
        )
        parser.add_argument("--format", choices=MAKERS, default="json")
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        document = compose_report(find_round(options))
        output: Path = options["output"]
        try:
            # Made whole before the file is touched, and moved into place at once.
            content = MAKERS[options["format"]](document)
            unfinished = output.with_name(f"{output.name}.part")
            unfinished.write_bytes(content)
            unfinished.replace(output)
        except RenderFailed as error:
            raise CommandError(f"{output}: {error}") from error
        except OSError as error:
            raise CommandError(
                _("%(path)s: the file cannot be written.") % {"path": output}
            ) from error
        self.stdout.write(str(output))


def find_round(options: dict[str, Any]) -> Round:
    """The round that a command line names, for the person it works for.

    Raises:
        CommandError: there is none, or the person may not read it.
    """
    slug = options["committee"]
    try:
        committee = get_committee(principal(options["user"]), slug)
        return Round.objects.select_related("committee").get(
            committee=committee, year=options["year"], part=options["part"]
        )
    except PermissionDenied as error:
        raise CommandError(str(error)) from error
    except Http404 as error:
        raise CommandError(
            _("There is no committee with the address “%(committee)s”.") % {"committee": slug}
        ) from error
    except Round.DoesNotExist as error:
        raise CommandError(
            _("“%(committee)s” has no %(document)s.")
            % {
                "committee": slug,
                "document": f"{Part(options['part']).label} {options['year']}".lower(),
            }
        ) from error


def read_part(word: str) -> str:
    """A part as a command line names it: as in files ("annual"), or as in addresses ("vb")."""
    return PARTS_BY_SLUG.get(word, word)
