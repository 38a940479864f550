"""What is stored for reports."""

from reports.models.editions import Edition, EditionFile
from reports.models.files import ReportFile
from reports.models.reminders import ReminderSent
from reports.models.report import Report, Section
from reports.models.review import AcceptedFinding
from reports.models.writing import Comment, SectionMark, SectionTemplate, SectionWriter

__all__ = [
    "AcceptedFinding",
    "Comment",
    "Edition",
    "EditionFile",
    "ReminderSent",
    "Report",
    "ReportFile",
    "Section",
    "SectionMark",
    "SectionTemplate",
    "SectionWriter",
]
