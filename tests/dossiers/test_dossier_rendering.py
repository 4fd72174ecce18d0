"""How a dossier looks: the same bytes each time, tagged, right to left, natively numbered."""

import io
import json
import re
import zipfile

import msgspec
import pypdf
import pypdfium2
import pytest
from docx import Document
from lxml import etree
from msgspec import structs
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from stocktake.design import maps
from stocktake.design.fonts import folders, web_faces
from stocktake.dossiers import rules
from stocktake.dossiers.render import html as pages
from stocktake.dossiers.render.docx import docx
from stocktake.dossiers.render.html import html
from stocktake.dossiers.render.pdf import pdf, picture
from stocktake.dossiers.rules import Dossier, Paragraph
from stocktake.geography import queries as geography


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def _part(data, name):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


@pytest.mark.parametrize("make", [pdf, docx, html])
@pytest.mark.slow
def test_the_same_dossier_gives_the_same_bytes(dossier, make):
    assert make(dossier()) == make(dossier())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_the_pdf_is_tagged_dated_and_in_its_language(dossier, language):
    data = pdf(dossier(language))

    assert b"/StructTreeRoot" in data
    assert b"pdfuaid" in data
    assert f"/Lang({language})".encode() in data
    with pypdfium2.PdfDocument(data) as document:
        metadata = document.get_metadata_dict()
    assert metadata["CreationDate"].startswith("D:20240630")
    assert metadata["Title"]


@pytest.mark.slow
def test_what_the_pdf_tags_is_what_accessible_files_must(dossier):
    root = pypdf.PdfReader(io.BytesIO(pdf(dossier()))).trailer["/Root"]

    tags = list(_tags(root["/StructTreeRoot"]["/K"]))

    assert (
        root["/MarkInfo"]["/Marked"] == root["/ViewerPreferences"]["/DisplayDocTitle"]
    )
    heads = [tag for tag in tags if tag["/S"] == "/TH"]
    assert heads
    assert all("'/Scope': '/Column'" in str(tag["/A"]) for tag in heads)
    assert all("/ID" in tag for tag in tags if tag["/S"] == "/Note")
    assert all("/Alt" in tag for tag in tags if tag["/S"] == "/Figure")
    assert {"/Title", "/H1", "/H2", "/TOC", "/Table", "/Note"} <= {
        tag["/S"] for tag in tags
    }


