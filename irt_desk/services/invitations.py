"""Inviting the partner: preparing, the log, and the moves of 6.3 that follow from it; refused where the safety gate refuses."""

from __future__ import annotations

from dataclasses import replace

from irt_desk.domain import engagement as engagement_rules
from irt_desk.domain import invitations as rules
from irt_desk.domain import safety as safety_rules
from irt_desk.domain.engagement import PartnerEngagement
from irt_desk.domain.invitations import Invitation, InvitationPreparation, InvitedBy
from irt_desk.domain.values import Act, Missing, insist
from irt_desk.errors import Refused
from irt_desk.services.changes import Area, Saved, saved
from irt_desk.services.context import Service
from irt_desk.services.engagement import add_move, invitation_missing
from irt_desk.services.text import cleaned
from irt_desk.storage import caseload, tables
from irt_desk.storage.rows import Connection

_TOUCHED = (Area.PATHWAY, Area.CLIENTS, Area.CASES)


class Invitations(Service):
    """Preparing an invitation, and the log of those that were made."""

    def preparation(self, unit_id: str) -> InvitationPreparation:
        """Return what was prepared; empty when nothing was begun."""
        with self._reading() as c:
            return self._prepared(c, unit_id)

    def log(self, unit_id: str) -> tuple[Invitation, ...]:
        """Return the invitations, newest first."""
        with self._reading() as c:
            i = tables.INVITATIONS.table.c
            return tables.INVITATIONS.of_unit(c, unit_id, (i.on.desc(), i.id.desc()))

    def prepare(self, preparation: InvitationPreparation) -> Saved[InvitationPreparation]:
        """Store the preparation; where 6.3 knows the move the partner line says that an invitation is being prepared.

        Raises:
            Refused: the safety gate refuses an invitation.
        """
        with self._changing() as c:
            unit_id, today = preparation.unit_id, self._today(c)
            insist(rules.preparation_problems(preparation))
            self._insist_open(c, unit_id)
            preparation = cleaned(preparation)
            tables.INVITATION_PREPARATIONS.put(c, preparation)
            self._audit(c, "invitation.prepared", "invitation_preparation", unit_id, unit_id=unit_id)
            here = caseload.current_engagement(c, unit_id)
            if engagement_rules.may_move(here, PartnerEngagement.PREPARING_INVITATION):
                add_move(self, c, unit_id, here, PartnerEngagement.PREPARING_INVITATION, on=today)
            self._refresh(c, unit_id)
        return saved(preparation, *_TOUCHED)

    def record(self, invitation: Invitation) -> Saved[Invitation]:
        """Store an invitation, or what was answered to it; the partner line moves along.

        Raises:
            Refused: the safety gate refuses, 6.3 does not know the move, or the therapist has no release or other words.
        """
        with self._changing() as c:
            unit_id, today = invitation.unit_id, self._today(c)
            known = tables.INVITATIONS.get(c, invitation.id) if invitation.id else None
            insist(rules.invitation_problems(invitation, today))
            prepared = self._prepared(c, unit_id)
            if known is None:
                self._insist_open(c, unit_id)
                if missing := rules.contact_missing(invitation, prepared, tables.CONSENTS.of_unit(c, unit_id)):
                    raise Refused(missing)
            if invitation.made_by is InvitedBy.THERAPIST_WITH_RELEASE:
                invitation = replace(
                    invitation, how_it_was_put=known.how_it_was_put if known else prepared.agreed_words
                )
            own, now = (known.id, known.recorded) if known else (self._id(), self._now(c))
            invitation = cleaned(replace(invitation, id=own, recorded=now))
            tables.INVITATIONS.put(c, invitation)
            self._audit(c, "invitation.recorded", "invitation", own, unit_id=unit_id)
            self._follow(c, invitation, known)
            self._refresh(c, unit_id)
        return saved(invitation, *_TOUCHED)

    def _follow(self, c: Connection, invitation: Invitation, known: Invitation | None) -> None:
        """Move the partner line: invited with a new entry, then to what was answered (6.3)."""
        unit_id = invitation.unit_id
        here = caseload.current_engagement(c, unit_id)
        if known is None and here is not PartnerEngagement.INVITED:
            self._move(c, unit_id, here, PartnerEngagement.INVITED, invitation)
            here = PartnerEngagement.INVITED
        reply = invitation.reply
        answered_before = known is not None and known.reply is reply
        stopped = here is PartnerEngagement.INVITATION_CONTRAINDICATED
        if reply is not None and reply is not here and not answered_before and not stopped:
            self._move(c, unit_id, here, reply, invitation)

    def _move(
        self, c: Connection, unit_id: str, here: PartnerEngagement, to: PartnerEngagement, invitation: Invitation
    ) -> None:
        if not engagement_rules.may_move(here, to):
            raise Refused([Missing("engagement_move", Act.ENGAGEMENT, {"from": here, "to": to})])
        invited = to is PartnerEngagement.INVITED
        on = invitation.on if invited else invitation.reply_on or invitation.on
        add_move(self, c, unit_id, here, to, on=on, note="" if invited else invitation.partner_reply_as_reported)

    def _prepared(self, c: Connection, unit_id: str) -> InvitationPreparation:
        return tables.INVITATION_PREPARATIONS.get(c, unit_id) or InvitationPreparation(unit_id=unit_id)

    def _insist_open(self, c: Connection, unit_id: str) -> None:
        """Refuse where the invitation column of 6.6 refuses, with every reason."""
        standing = safety_rules.standing(caseload.safety_history(c, unit_id), self._today(c))
        missing = invitation_missing(standing, self._today(c))
        if caseload.current_engagement(c, unit_id) is PartnerEngagement.INVITATION_CONTRAINDICATED:
            missing.insert(0, Missing("engagement_contraindicated", Act.SAFETY))
        if missing:
            raise Refused(missing)
