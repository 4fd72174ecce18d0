"""DOCX: only known parts are kept, each without what it says of who wrote it when.

Properties, comments, people, custom data, templates and earlier sittings (rsid) go; the
authors and dates of tracked changes too, while the changes themselves stay.
"""

import io
import re
import zipfile
from typing import Any, Final

from lxml import etree

from stocktake.documents.stripping import pictures
from stocktake.documents.stripping.words import NotSure


_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KEPT: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels"
    r"|word/(document|styles|numbering|settings|fontTable|webSettings|footnotes|endnotes"
    r"|header\d*|footer\d*)\.xml"
    r"|word/theme/theme\d*\.xml|word/_rels/[A-Za-z0-9]+\.xml\.rels|word/theme/_rels/[A-Za-z0-9]+\.xml\.rels"
)
_PICTURE: Final = re.compile(r"word/media/[^/]+\.(jpe?g|png)", re.IGNORECASE)
_DROPPED: Final = re.compile(
    r"docProps/|customXml/|word/(comments|people|glossary|stylesWithEffects|documentTasks"
    r"|threadedComments|customizations|vbaProject|printerSettings|fonts/)|.*/$"
)
_GONE_RELATIONS: Final = re.compile(
    r"(core-properties|extended-properties|custom-properties|thumbnail|customXml|comments\w*"
    r"|people|glossaryDocument|attachedTemplate|stylesWithEffects|documenttasks|font|mailMerge\w*"
    r"|keyMapCustomizations|printerSettings)$"
)
# Settings that change how the text looks; all others are dropped.
_SETTINGS: Final = frozenset(
    [
        "compat",
        "evenAndOddHeaders",
        "defaultTabStop",
        "footnotePr",
        "endnotePr",
        "mirrorMargins",
        "autoHyphenation",
        "themeFontLang",
        "clrSchemeMapping",
        "decimalSymbol",
        "listSeparator",
        "characterSpacingControl",
        "gutterAtTop",
        "bidi",
    ]
)
_COMMENT: Final = frozenset(
    {"commentRangeStart", "commentRangeEnd", "commentReference"}
)
_SAYS: Final = frozenset({"date", "initials", "paraId", "textId", "dateUtc", "userId"})
_PDF: Final = "Export it to PDF and send that."
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def strip(data: bytes) -> bytes:
    """The document with its known parts only."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            if not _DROPPED.match(name):
                part = zipfile.ZipInfo(name, date_time=_DAY)
                part.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(part, _stripped(name, old.read(name)))
    return out.getvalue()


def _stripped(name: str, data: bytes) -> bytes:
    if _PICTURE.fullmatch(name):
        found = pictures.kind(data)
        if found:
            strip_picture = {"png": pictures.strip_png, "jpeg": pictures.strip_jpeg}
            return strip_picture[found](data)
    if not _KEPT.fullmatch(name):
        what = f"it holds a chart, an object or a picture of a kind that cannot be stripped ({name})"
        raise NotSure(what, f"Paste it as a PNG picture; or: {_PDF}")
    root = _parsed(data)
    if name.endswith(".rels"):
        _relations(root)
    elif name == "[Content_Types].xml":
        _types(root)
    else:
        _words(root, settings=name == "word/settings.xml")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)


def _relations(root: Any) -> None:
    """Without ways to parts that are gone; a way into its maker's machine is refused."""
    for each in list(root):
        target, kind = each.get("Target", ""), each.get("Type", "")
        if _GONE_RELATIONS.search(kind) or _DROPPED.match(target.lstrip("/")):
            root.remove(each)
        elif each.get("TargetMode") == "External":
            if not kind.endswith("/hyperlink"):
                msg = "it draws a picture or a text from elsewhere"
                raise NotSure(msg, _PDF)
            if not re.match(r"(https?|mailto):", target):
                what = "it has a link to a file on the machine of whoever made it"
                raise NotSure(what, "Remove that link, or export it to PDF.")


def _types(root: Any) -> None:
    for each in list(root):
        if _DROPPED.match(each.get("PartName", "").lstrip("/")):
            root.remove(each)


def _words(root: Any, *, settings: bool) -> None:
    if settings:
        for each in list(root):
            if etree.QName(each).localname not in _SETTINGS:
                root.remove(each)
    for each in list(root.iter()):
        if etree.QName(each).localname in _COMMENT:
            each.getparent().remove(each)
            continue
        _attributes(each)


def _attributes(each: Any) -> None:
    name = etree.QName(each).localname
    for key in list(each.attrib):
        attribute = etree.QName(key).localname
        if attribute.startswith("rsid") or attribute in _SAYS:
            del each.attrib[key]
        elif attribute == "author":
            each.attrib[key] = "-"  # the format asks for one
        elif name in {"docPr", "cNvPr"} and attribute in {"descr", "title", "name"}:
            each.attrib[key] = (
                ""  # often the path of the picture on its maker's machine
            )
