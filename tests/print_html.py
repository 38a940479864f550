"""Print HTML in parts, made here, and the text of what the press makes of it."""

import subprocess

HEAD = '<html lang="sv"><head><title>T</title></head><body>'
PART = '<section data-part="{0}"><h1 id="p{0}" data-label="{0}">Del {0}</h1>{1}</section>'
# Each begins a page, numbers stand in the margin, and one part mentions a page of another.
STYLED = (
    '<html lang="sv"><head><title>T</title>'
    '<link rel="stylesheet" href="static:css/print/report.css"></head><body>{}</body></html>'
)
BREAK = '<p style="break-before: page">ny sida</p>'


def text_of(pdf: bytes, *options: str) -> str:
    made = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return made.stdout.decode()
