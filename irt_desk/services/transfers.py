"""What may go to another therapist: releases, the transfer summary and its review, the log of disclosures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from irt_desk.domain import transfers as rules
from irt_desk.domain.consents import Consent, ConsentType, Signer
from irt_desk.domain.transfers import Carried, Disclosure, Release, TransferPart, TransferSummary
from irt_desk.domain.values import Act, Missing, insist, need_text, not_future
from irt_desk.errors import NotFound, Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.summary_facts import gather
from irt_desk.services.text import cleaned
from irt_desk.storage import tables
from irt_desk.storage.rows import Connection
from irt_desk.words import say

_TOUCHED = (Area.CONSENTS, Area.DOCUMENTS, Area.PATHWAY)
_SYMPTOMS = ("PHQ", "GAD", "AUDIT", "DAST")
"""Own scores that leave only by an explicit release of that item (domain paper, 6.5)."""


class Transfers(Service):
    """Releases, transfer summaries, disclosures of a record."""

    def releases(self, unit_id: str) -> tuple[Release, ...]:
        """Return every release of a record, newest first; it ends with the consent of the same id."""
        with self._reading() as c:
            k = tables.RELEASES.table.c
            return tables.RELEASES.of_unit(c, unit_id, (k.signed_on.desc(), k.id.desc()))

    def sign_release(self, release: Release) -> Saved[Release]:
        """Store a signed release with the consent it rests on; it is revoked where consents are withdrawn.

        Raises:
            Invalid: a core item of an authorisation is missing. UserError: the record is a joint one.
        """
        with self._changing() as c:
            self._insist_alone(
                c, release.unit_id
            )  # what belongs to both is released by both, as a consent of its own (6.5)
            insist(rules.release_problems(release, self._today(c)))
            release = cleaned(replace(release, id=self._id()))
            consent = Consent(
                id=release.id,
                unit_id=release.unit_id,
                type=ConsentType.RELEASE,
                version="1",
                signer=Signer.CLIENT,
                signer_name=release.signer_name,
                signed_on=release.signed_on,
                expires_on=release.expires_on,
                note=f"{release.recipient}: {release.purpose}",
            )
            tables.CONSENTS.add(c, consent)
            tables.RELEASES.add(c, release)
            self._audit(c, "release.signed", "release", release.id, unit_id=release.unit_id)
            self._refresh(c, release.unit_id)
        return saved(release, *_TOUCHED)

    def summary(self, unit_id: str) -> TransferSummary:
        """Return the newest transfer summary of this episode; a fresh one with the minimum ticked when none was begun."""
        with self._reading() as c:
            episode = self._episode(c, unit_id)
            fresh = TransferSummary(id="", unit_id=unit_id, episode_id=episode.id)
            return newest(c, episode.id) or fresh

    def save(self, summary: TransferSummary) -> Saved[TransferSummary]:
        """Store the summary as a draft; a change to a reviewed one starts a new draft."""
        with self._changing() as c:
            self._insist_alone(c, summary.unit_id)
            known = tables.TRANSFERS.get(c, summary.id) if summary.id else None
            own = summary.id if known is not None and known.reviewed_on is None else self._id()
            episode = self._episode(c, summary.unit_id)
            blank = replace(summary, id=own, episode_id=episode.id, carried=(), reviewed_by="", reviewed_on=None)
            parts = tuple(part for part in TransferPart if part in summary.parts)
            summary = cleaned(replace(blank, parts=parts))
            tables.TRANSFERS.put(c, summary)
            self._audit(c, "transfer.edited", "transfer_summary", summary.id, unit_id=summary.unit_id)
        return saved(summary, Area.DOCUMENTS, Area.PATHWAY)

    def missing(self, unit_id: str) -> tuple[Missing, ...]:
        """Return what keeps the newest summary from being reviewed and sent."""
        summary = self.summary(unit_id)
        with self._reading() as c:
            return tuple(missing_now(c, summary, self._today(c)))

    def review(self, unit_id: str, *, by: str, on: date) -> Saved[TransferSummary]:
        """Record that the client read and signed the summary; what the record gave to it is kept as it was read.

        Raises:
            Refused: something is missing, a release above all. Invalid: no name, or a day to come.
        """
        with self._changing() as c:
            summary = newest(c, self._episode(c, unit_id).id)
            if summary is None or summary.reviewed_on is not None:
                raise Refused([Missing("transfer_draft", Act.TRANSFER)])
            insist(need_text("reviewed_by", by) + not_future("reviewed_on", on, self._today(c)))
            if missing := missing_now(c, summary, self._today(c)):
                raise Refused(missing)
            carried = carried_now(self, c, summary)
            summary = cleaned(replace(summary, carried=carried, reviewed_by=by, reviewed_on=on))
            tables.TRANSFERS.replace(c, summary)
            self._audit(c, "transfer.reviewed", "transfer_summary", summary.id, unit_id=unit_id)
        return saved(summary, Area.DOCUMENTS, Area.PATHWAY)

    def disclosures(self, unit_id: str) -> tuple[Disclosure, ...]:
        """Return the log, newest first."""
        with self._reading() as c:
            k = tables.DISCLOSURES.table.c
            return tables.DISCLOSURES.of_unit(c, unit_id, (k.recorded.desc(), k.id.desc()))

    def log(self, disclosure: Disclosure) -> Saved[Disclosure]:
        """Add a line: something told or sent outside the program, or the correction of a line.

        Raises:
            Invalid: recipient, what or purpose is missing. NotFound: it corrects no line of this record.
        """
        with self._changing() as c:
            found = [p for name in ("recipient", "what", "purpose") for p in need_text(name, getattr(disclosure, name))]
            insist(found + not_future("on", disclosure.on, self._today(c)))
            corrected = tables.DISCLOSURES.get(c, disclosure.corrects) if disclosure.corrects else None
            if disclosure.corrects and (corrected is None or corrected.unit_id != disclosure.unit_id):
                raise NotFound(what="disclosure")
            disclosure = cleaned(replace(disclosure, id=self._id(), recorded=self._now(c)))
            tables.DISCLOSURES.add(c, disclosure)
            self._audit(c, "disclosure.logged", "disclosure", disclosure.id, unit_id=disclosure.unit_id)
        return saved(disclosure, Area.DOCUMENTS)


def newest(c: Connection, episode_id: str) -> TransferSummary | None:
    """Return the newest transfer summary of an episode, or None."""
    k = tables.TRANSFERS.table.c
    return tables.TRANSFERS.first(c, k.episode_id == episode_id, order_by=(k.id.desc(),))


def reviewed_on(c: Connection, episode_id: str, today: date) -> date | None:
    """Return when the client signed the newest summary, while releases still cover it (T14, T15 mode other; T29)."""
    summary = newest(c, episode_id)
    return None if summary is None or missing_now(c, summary, today) else summary.reviewed_on


def missing_now(c: Connection, summary: TransferSummary, today: date) -> list[Missing]:
    """Return what keeps a summary from going to its recipient today."""
    unit_id = summary.unit_id
    return rules.transfer_missing(
        summary, tables.RELEASES.of_unit(c, unit_id), tables.CONSENTS.of_unit(c, unit_id), today
    )


def carried_now(service: Service, c: Connection, summary: TransferSummary) -> tuple[Carried, ...]:
    """Return the lines the record gives to the ticked parts now. Totals of scores only, never a single answer."""
    facts = gather(c, summary.unit_id, service._now(c), signed="")
    scores = [" · ".join(filter(None, (s.name, s.first, s.latest, s.outcome))) for s in facts.scores]
    is_symptom = [line.upper().startswith(_SYMPTOMS) for line in scores]
    sessions = say("summary.sessions", attended=facts.sessions_attended, missed=facts.sessions_missed)
    lines: dict[TransferPart, list[str]] = {
        TransferPart.DATES: [facts.period, sessions],
        TransferPart.SKILLS: [f"{skill.name}: {skill.stage}" for skill in facts.skills],
        TransferPart.GOALS: [goal.text.text for goal in facts.goals],
        TransferPart.SCORES: [line for line, is_one in zip(scores, is_symptom, strict=True) if not is_one],
        TransferPart.SYMPTOM_SCORES: [line for line, is_one in zip(scores, is_symptom, strict=True) if is_one],
        TransferPart.DIAGNOSIS: [facts.diagnosis],
    }
    return tuple(Carried(part, text) for part in summary.parts for text in lines.get(part, ()) if text.strip())
