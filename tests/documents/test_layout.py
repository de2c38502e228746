"""Pages are filled without losing, repeating or overfilling; what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from irt_desk.documents import blocks as b
from irt_desk.documents.layout import Slice, pages_of
from irt_desk.documents.render import render

SLICES = st.lists(
    st.builds(
        Slice,
        height=st.floats(1, 30),
        before=st.floats(0, 20),
        glue=st.booleans(),
        breaks=st.sampled_from([False] * 9 + [True]),
    ),
    max_size=60,
)


@given(SLICES)
def test_every_slice_is_placed_once_in_order_and_fits(slices):
    pages = pages_of(slices, 100, 120)
    assert [place.slice for page in pages for place in page] == slices
    for number, page in enumerate(pages):
        end = 0.0
        for place in page:
            assert place.top >= end - 0.01
            end = place.top + place.slice.height
        assert end <= (120 if number else 100) + 0.02


@given(SLICES)
def test_what_is_glued_is_parted_only_where_a_page_cannot_hold_it(slices):
    pages = pages_of(slices, 100, 100)
    page_of = [number for number, page in enumerate(pages) for _ in page]
    for rank in range(len(slices) - 1):
        if slices[rank].glue and not slices[rank + 1].breaks and page_of[rank] != page_of[rank + 1]:
            first, last = rank, rank + 1
            while first and slices[first - 1].glue and not slices[first].breaks:
                first -= 1
            while slices[last].glue and last + 1 < len(slices) and not slices[last + 1].breaks:
                last += 1
            whole = slices[first : last + 1]
            assert sum(part.height + part.before for part in whole) - whole[0].before > 100 - 0.02


def test_a_heading_is_never_the_last_thing_on_a_page(make_document, pages_of):
    for filler in range(20, 60):
        blocks = [b.Paragraph("line\n" * filler), b.Heading(2, "Lonely heading"), b.Paragraph("words " * 60)]
        for text in pages_of(render(make_document(*blocks))):
            if "Lonely heading" in text:
                assert "Lonely heading words words" in text


def test_a_paragraph_never_leaves_one_line_alone(make_document, pages_of):
    numbered = "\n".join(f"line{n:02}" for n in range(8))
    for filler in range(28, 46):
        pages = pages_of(render(make_document(b.Paragraph("x\n" * filler), b.Paragraph(numbered))))
        counts = [sum(f"line{n:02}" in text for n in range(8)) for text in pages]
        assert 1 not in counts
        assert sum(counts) == 8
