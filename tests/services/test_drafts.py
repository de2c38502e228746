"""Drafts are never lost: versions by the minute, a text taken out, two writers, a crash, the rule after signing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from irt_desk.domain.drafts import DAYS_AFTER_SIGNING, KeptBecause
from irt_desk.domain.notes import NoteContent, NoteLocked, ProgressNote
from irt_desk.domain.sessions import Session
from irt_desk.domain.values import Instant
from irt_desk.errors import Refused, UserError
from irt_desk.services import demo, drafts
from irt_desk.services.desk import Desk
from irt_desk.services.drafts import NewerElsewhere
from tests.practices import Clock

LONG = "He stayed in the kitchen and washed one cup for a very long time, she said."


@pytest.fixture
def draft(desk: Desk, clock: Clock, unit_id: str) -> ProgressNote:
    clock.pass_days(1)
    now = clock()
    session = Session(
        id="", unit_id=unit_id, episode_id="", starts=Instant(now), stops=Instant(now + timedelta(minutes=50))
    )
    return desk.notes.start(desk.sessions.schedule(session).value.id).value


def write(desk: Desk, note: ProgressNote, text: str) -> ProgressNote:
    content = replace(note.content, account=text)
    return replace(note, revision=desk.notes.save_draft(note.id, content, revision=note.revision).value.revision)


def texts(desk: Desk, note: ProgressNote) -> list[str]:
    return [v.content.account for v in desk.drafts.versions(note.id) if v.content]


def test_while_typing_goes_on_a_version_is_kept_once_a_minute(desk: Desk, clock: Clock, draft: ProgressNote) -> None:
    for second in range(0, 180):
        draft = write(desk, draft, f"after {second:03} seconds")
        clock.now += timedelta(seconds=1)
    kept = texts(desk, draft)
    assert 3 <= len(kept) <= 4
    assert kept[-1] == "after 000 seconds"
    assert "after 000 seconds" < kept[-2] < "after 061 seconds"


def test_a_text_taken_out_is_there_to_bring_back(desk: Desk, draft: ProgressNote) -> None:
    draft = write(desk, draft, "Short.")
    draft = write(desk, draft, LONG)
    draft = write(desk, draft, "")
    version = desk.drafts.versions(draft.id)[0]
    assert version.because is KeptBecause.SHORTENED
    back = desk.drafts.restore(version.id).value
    assert back.content.account == LONG
    assert desk.notes.get(draft.id).content.account == LONG
    assert desk.drafts.versions(draft.id)[0].content == NoteContent()
    assert write(desk, back, "It goes on.").revision == back.revision + 1


def test_the_second_writer_overwrites_nothing_and_loses_nothing(desk: Desk, clock: Clock, draft: ProgressNote) -> None:
    first = write(desk, draft, "as the first window has it")
    with pytest.raises(NewerElsewhere) as refused:
        write(desk, draft, "as the second window has it")
    assert desk.notes.get(draft.id).content.account == "as the first window has it"
    mine = next(v for v in desk.drafts.versions(draft.id) if v.id == refused.value.version_id)
    assert mine.content is not None
    assert mine.content.account == "as the second window has it"
    change = desk.drafts.compare(first.id, mine.id).changes[0]
    assert (change.before, change.after) == ("as the second window has it", "as the first window has it")


def test_a_text_that_comes_after_signing_is_kept_beside_the_signed_one(desk: Desk) -> None:
    now = datetime(2026, 11, 24, 9, 52, tzinfo=UTC)
    at = desk.at(lambda: now)
    last = at.notes.last_signed(demo.play(at, today=now.date(), only=("D7",))["D7"])
    assert last is not None
    with pytest.raises(NoteLocked):
        at.notes.save_draft(last[0].id, replace(last[0].content, account=LONG), revision=last[0].revision)
    assert texts(at, last[0])[0] == LONG
    with pytest.raises(NoteLocked):
        at.drafts.restore(at.drafts.versions(last[0].id)[0].id)
    later = desk.at(lambda: now + timedelta(days=DAYS_AFTER_SIGNING + 1))
    assert at.drafts.tidy() == 0
    assert later.drafts.tidy() == 1
    assert texts(at, last[0]) == []


def test_a_crash_is_offered_with_what_was_there_before_it(
    desk: Desk, clock: Clock, draft: ProgressNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = write(desk, draft, "from last night")
    clock.pass_days(1)
    desk.drafts.mark(draft.id)
    assert desk.drafts.standing(draft.id).left_since is None
    draft = write(desk, draft, "from last night, and this morning")
    monkeypatch.setattr(drafts, "RUN", "the next start")
    standing = desk.drafts.standing(draft.id)
    assert standing.left_since is not None
    assert standing.before_it is not None
    (change,) = desk.drafts.compare(draft.id, standing.before_it).changes
    assert change.after == "from last night, and this morning"
    desk.drafts.leave(draft.id)
    assert desk.drafts.standing(draft.id).left_since is None


def test_a_draft_that_was_left_is_findable_and_its_versions_are_not(desk: Desk, draft: ProgressNote) -> None:
    draft = write(desk, draft, "zinnia quarry")
    draft = write(desk, draft, LONG.replace("kitchen", "observatory"))
    draft = write(desk, draft, "marigold harbour")
    desk.drafts.leave(draft.id)
    assert len(desk.search.find("marigold")) == 1
    assert desk.search.find("observatory") == ()
    assert "observatory" not in str(desk.show.chart(draft.unit_id))


def test_a_rating_and_a_choice_are_compared_in_words(desk: Desk, draft: ProgressNote) -> None:
    changed = replace(draft.content, account="x", own_part_owned=2)
    draft = replace(draft, revision=desk.notes.save_draft(draft.id, changed, revision=0).value.revision)
    desk.notes.save_draft(draft.id, replace(changed, account="x" * 50, own_part_owned=3), revision=draft.revision)
    version = desk.drafts.versions(draft.id)[0]
    changes = {change.name: change for change in desk.drafts.compare(draft.id, version.id).changes}
    assert (changes["own_part_owned"].before, changes["own_part_owned"].after) == ("2", "3")


def test_a_version_is_never_changed(desk: Desk, draft: ProgressNote) -> None:
    write(desk, write(desk, draft, LONG), "")
    with pytest.raises(Exception, match="append only"), desk.practice.database.raw() as con:
        con.execute("UPDATE draft_version SET because = 'typing'")


def test_only_the_revision_on_screen_is_signed(desk: Desk, draft: ProgressNote) -> None:
    newer = write(desk, draft, "changed meanwhile")
    with pytest.raises(UserError) as refused:
        desk.notes.sign(draft.id, revision=draft.revision)
    assert refused.value.code == "note.not_on_screen"
    with pytest.raises(Refused):
        desk.notes.sign(draft.id, revision=newer.revision)
