"""The city's template for the demo's open report, and how far its texts have come."""

from goals.choices import Kind, Part
from goals.models import Assessment, Round
from organisation.models import User
from reports.models import SectionTemplate
from reports.writing.commented import place_name
from reports.writing.comments import add_comment
from reports.writing.section_work import mark_ready, set_writers
from reports.writing.sections import find_writing, write_section
from reports.writing.template import TemplateSection, default_template
from reports.writing.templates import set_template

COMMITTEE, YEAR, PART = "norrmalm", 2023, Part.T1
# The first page and what tells of women and men are always there; these stand between them.
SECTIONS = (
    TemplateSection(
        "introduction",
        "Inledning",
        "Vilken tid rapporten gäller och vad den bygger på. Två eller tre meningar räcker.",
    ),
    TemplateSection(
        "summary",
        "Sammanfattande analys",
        "Börja med det viktigaste: når nämnden målen, och vad hindrar?\n\n"
        "- högst en halv sida\n"
        "- nämn bara det som nämnden behöver ta ställning till\n"
        "- hämta antal och värden ur listan under texten, så följer de siffrorna",
        required=True,
    ),
    TemplateSection(
        "front_viktiga_handelser",
        "Viktiga händelser",
        "Det som har påverkat verksamheten under perioden, i tidsordning.\n\n"
        "- vad som hände och när\n"
        "- vad det betyder för målen\n\n"
        "Skriv **inte** om det som redan står vid ett mål.",
        required=True,
    ),
    TemplateSection("own_ovrigt", "Övriga redovisningar"),
)
INTRODUCTION = (
    "Rapporten gäller januari till april 2023. Den bygger på utfall, aktiviteter och bedömningar"
    " som avdelningarna har lämnat. (Demotext)"
)
PASSAGE = "Sjukfrånvaron är 8,6 %"
QUESTION = "Hämta gärna värdet ur listan i stället, så ändras det om tabellen ändras."
GOAL, GOAL_PASSAGE = "3.6", "flera samverkansinsatser pågår"
WISH = "Vilka? Nämn gärna den viktigaste, och vad den har lett till."


def write_texts() -> None:
    """Make the template, name a writer, have one section ready and one talked of, unless
    somebody has made a template, or the report is not open any more."""
    round = Round.objects.get(committee__slug=COMMITTEE, year=YEAR, part=PART)
    if SectionTemplate.objects.exists() or not round.is_open:
        return
    eva, maria, karin = (
        User.objects.get(email=f"{name}@example.com") for name in ("eva", "maria", "karin")
    )
    own = tuple(one for one in default_template() if one.has_own_place)
    set_template(year=YEAR, part=PART, sections=(*own, *SECTIONS), version=0, by=karin)
    set_writers(round=round, name="front_viktiga_handelser", people=[maria], by=eva)
    set_writers(round=round, name="summary", people=[eva], by=eva)
    version = find_writing(round, "introduction").version
    written = write_section(
        round=round, name="introduction", body=INTRODUCTION, version=version, by=eva
    )
    mark_ready(round=round, name="introduction", ready=True, version=written.version, by=eva)
    add_comment(round=round, name="summary", text=QUESTION, quote=PASSAGE, by=karin)
    goal = Assessment.objects.get(round=round, goal__code=GOAL).goal_id
    add_comment(
        round=round, name=place_name(Kind.GOAL, goal), text=WISH, quote=GOAL_PASSAGE, by=karin
    )
