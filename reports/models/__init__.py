"""What is stored for reports."""

from reports.models.editions import Edition, EditionFile
from reports.models.files import ReportFile
from reports.models.reminders import ReminderSent
from reports.models.report import Report, Section
from reports.models.review import AcceptedFinding

__all__ = [
    "AcceptedFinding",
    "Edition",
    "EditionFile",
    "ReminderSent",
    "Report",
    "ReportFile",
    "Section",
]
