"""What makes a drawn PDF readable by a screen reader and fit for the archive: tags, marks and metadata.

The drawing pass only writes marked content with numbers; here the finished pages get the structure tree those
numbers point into (PDF 32000-1, 14.7 and 14.8), and the marks of PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO
19005-2).
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from irt_desk import paths


@dataclass(eq=False, slots=True)
class Element:
    """One node of the structure tree; a leaf owns marked content: (page index, number on the page)."""

    role: str
    alternative: str = ""
    attributes: dict[str, object] = field(default_factory=dict)
    kids: list[Element] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)

    def add(self, role: str, *, alternative: str = "", attributes: dict[str, object] | None = None) -> Element:
        """Return a new last child; the order of adding is the reading order."""
        kid = Element(role, alternative, dict(attributes or {}))
        self.kids.append(kid)
        return kid

    @property
    def is_empty(self) -> bool:
        """Whether nothing in or below the element was drawn."""
        return not self.content and all(kid.is_empty for kid in self.kids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The metadata of a finished file: a neutral title, the language and one day."""

    title: str
    language: str
    made_on: date


def finish(drawn: bytes, tree: Element, pages: list[list[Element]], marks: Marks) -> bytes:
    """Return the drawn PDF with tags and metadata, in object streams; equal input gives equal bytes.

    ``pages`` holds, for each page, the element that each marked content number belongs to.
    """
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        _add_tree(pdf, tree, pages)
        _add_marks(pdf, marks)
        _settle_streams(pdf)
        for moved in (0, 1, 2, 3):
            _move_objects(pdf, moved)
            data = _packed(pdf)
            if _BAD_END not in data:
                break
    return data


_BAD_END = b"\r\nendstream"
"""A stream whose own last byte is a carriage return: a reader that looks for the line end before ``endstream`` takes
both and finds a wrong length (ISO 19005-2, 6.1.7.1). The last byte of a packed stream is its checksum's."""


def _move_objects(pdf: Pdf, count: int) -> None:
    """Give the next numbers to all objects by making ``count`` strings objects of their own.

    That changes every stream the packer makes itself, always in the same way, and nothing a reader sees.
    """
    for key in ("/Title", "/CreationDate", "/ModDate")[:count]:
        value = pdf.trailer.Info[key]
        if not value.is_indirect:
            pdf.trailer.Info[key] = pdf.make_indirect(String(str(value)))


def _packed(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        recompress_flate=True,
        deterministic_id=True,
    )
    return out.getvalue()


def _settle_streams(pdf: Pdf) -> None:
    """Lengthen each stream whose packed form would end in a carriage return."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        data = plain = item.read_bytes()
        is_font = "/Length1" in item
        while zlib.adler32(data) & 0xFF == ord("\r"):
            data += b"\0" if is_font else b" "
        if data != plain:
            item.write(data)
            if is_font:
                item.Length1 = len(data)


def _add_tree(pdf: Pdf, tree: Element, pages: list[list[Element]]) -> None:
    made: dict[int, Object] = {}
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = Array([_node(pdf, tree, root, made)])
    numbers = Array()
    for index, owners in enumerate(pages):
        page = pdf.pages[index].obj
        page.StructParents = index
        page.Tabs = Name.S
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([made[id(owner)] for owner in owners])))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _node(pdf: Pdf, element: Element, parent: Object, made: dict[int, Object]) -> Object:
    node = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent))
    made[id(element)] = node
    kids = Array()
    for page, number in element.content:
        kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=number))
    for kid in element.kids:
        if not kid.is_empty or kid.role in ("TR", "TH", "TD"):  # an empty cell still is a cell of its table
            kids.append(_node(pdf, kid, node, made))
    node.K = kids
    if element.alternative:
        node.Alt = String(element.alternative)
    if element.attributes:
        node.A = Dictionary({f"/{key}": _value(value) for key, value in element.attributes.items()})
    return node


def _value(value: object) -> Object | int:
    if isinstance(value, str):
        return Name(f"/{value}")
    if isinstance(value, tuple):
        return Array([round(float(number), 2) for number in value])
    if isinstance(value, int):
        return value
    raise TypeError(f"not a structure attribute: {type(value).__name__}")


def _add_marks(pdf: Pdf, marks: Marks) -> None:
    root = pdf.Root
    root.Lang = String(marks.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    day = f"D:{marks.made_on:%Y%m%d}000000+00'00'"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(marks.title), CreationDate=String(day), ModDate=String(day))
    )
    profile = pdf.make_stream(paths.resource("colour", "sRGB.icc").read_bytes(), N=3)
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=profile,
            )
        ]
    )
    root.Metadata = pdf.make_stream(_xmp(marks).encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"  # names of XML vocabularies, never fetched
_AIIM = "http://www.aiim.org"


def _xmp(marks: Marks) -> str:
    """Return the XMP packet: title, days, the two conformance marks, the schema of the second."""
    day = f"{marks.made_on:%Y-%m-%d}T00:00:00+00:00"
    about = f'<rdf:Description rdf:about="" xmlns:pdfaid="{_AIIM}/pdfa/ns/id/"'
    about += f' xmlns:pdfuaid="{_AIIM}/pdfua/ns/id/"'
    names = ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
    title = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(marks.title)}</rdf:li></rdf:Alt></dc:title>'
    language = f"<dc:language><rdf:Bag><rdf:li>{escape(marks.language)}</rdf:li></rdf:Bag></dc:language>"
    days = f"<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>"
    conformance = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f"{about}{names}{title}{language}{days}{conformance}</rdf:Description>{_extension_schema()}"
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _extension_schema() -> str:
    """Return the declaration of the PDF/UA mark, which PDF/A asks for (ISO 19005-2, 6.6.2.3.3)."""
    return (
        f'<rdf:Description rdf:about="" xmlns:pdfaExtension="{_AIIM}/pdfa/ns/extension/"'
        f' xmlns:pdfaSchema="{_AIIM}/pdfa/ns/schema#" xmlns:pdfaProperty="{_AIIM}/pdfa/ns/property#">'
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_AIIM}/pdfua/ns/id/</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
        '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
        "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        "<pdfaProperty:description>PDF/UA part</pdfaProperty:description>"
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
