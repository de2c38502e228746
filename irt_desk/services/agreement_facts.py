"""What the papers of a transition are filled with, from the record (domain paper, 6.5).

Read here: names, the chosen policy, signatures and, for the partner, the number and dates of individual sessions, which may be told
only while the client's role-change consent is in force. Nothing of what was said in any session is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from irt_desk.documents import agreements
from irt_desk.documents.agreements import AgreementFacts
from irt_desk.documents.blocks import PageIdentity
from irt_desk.documents.redaction import Reader
from irt_desk.domain.consents import Consent, ConsentType, PriorInfo, SecretsOption, Signer, in_force, wording_version
from irt_desk.domain.practitioner import Practitioner
from irt_desk.domain.sessions import Attendance, Session
from irt_desk.domain.transitions import TransitionTarget
from irt_desk.domain.values import Act, Missing
from irt_desk.errors import Refused
from irt_desk.services import content
from irt_desk.services.document_makers import Asked
from irt_desk.services.joint_papers import (
    Pair,
    dated,
    identity_of_both,
    identity_of_reader,
    insist_transition_paper,
    letterhead_of,
    page_size_of,
    pair_of,
)
from irt_desk.services.summary_facts import identity_of
from irt_desk.services.texts import first_name
from irt_desk.storage import caseload, tables, units
from irt_desk.storage.rows import Connection
from irt_desk.words import label, say

if TYPE_CHECKING:
    from irt_desk.services.documents import Documents

_C = ConsentType
_SIGNERS: dict[Reader, tuple[Signer, ...]] = {
    Reader.CLIENT: (Signer.CLIENT,),
    Reader.PARTNER: (Signer.PARTNER,),
    Reader.COUPLE: (Signer.CLIENT, Signer.PARTNER),
}


def facts_of(service: Documents, c: Connection, asked: Asked, paper: ConsentType) -> AgreementFacts:
    """Return what a paper is filled with.

    Raises:
        Refused: the safety gate, no partner named, no policy chosen, no recipient, or the client has not signed first.
    """
    insist_transition_paper(service, c, asked.unit_id, only_stops=paper is _C.JOINT_RELEASE)
    _insist_complete(service, c, asked, paper)
    who, pair = service._practitioner(c), pair_of(service, c, asked.unit_id)
    pack = content.load_jurisdiction(who.jurisdiction)
    given = _given(service, c, asked, paper)
    whose = _SIGNERS[agreements.READER_OF[paper]]
    complete = all(signer in given for signer in whose)
    versions = tuple(dict.fromkeys(one.version for one in given.values()))
    return AgreementFacts(
        paper=paper,
        made_on=service._today(c),
        letterhead=letterhead_of(who),
        identity=_identity(service, c, asked, paper, pair),
        page_size=page_size_of(who),
        version=", ".join(versions) if complete else wording_version(paper),
        therapist=who.name,
        credential=who.credential,
        licence=licence_of(who),
        signers=tuple(_signer(service, c, asked, pair, paper, given, signer) for signer in whose),
        values={
            "client": first_name(pair.first),
            "partner": first_name(pair.second),
            "client_name": pair.first,
            "partner_name": pair.second,
            "work": _work(service, c, asked.unit_id),
            "ending": pair.ending,
        },
        words=dict(_words(service, c, asked, paper, pair)),
        duties=tuple(duty.code for duty in pack.duties),
        emergency=pack.hotlines[0].number,
        about=tuple(_about(service, c, asked, paper)),
        notice=_notice(given, paper),
        asks_end=not complete,
    )


def licence_of(who: Practitioner) -> str:
    """Return licence type and number as they stand on a consent."""
    return " ".join(filter(None, (who.licence_type, who.licence_number)))


def held(service: Documents, c: Connection, unit_id: str) -> tuple[Session, ...]:
    """Return the sessions of a record that took place, oldest first; contacts beside the sessions are none."""
    found = tables.SESSIONS.of_unit(c, unit_id, (tables.SESSIONS.table.c.starts,))
    return tuple(one for one in found if one.attendance is Attendance.ATTENDED and not one.entered_in_error)


def policy_of(c: Connection, unit_id: str) -> tuple[SecretsOption | None, PriorInfo]:
    """Return the secrets policy that was chosen, with what happens to what was told before."""
    link = units.link_of(c, unit_id)
    chosen = link or units.preparation(c, unit_id)
    return chosen.secrets, chosen.prior_info


def _insist_complete(service: Documents, c: Connection, asked: Asked, paper: ConsentType) -> None:
    missing: list[Missing] = []
    if paper is _C.PARTNER_CONSENT:
        consents = tables.CONSENTS.of_unit(c, asked.unit_id)
        if in_force(consents, _C.ROLE_CHANGE, service._today(c)) is None:
            missing.append(Missing("client_signs_first", Act.CONSENTS))
    if paper is _C.SECRETS_POLICY and policy_of(c, asked.unit_id)[0] is None:
        missing.append(Missing("secrets_option", Act.UNIT))
    if paper is _C.JOINT_RELEASE:
        missing += recipient_missing(asked)
    if missing:
        raise Refused(missing)


def recipient_missing(asked: Asked) -> list[Missing]:
    """Return what a paper for one recipient still needs: who it is and what for."""
    names = ("recipient", "purpose")
    return [Missing(f"letter_{name}", Act.NONE) for name in names if not getattr(asked, name).strip()]


def _given(service: Documents, c: Connection, asked: Asked, paper: ConsentType) -> dict[Signer, Consent]:
    """Return the signatures in force under this very paper: this policy, this recipient."""
    today, chosen = service._today(c), policy_of(c, asked.unit_id)
    consents: tuple[Consent, ...] = tables.CONSENTS.of_unit(c, asked.unit_id)
    if paper is _C.SECRETS_POLICY:
        consents = tuple(one for one in consents if (one.secrets_option, one.prior_info) == chosen)
    if paper is _C.JOINT_RELEASE:
        wanted = asked.recipient.casefold().split()
        consents = tuple(one for one in consents if one.recipient.casefold().split() == wanted)
    found = ((signer, in_force(consents, paper, today, signer)) for signer in Signer)
    return {signer: one for signer, one in found if one is not None}


def _signer(
    service: Documents,
    c: Connection,
    asked: Asked,
    pair: Pair,
    paper: ConsentType,
    given: dict[Signer, Consent],
    signer: Signer,
) -> agreements.Signer:
    name = pair.first if signer is Signer.CLIENT else pair.second
    if paper is _C.ROLE_CHANGE:
        client = service._client(c, asked.unit_id)
        name = client.legal_name or client.preferred_name
    one = given.get(signer)
    if one is None:
        return agreements.Signer(name=name)
    code = "joint_paper.signed_until" if one.expires_on else "joint_paper.signed"
    values = {
        "name": one.signer_name,
        "day": dated(one.signed_on),
        "version": one.version,
        "end": dated(one.expires_on),
    }
    return agreements.Signer(name=name, signed=say(code, **values))


def _identity(service: Documents, c: Connection, asked: Asked, paper: ConsentType, pair: Pair) -> PageIdentity:
    match agreements.READER_OF[paper]:
        case Reader.CLIENT:
            return identity_of(service._client(c, asked.unit_id))
        case Reader.PARTNER:
            return identity_of_reader(pair.second)
        case _:
            return identity_of_both(pair)


def _work(service: Documents, c: Connection, unit_id: str) -> str:
    """Return what is weighed, as the review of this episode says; couples therapy while there is none."""
    r = tables.REVIEWS.table.c
    episode = caseload.newest_episode(c, unit_id)
    review = tables.REVIEWS.first(c, r.unit_id == unit_id, r.episode_id == episode.id, order_by=(r.id.desc(),))
    return label(review.target if review else TransitionTarget.COUPLES).lower()


def _words(
    service: Documents, c: Connection, asked: Asked, paper: ConsentType, pair: Pair
) -> Iterable[tuple[str, str]]:
    """Yield the sentences that depend on the record: the policy, and how often the client was seen."""
    option, prior = policy_of(c, asked.unit_id)
    policy = say("joint_paper.no_policy")
    if option is not None:
        policy = say("joint_paper.policy", option=agreements.option_words(option))
    yield f"{paper}_form.secrets_policy", policy
    yield "couple_agreement_form.secrets_before", agreements.prior_words(prior)
    if paper is _C.SECRETS_POLICY and option is not None:
        yield "secrets_policy_form.option_option", agreements.option_words(option)
        yield "secrets_policy_form.prior_prior", agreements.prior_words(prior)
    if paper is _C.PARTNER_CONSENT:
        sessions = held(service, c, asked.unit_id)
        called = first_name(pair.first)
        words = say("partner_consent_form.seen_none", client=called)
        if sessions:
            first, last = dated(sessions[0].starts.day), dated(sessions[-1].starts.day)
            values = {"client": called, "count": len(sessions), "first": first, "last": last}
            words = say("partner_consent_form.seen", **values)
        yield "partner_consent_form.before_seen", words


def _about(service: Documents, c: Connection, asked: Asked, paper: ConsentType) -> Iterable[tuple[str, str]]:
    if paper in (_C.ROLE_CHANGE, _C.PARTNER_CONSENT):
        yield say("joint_paper.for"), _work(service, c, asked.unit_id).capitalize()
    if paper is _C.SECRETS_POLICY:
        option, prior = policy_of(c, asked.unit_id)
        yield say("joint_paper.option"), label(option) if option else ""
        yield say("joint_paper.prior"), label(prior)
    if paper is _C.JOINT_RELEASE:
        to = "\n".join(filter(None, (asked.recipient.strip(), asked.address.strip())))
        yield say("joint_release_form.recipient"), to
        yield say("joint_release_form.purpose"), asked.purpose.strip()


def _notice(given: dict[Signer, Consent], paper: ConsentType) -> str:
    """Return the line that says whose signature was given to another wording; empty when all are to this one."""
    now = wording_version(paper)
    names = [one.signer_name for one in given.values() if one.version != now]
    return say("joint_paper.other_version", names=", ".join(dict.fromkeys(names)), version=now) if names else ""
