"""What a PDF says of itself: title, author, language, and which standards it keeps."""

from collections.abc import Sequence
from hashlib import md5
from importlib.resources import files
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from reports.rendering.progress import Attachment

PRODUCER = "Rödtråd (WeasyPrint)"
PACKET = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{}
</rdf:Description>
{}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
# PDF/A knows no names but its own; those of PDF/UA must be explained to it.
EXPLAINED = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def describe(pdf: pikepdf.Pdf, facts: dict[str, str], *, archive: bool) -> None:
    """Write what is known of the document, as readers show it and as archives index it."""
    root = pdf.Root
    root.Lang = String(facts.get("lang", "sv"))
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    packet = PACKET.format("\n".join(_properties(facts, archive)), EXPLAINED if archive else "")
    root.Metadata = pdf.make_stream(
        packet.encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    )
    info = {
        Name.Title: facts.get("title"),
        Name.Author: facts.get("author"),
        Name.Subject: facts.get("description"),
        Name.Keywords: facts.get("keywords"),
        Name.Producer: PRODUCER,
    }
    for name, said in info.items():
        if said:
            pdf.docinfo[name] = String(said)


def _properties(facts: dict[str, str], archive: bool) -> list[str]:
    """The document's properties as XMP. No date but its own: the same input, the same bytes."""
    said = {name: escape(value) for name, value in facts.items()}
    found = [f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>", "<pdfuaid:part>1</pdfuaid:part>"]
    if archive:
        found.append("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>")
    forms = {
        "title": '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>',
        "author": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
        "description": '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
        "</dc:description>",
        "lang": "<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>",
        "identifier": "<dc:identifier>{}</dc:identifier>",
        "keywords": "<pdf:Keywords>{}</pdf:Keywords>",
        "created": "<xmp:CreateDate>{}</xmp:CreateDate>",
    }
    found += [form.format(said[name]) for name, form in forms.items() if name in said]
    return found


def make_archive(pdf: pikepdf.Pdf, attachments: Sequence[Attachment]) -> None:
    """What PDF/A-3 asks for beside PDF/UA: one meaning of colours, and files that say what
    they are."""
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB2014"),
                Info=String("sRGB2014"),
                DestOutputProfile=pdf.make_stream(profile, Dictionary(N=3)),
            )
        ]
    )
    in_order = sorted(attachments, key=lambda attachment: attachment.name)
    attached = [(one.name, _attached(pdf, one)) for one in in_order]
    names = [part for name, file in attached for part in (String(name), file)]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))
    pdf.Root.AF = Array([file for _name, file in attached])


def _attached(pdf: pikepdf.Pdf, attachment: Attachment) -> pikepdf.Object:
    content = pdf.make_stream(
        attachment.content,
        Dictionary(
            Type=Name.EmbeddedFile,
            Subtype=Name("/" + attachment.content_type),
            Params=Dictionary(
                Size=len(attachment.content),
                CheckSum=String(md5(attachment.content, usedforsecurity=False).digest()),
                # Asked for by the standard; the same whenever the file is made.
                ModDate=String("D:20000101000000Z"),
            ),
        ),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name.Data,
            EF=Dictionary(F=content, UF=content),
        )
    )
