"""The last look before a document leaves: is anything in the finished file that must not be?"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator

import pikepdf
import pypdfium2

from irt_desk.documents.cleaning import clean
from irt_desk.documents.redaction import Folded, fold

_LONG = 12  # letters from which a text is looked for with all spaces taken out, as it may run over a line's end


def words_of(data: bytes) -> str:
    """Return every word a finished PDF holds: pages, alternative texts, bookmarks and metadata.

    Raises:
        pikepdf.PdfError: the bytes are not a PDF.
    """
    return "\n".join([*_page_texts(data), *_hidden_texts(data)])


def leaks(data: bytes, canaries: Iterable[str]) -> tuple[str, ...]:
    """Return the forbidden texts that a finished PDF holds, in the given order, each once.

    A short one counts where it stands as whole words, a longer one also across line ends; case and accents do
    not matter.
    """
    text = words_of(data)
    spaced = Folded(" ".join(clean(text).split()))
    squeezed = _squeezed(text)
    found = (canary for canary in dict.fromkeys(canaries) if canary.strip() and _holds(spaced, squeezed, canary))
    return tuple(found)


def _holds(spaced: Folded, squeezed: str, canary: str) -> bool:
    if any(spaced.mentions(form) for form in _forms(canary)):
        return True
    bare = _squeezed(canary)
    return len(bare) >= _LONG and bare in squeezed


def _forms(canary: str) -> tuple[str, ...]:
    """Return the text, and with its words turned round when a reader may find Hebrew in that order."""
    if not any(unicodedata.bidirectional(char) == "R" for char in canary):
        return (canary,)
    return (canary, " ".join(reversed(canary.split())))


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _page_texts(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            area = page.get_textpage()
            yield area.get_text_range()
            area.close()
            page.close()
    finally:
        document.close()


def _hidden_texts(data: bytes) -> Iterator[str]:
    """Yield the texts no page shows: structure tree, bookmarks, metadata and the XMP packet."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                for key in (
                    "/Alt",
                    "/ActualText",
                    "/E",
                    "/T",
                    "/TU",
                    "/Title",
                    "/Author",
                    "/Subject",
                    "/Keywords",
                ):
                    value = item.get(key)
                    if isinstance(value, pikepdf.String):
                        yield str(value)
        if "/Metadata" in pdf.Root:
            yield pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
