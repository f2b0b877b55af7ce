"""A text as a DOCX that Word and LibreOffice open: titles, paragraphs, notes, lists and tables, nothing more.

A text is written line by line: `# title`, `## heading`, `> note`, `- item`, `| cell | cell |` (the first row of a
table is its header), and plain paragraphs.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from vivier.french import printable, typeset

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = {"# ": "Title", "## ": "Heading1", "> ": "Note", "- ": "ListBullet"}
_WIDTH = 9600  # twentieths of a point between the margins of an A4

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>\
<Override PartName="/word/numbering.xml" ContentType="{_KIND}.numbering+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="c" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
</Relationships>"""
_PARTS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="n" Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>"""
_CUSTOM = f'<Relationship Id="x" Type="{_OFFICE}/customXml" Target="../customXml/item1.xml"/>'
_NUMBERING = f"""{_HEAD}<w:numbering {_NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">\
<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="360" w:hanging="240"/></w:pPr></w:lvl>\
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def _style(name: str, said: str, paragraph: str = "", run: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{said}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_SHEET = (
    f'{_HEAD}<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'
    '<w:sz w:val="22"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style("Title", "Title", '<w:spacing w:after="120"/>', '<w:b/><w:color w:val="0B5A63"/><w:sz w:val="36"/>')
    + _style("Heading1", "heading 1",
             '<w:keepNext/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="0"/>',
             '<w:b/><w:color w:val="0B5A63"/><w:sz w:val="26"/>')
    + _style("Note", "Note",
             '<w:shd w:val="clear" w:fill="FBF1D8"/><w:spacing w:before="120" w:after="200"/>', "<w:i/>")
    + _style("ListBullet", "List Bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    + "</w:styles>"
)  # fmt: skip


Run = Callable[..., str]  # (words, *, bold) -> the runs that say them


def plain_run(words: str, *, bold: bool = False) -> str:
    """Give the run that says words."""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{_safe(words)}</w:t></w:r>'


def docx(text: str, *, run: Run = plain_run, custom: str = "") -> bytes:
    r"""Give the bytes of the document that says a text; same text, same bytes.

    `run` writes the words of a paragraph or a cell; `custom` is the XML of a part that the document carries along.

    >>> docx("# Note\nUn paragraphe.")[:2]
    b'PK'
    """
    title = next((line[2:] for line in text.splitlines() if line.startswith("# ")), "")
    body = "".join(_blocks(text, run)) + _page()
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "docProps/core.xml": _core(title),
        "word/document.xml": f"{_HEAD}<w:document {_NS}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _PARTS.replace(
            "</Relationships>", f"{_CUSTOM if custom else ''}</Relationships>"
        ),
        "word/styles.xml": _SHEET,
        "word/numbering.xml": _NUMBERING,
    } | ({"customXml/item1.xml": _HEAD + custom} if custom else {})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode())
    return written.getvalue()


def _core(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_safe(title)}</dc:title><dc:language>fr-FR</dc:language></cp:coreProperties>"
    )


def _page() -> str:
    return (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )


def _blocks(text: str, run: Run) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for is_table, together in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            yield _table([[cell.strip() for cell in line[1:].removesuffix("|").split("|")] for line in together], run)
        else:
            yield from (_paragraph(line, run) for line in together)


def _paragraph(line: str, run: Run) -> str:
    for mark, style in _STYLES.items():
        if line.startswith(mark):
            return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(line.removeprefix(mark))}</w:p>'
    return f"<w:p>{run(line)}</w:p>"


def _table(rows: list[list[str]], run: Run) -> str:
    width = _WIDTH // len(rows[0])
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B9C5C9"/>' for side in sides)
    grid = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
    body = "".join(_row(row, width, run, is_head=not rank) for rank, row in enumerate(rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>"
    )


def _row(cells: list[str], width: int, run: Run, *, is_head: bool) -> str:
    head = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
    shade = '<w:shd w:val="clear" w:fill="E3EFEF"/>' if is_head else ""
    about = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
    written = "".join(f"<w:tc>{about}<w:p>{run(cell, bold=is_head)}</w:p></w:tc>" for cell in cells)
    return f"<w:tr>{head}{written}</w:tr>"


def _safe(words: str) -> str:
    return escape(typeset(printable(words)), quote=False)