def _tags(node):
    """Every element of the tree of structure that has a kind."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from _tags(node["/K"]) if "/K" in node else ()


@pytest.mark.slow
def test_the_pdf_holds_every_quotation_that_reads_from_left_to_right(dossier):
    made = dossier()
    with pypdfium2.PdfDocument(pdf(made)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)

    flat = re.sub(r"\s+", "", text)

    quoted = {one.quote for one in rules.citations(made) if one.language != "ar"}
    assert not [one for one in quoted if re.sub(r"\s+", "", one) not in flat]


def test_the_docx_numbers_its_paragraphs_natively_and_all_of_them(dossier):
    made = dossier()
    body = _part(docx(made), "word/document.xml")

    numbered = body.findall(f".//{W}p/{W}pPr/{W}numPr")

    expected = [b for b in rules.blocks(made) if isinstance(b, Paragraph)]
    assert len(numbered) == len(expected)


def test_the_docx_has_headings_a_filled_table_of_contents_and_repeated_heads(dossier):
    body = _part(docx(dossier()), "word/document.xml")

    styles = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle")]
    links = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")]
    names = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    field = "".join(one.text for one in body.iter(f"{W}instrText"))
    data_tables = [t for t in body.iter(f"{W}tbl") if len(t.findall(f"{W}tr")) > 2]

    assert {"Heading1", "Heading2", "Heading3", "TOC1", "TOC2"} <= set(styles)
    assert "TOC" in field
    assert set(links) <= names
    assert links
    assert sum(t.find(f".//{W}tblHeader") is not None for t in data_tables) >= 3


def test_each_footnote_of_the_docx_is_referred_to_once(dossier):
    data = docx(dossier())

    kept = [one.get(f"{W}id") for one in _part(data, "word/footnotes.xml")]
    body = _part(data, "word/document.xml")
    used = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]

    assert sorted(used, key=int) == [one for one in kept if int(one) > 0]
    assert len(set(used)) == len(used)


def test_the_arabic_docx_runs_from_right_to_left_and_the_english_one_does_not(dossier):
    arabic = _part(docx(dossier("ar")), "word/document.xml")
    english = _part(docx(dossier("en")), "word/document.xml")

    headings = [
        p for p in arabic.iter(f"{W}p") if p.find(f"{W}pPr/{W}outlineLvl") is None
    ]
    assert arabic.find(f".//{W}sectPr/{W}bidi") is not None
    assert all(
        t.find(f"{W}tblPr/{W}bidiVisual") is not None for t in arabic.iter(f"{W}tbl")
    )
    assert any(p.find(f"{W}pPr/{W}bidi") is not None for p in headings)
    against = [one for one in arabic.iter(f"{W}bidi") if one.get(f"{W}val") == "0"]
    assert len(against) == 8  # quotations in other languages
    assert english.find(f".//{W}sectPr/{W}bidi") is None
    right = english.findall(f".//{W}p/{W}pPr/{W}bidi")
    assert len(right) == 1  # the Arabic quotation, State by State


def test_each_page_of_an_illustrative_docx_says_so(dossier):
    def head(made):
        (section,) = Document(io.BytesIO(docx(made))).sections
        return section.header.paragraphs[0].text

    made = dossier()

    assert head(made) == f"{made.cover.title} · Illustrative"
    assert head(structs.replace(made, illustrative=False)) == made.cover.title


def test_the_docx_is_a4_and_in_its_language(dossier):
    data = docx(dossier("ru"))

    size = _part(data, "word/document.xml").find(f".//{W}pgSz")
    lang = _part(data, "word/styles.xml").find(f".//{W}rPrDefault//{W}lang")

    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    assert lang.get(f"{W}val") == "ru-RU"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone_and_every_link_in_it_leads_somewhere(dossier, language):
    page = html(dossier(language)).decode()
    tree = HTMLParser(page)

    anchors = {node.attributes["id"] for node in tree.css("[id]")}
    links = [node.attributes["href"] for node in tree.css("a[href]")]

    assert "<script" not in page
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", page)
    assert tree.root.attributes["lang"] == language
    assert tree.root.attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    assert not [link for link in links if link.removeprefix("#") not in anchors]
    assert len(anchors) == len(tree.css("[id]"))


def test_each_quotation_on_the_page_has_language_and_direction(dossier):
    quotes = HTMLParser(html(dossier()).decode()).css("blockquote")

    assert quotes
    assert all(node.attributes.get("lang") for node in quotes)
    arabic = [node for node in quotes if node.attributes["lang"] == "ar"]
    assert all(node.attributes["dir"] in {"rtl", "auto"} for node in arabic)


def test_the_served_page_opens_the_document_at_the_cited_words(dossier):
    made = dossier()
    one = next(rules.citations(made))

    served = pages.served(html(made).decode(), "fr")

    opened = f'href="/fr/documents/{one.document}/?page={one.page}&amp;passage={one.order}&amp;from={one.start}&amp;to={one.end}#p{one.order}"'
    assert opened in served
    assert 'data-open="' not in served


def test_the_style_inside_the_page_is_allowed_by_its_hash(dossier):
    style = re.search(r"<style>(.*?)</style>", html(dossier()).decode(), re.DOTALL)

    assert style
    assert style[1] == pages.style()
    assert pages.style_policy().startswith("'sha256-")


def test_words_that_look_like_markup_stay_words(dossier):
    made = dossier()
    text = json.loads(msgspec.json.encode(made))
    text["cover"]["title"] = "<b>A & B</b>"

    page = html(msgspec.convert(text, Dossier, strict=False)).decode()

    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in page
    assert "<b>A" not in page


def test_json_is_the_content_model_and_reads_back(dossier):
    made = dossier("ar")

    assert msgspec.json.decode(msgspec.json.encode(made), type=Dossier) == made


def test_the_map_colours_states_by_value_and_draws_small_ones_as_circles():
    world = geography.shapes()

    svg = maps.world(
        world.shapes,
        {"SVN": "both", "SGP": "expert"},
        view_box=world.view_box,
        description="Who <reported>",
    )

    tree = etree.fromstring(svg)
    both = [node for node in tree.iter() if node.get("class") == "w-both"]
    expert = [node for node in tree.iter() if node.get("class") == "w-expert"]
    assert tree.get("aria-label") == "Who <reported>"
    assert len(both) == 1
    assert [etree.QName(node).localname for node in expert] == ["circle"]


@pytest.mark.slow
def test_the_map_becomes_a_png_for_word():
    world = geography.shapes()
    svg = maps.world(world.shapes, {}, view_box=world.view_box, description="Map")

    assert picture(svg).startswith(b"\x89PNG")


def test_all_fonts_for_typesetting_and_pages_are_there():
    assert all(any(folder.iterdir()) for folder in folders())
    faces = web_faces()
    assert {face.family for face in faces} == {
        "Noto Sans",
        "Noto Serif",
        "Noto Sans Arabic",
        "Noto Sans SC",
        "Noto Serif SC",
    }
    assert all(face.path.read_bytes()[:4] == b"wOF2" for face in faces)
    latin = [face for face in faces if face.family == "Noto Sans"]
    assert max(face.path.stat().st_size for face in latin) < 40_000
