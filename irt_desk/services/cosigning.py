"""Co-signatures: recorded under a signed note, sealed, never changing it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from irt_desk.domain import cosigning as rules
from irt_desk.domain.cosigning import CoSignature
from irt_desk.domain.damaged_notes import is_damaged
from irt_desk.domain.notes import TEXT_LIMIT
from irt_desk.domain.values import Problem, insist
from irt_desk.errors import NotFound
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.text import clean
from irt_desk.services.texts import day_text
from irt_desk.storage import keys, seals, tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say


class Cosigning(Service):
    """The co-signatures of notes."""

    def of(self, note_id: str) -> tuple[CoSignature, ...]:
        """Return the co-signatures of a note in sequence."""
        with self._reading() as c:
            return self._of(c, note_id)

    def last(self) -> CoSignature | None:
        """Return the co-signature recorded last in this practice: the next one is often by the same supervisor."""
        with self._reading() as c:
            k = (
                tables.COSIGNATURES.table.c
            )  # ids of one millisecond stand in no order, so the place under the note comes first
            found = tables.COSIGNATURES.all(c, order_by=(k.on.desc(), k.sequence.desc(), k.id.desc()), limit=20)
            return next((one for one in found if not is_damaged(one)), None)

    def record(
        self, note_id: str, *, name: str, credential: str, on: date | None, remark: str = ""
    ) -> Saved[CoSignature]:
        """Record a supervisor's co-signature under a signed note, sealed over the note's own seal.

        Raises:
            Refused: the note is a draft or entered in error.
            Invalid: no name, credential or day, a day before the signature or in the future, or one's own note.
        """
        name, credential, remark = clean(name).strip(), clean(credential).strip(), clean(remark).strip()
        with self._changing() as c:
            note = tables.NOTES.get(c, note_id)
            if note is None:
                raise NotFound(what="note")
            rules.check_note(note)
            assert note.signature is not None  # a signed note has one
            wrong = rules.problems(name, credential, on, signature=note.signature, today=self._today(c))
            if len(remark) > TEXT_LIMIT:
                wrong.append(Problem("remark", "too_long", {"limit": TEXT_LIMIT}))
            insist(wrong)
            assert on is not None  # the rules insist on a day
            made = CoSignature(
                id=self._id(),
                note_id=note_id,
                unit_id=note.unit_id,
                sequence=len(self._of(c, note_id)) + 1,
                name=name,
                credential=credential,
                on=on,
                remark=remark,
                addenda=len(tables.ADDENDA.all(c, tables.ADDENDA.table.c.note_id == note_id)),
                entered=self._signature(c),
                note_digest=note.digest,
            )
            digest = seals.cosignature_digest(made)
            made = replace(made, digest=digest, seal=keys.sign_digest(self._context.practice.keys.sign, digest))
            tables.COSIGNATURES.add(c, made)
            self._audit(c, "note.cosigned", "cosignature", made.id, unit_id=note.unit_id)
        return saved(made, Area.NOTES, Area.SESSIONS)

    def _of(self, c: Connection, note_id: str) -> tuple[CoSignature, ...]:
        t = tables.COSIGNATURES.table.c
        return tables.COSIGNATURES.all(c, t.note_id == note_id, order_by=(t.sequence,))


def cosigned_text(cosignature: CoSignature) -> str:
    """Return who co-signed, with which credential, when, and what there was to read; the same on screen and on paper."""
    text = say("cosign.by", name=cosignature.name, credential=cosignature.credential, day=day_text(cosignature.on))
    return f"{text} {say('cosign.read', count=cosignature.addenda)}" if cosignature.addenda else text
