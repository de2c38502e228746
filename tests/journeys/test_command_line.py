"""The command line as other programs see it: exit status, one JSON document, sentences on standard error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from irt_desk.cli import main

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "slow heron paints the quay"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, state: Path) -> tuple[Path, str]:
    """Return a practice with the demonstration caseload, made by the command, and what the command printed."""
    folder = tmp_path_factory.mktemp("practices") / "Lantern Row.irtdesk"
    done = subprocess.run(
        [sys.executable, "-m", "irt_desk", "practice", "new", str(folder), "--demo"],
        cwd=ROOT,
        env={**os.environ, "IRT_DESK_PASSPHRASE": PASSPHRASE, "IRT_DESK_STATE": str(state)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return folder, done.stdout


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, state: Path, tmp_path: Path) -> Run:
    """Return a function that runs one command and returns exit status, standard output and standard error."""
    monkeypatch.setenv("IRT_DESK_STATE", str(state))
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    mask = os.umask(0o077)
    os.umask(mask)

    def call(*arguments: object, passphrase: bool = True) -> tuple[int, str, str]:
        extra = ["--passphrase-file", str(secret)] if passphrase else []
        try:
            status = main([*map(str, arguments), *extra])
        finally:
            os.umask(mask)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def data(answer: tuple[int, str, str]) -> Any:
    status, out, err = answer
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_new_practice_prints_its_recovery_key_once(made: tuple[Path, str]) -> None:
    assert len(re.findall(r"^[0-9A-Z]{7}(-[0-9A-Z]{7}){7}$", made[1], re.MULTILINE)) == 1


def test_the_caseload_as_other_programs_read_it(made: tuple[Path, str], run: Run) -> None:
    rows = data(run("clients", made[0], "--json"))
    assert len(rows) == 10, "eight people who came, and the two units of one pair"
    assert set(rows[0]) == {"id", "name", "state", "partner_engagement", "safety_gate", "flags", "next_due"}
    assert [r["safety_gate"] for r in rows if r["name"] == "Saoirse Blackthistle"] == ["hard_block"]
    assert [r["name"] for r in data(run("clients", made[0], "--search", "saltmarsh", "--json"))] == [
        "Joaquin Saltmarsh"
    ]


def test_a_chart_is_shown_whole_and_without_psychotherapy_notes(made: tuple[Path, str], run: Run) -> None:
    chart = data(run("show", made[0], "Indigo Wrenfield", "--json"))
    for key in ("client", "partner", "relationship", "state", "partner_engagement", "safety_gate", "suitability"):
        assert key in chart
    for key in (
        "barriers",
        "engagement_efforts",
        "patterns",
        "episodes",
        "sessions",
        "skills",
        "plan",
        "pathway",
        "consents",
    ):
        assert key in chart
    assert "psychotherapy" not in json.dumps(chart)


def test_a_map_goes_home_only_as_the_gate_and_the_client_allow(
    made: tuple[Path, str], run: Run, tmp_path: Path
) -> None:
    def asks(client: str, reader: str, *more: str) -> tuple[int, str]:
        wanted = ("--client", client, "--for", reader, "--out", tmp_path / "map.pdf", *more)
        status, _, err = run("pdf", "cycle-map", made[0], *wanted)
        return status, err

    assert asks("Odalys Fernhollow", "client") == (0, "")
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    status, why = asks("Saoirse Blackthistle", "self", "--safe-to-take-home")
    assert (status, len(why.splitlines())) == (2, 1)
    status, why = asks("Odalys Fernhollow", "partner")
    assert (status, len(why.splitlines())) == (2, 1)
    patterns = data(run("show", made[0], "Indigo Wrenfield", "--json"))["patterns"]
    assert [p["seen_by_client"] for p in patterns if p["is_primary"]] == [[1]]


def test_what_is_missing_is_said_in_the_words_of_the_window(made: tuple[Path, str], run: Run) -> None:
    found = data(run("missing", made[0], "Saoirse Blackthistle", "transition_review", "--json"))
    assert all(set(item) == {"code", "sentence"} and item["sentence"].endswith(".") for item in found)
    status, out, _ = run("missing", made[0], "Saoirse Blackthistle", "transition_review")
    assert status == 0
    assert out.splitlines() == [item["sentence"] for item in found]


def test_the_thread_is_told_break_by_break_or_said_to_hold(made: tuple[Path, str], run: Run) -> None:
    found = data(run("thread", made[0], "Indigo Wrenfield", "--json"))
    assert all(set(item) == {"step", "code", "mend", "target", "sentence"} for item in found)
    status, out, _ = run("thread", made[0], "Indigo Wrenfield")
    assert status == 0
    assert out.splitlines() == [item["sentence"] for item in found]
    assert data(run("thread", made[0], "Odalys Fernhollow", "--json")) == []
    assert run("thread", made[0], "Odalys Fernhollow")[1] == "The thread holds from concern to review.\n"


def test_search_finds_a_note_and_never_a_psychotherapy_note(made: tuple[Path, str], run: Run) -> None:
    hits = data(run("search", made[0], "door", "--json"))
    assert hits
    assert set(hits[0]) == {"client_id", "kind", "id", "date", "excerpt"}
    assert {hit["kind"] for hit in hits}.isdisjoint({"psychotherapy_note"})


def test_a_summary_is_written_and_another_document_refused(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    assert data(
        run("pdf", "summary", made[0], "--client", "Indigo Wrenfield", "--for", "client", "--out", file, "--json")
    )["file"] == str(file)
    assert file.read_bytes().startswith(b"%PDF-")
    status, out, err = run("pdf", "court", made[0], "--client", "Indigo Wrenfield", "--for", "client", "--out", file)
    assert (status, out) == (2, "")
    assert err.strip()
    status, _, err = run("pdf", "summary", made[0], "--client", "Indigo Wrenfield", "--for", "partner", "--out", file)
    assert status == 2
    assert len(err.strip().splitlines()) == 1


def test_a_file_for_delivery_is_encrypted_with_the_password_and_the_kept_copy_is_not_needed_to_read_it(
    made: tuple[Path, str], run: Run, tmp_path: Path
) -> None:
    out, password = tmp_path / "summary.pdf", tmp_path / "password"
    common = ("pdf", "summary", made[0], "--client", "Indigo Wrenfield", "--for", "clinician", "--out", out)
    password.write_text("short\n")
    status, _, err = run(*common, "--password-file", password)
    assert status == 2
    assert "12" in err
    assert not out.exists()
    password.write_text("seven quiet herons\n")
    assert run(*common, "--password-file", password)[0] == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with pikepdf.open(out, password="seven quiet herons") as pdf:
        assert pdf.encryption.R == 6
    assert b"Indigo" not in out.read_bytes()


def test_a_day_that_is_none_is_refused(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    out = tmp_path / "summary.pdf"
    common = ("pdf", "summary", made[0], "--client", "Indigo Wrenfield", "--for", "client", "--out", out)
    status, _, err = run(*common, "--from", "last week")
    assert status == 2
    assert "2026-11-30" in err


def test_wrong_input_ends_with_two_and_one_sentence(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    for arguments in (
        ("show", made[0], "Nobody At All"),
        ("missing", made[0], "Indigo Wrenfield", "happiness"),
        ("clients", tmp_path / "Not there.irtdesk"),
    ):
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert len(err.strip().splitlines()) == 1


def test_a_wrong_passphrase_is_refused_and_leaves_the_variable_gone(
    made: tuple[Path, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IRT_DESK_PASSPHRASE", "not the right one at all")
    status, out, err = run("clients", made[0], passphrase=False)
    assert (status, out) == (2, "")
    assert err.strip()
    assert "IRT_DESK_PASSPHRASE" not in os.environ


def test_without_any_passphrase_it_says_where_one_may_come_from(made: tuple[Path, str], run: Run) -> None:
    status, _, err = run("clients", made[0], passphrase=False)
    assert status == 2
    assert "IRT_DESK_PASSPHRASE" in err


def test_skills_are_read_given_and_practised_from_a_terminal(made: tuple[Path, str], run: Run) -> None:
    found = {item["skill"]: item for item in data(run("skills", made[0], "Odalys Fernhollow", "--json"))}
    figures = {figure["code"]: figure for figure in found["R4"]["figures"]}
    assert (figures["return_rate"]["value"], figures["return_rate"]["n"]) == (0.8, 5)
    starts = next(figure for figure in found["S1"]["figures"] if figure["rows"])
    assert starts["rows"][0]["answer"] == "soft"
    given = data(run("assign", made[0], "Joaquin Saltmarsh", "r2", "--times", "3", "--due", "2099-01-01", "--json"))
    assert given["skill"] == "R2"
    assert run("practised", made[0], "Joaquin Saltmarsh", "R2", "--useful", "7")[0] == 0
    status, _, err = run("practised", made[0], "Joaquin Saltmarsh", "R2", "--useful", "70")
    assert (status, "10" in err) == (2, True)
    assert run("practised", made[0], "Joaquin Saltmarsh", "C4")[0] == 2


def test_the_terminal_refuses_a_skill_as_the_window_does(made: tuple[Path, str], run: Run) -> None:
    status, out, err = run("assign", made[0], "Saoirse Blackthistle", "S2")
    assert (status, out) == (2, "")
    assert "The safety gate does not allow" in err
    status, _, err = run("assign", made[0], "Billie", "S1")
    assert status == 2
    assert "without drink or drugs" in err
    assert run("assign", made[0], "Billie", "S1", "--stop", "SU")[0] == 2
    assert run("assign", made[0], "Billie", "S1", "--stop", "SU=at breakfast, when he is sober")[0] == 0


def test_pages_for_home_come_from_the_terminal_too(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    common = ("--client", "Odalys Fernhollow", "--for", "client", "--out", file)
    assert run("pdf", "handout", made[0], *common, "--subject", "R4")[0] == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert (
        run(
            "pdf", "maintenance", made[0], "--client", "Odalys Fernhollow", "--for", "self", "--out", tmp_path / "m.pdf"
        )[0]
        == 0
    )
    status, _, err = run(
        "pdf", "handout", made[0], "--client", "Saoirse Blackthistle", "--for", "client", "--out", file
    )
    assert status == 2
    assert err


def test_backup_restore_verify_and_damage(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    backup = Path(data(run("practice", "backup", made[0], "--to", tmp_path, "--json"))["backup"])
    again = tmp_path / "Again.irtdesk"
    assert data(run("practice", "restore", backup, "--to", again, "--json"))["practice"] == str(again)
    sound = data(run("practice", "verify", again, "--json"))
    assert sound["ok"] is True
    assert {"name", "ok", "detail"} == set(sound["checks"][0])
    assert len(data(run("clients", again, "--json"))) == 10
    database = again / "practice.db"
    raw = bytearray(database.read_bytes())
    raw[len(raw) // 2] ^= 1
    database.write_bytes(raw)
    status, out, err = run("practice", "verify", again)
    assert status == 3
    assert "BAD" in out or "damaged" in err, "a page that opening reads is told of before the checks begin"


def test_an_open_practice_is_refused_at_once(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    from irt_desk.services import practices

    desk = practices.open_practice(made[0], PASSPHRASE)
    try:
        status, _, err = run("clients", made[0])
    finally:
        practices.close(desk, backup=False)
    assert status == 2
    assert err.strip()


def test_the_passphrase_is_changed_and_recovered(made: tuple[Path, str], run: Run, tmp_path: Path) -> None:
    backup = Path(data(run("practice", "backup", made[0], "--to", tmp_path, "--json"))["backup"])
    folder = tmp_path / "Moved.irtdesk"
    assert run("practice", "restore", backup, "--to", folder)[0] == 0
    new, key = tmp_path / "new", tmp_path / "key"
    new.write_text("seven quiet herons at noon", encoding="utf-8")
    found = re.search(r"^[0-9A-Z]{7}(-[0-9A-Z]{7}){7}$", made[1], re.MULTILINE)
    assert found is not None
    key.write_text(found.group(), encoding="utf-8")
    status, _, err = run("practice", "passphrase", folder, "--new-passphrase-file", new)
    assert (status, err) == (0, "")
    assert run("clients", folder)[0] == 2
    assert main(["clients", str(folder), "--passphrase-file", str(new)]) == 0
    new.write_text(PASSPHRASE, encoding="utf-8")
    arguments = ("practice", "recover", folder, "--recovery-key-file", key, "--new-passphrase-file", new)
    assert run(*arguments, passphrase=False)[0] == 0
    assert run("clients", folder)[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals there")
def test_on_a_terminal_two_groups_of_the_recovery_key_are_asked_back(tmp_path: Path, state: Path) -> None:
    import pty
    import select

    folder = tmp_path / "Typed.irtdesk"
    try:
        master, slave = pty.openpty()
    except OSError as gone:  # a root without /dev/pts, as some containers are
        pytest.skip(f"this machine gives no pseudo-terminal: {gone}")
    program = subprocess.Popen(
        [sys.executable, "-m", "irt_desk", "practice", "new", str(folder)],
        cwd=ROOT,
        env={**os.environ, "IRT_DESK_PASSPHRASE": PASSPHRASE, "IRT_DESK_STATE": str(state)},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    said, answered = "", 0
    try:
        while answered < 2:
            assert select.select([master], [], [], 30)[0], f"it says nothing more after {said!r}"
            said += os.read(master, 4096).decode()
            asked = re.findall(r"[Gg]roup (\d)[^\n]*: ?$", said)
            key = re.search(r"[0-9A-Z]{7}(?:-[0-9A-Z]{7}){7}", said)
            if asked and key:
                os.write(master, (key.group().split("-")[int(asked[-1]) - 1] + "\n").encode())
                answered += 1
                said += "\n"
        assert program.wait(timeout=30) == 0
    finally:
        program.kill()
        program.wait()
        os.close(master)
    from irt_desk.services import practices

    desk = practices.open_practice(folder, PASSPHRASE)
    try:
        assert practices.is_recovery_confirmed(desk)
    finally:
        practices.close(desk, backup=False)


def test_the_gate_says_the_same_on_the_command_line(made: tuple[Path, str], run: Run) -> None:
    found = data(run("gate", made[0], "Saoirse Blackthistle", "--json"))
    assert found["gate"] == "hard_block"
    assert set(found["acts"].values()) == {"refused"}
    assert data(run("gate", made[0], "Odalys Fernhollow", "--json"))["acts"]["invitation"] == "allowed"
    status, out, _ = run("gate", made[0], "Saoirse Blackthistle")
    assert status == 0
    assert "Inviting the partner: Refused" in out


def test_what_is_open_about_the_fit_says_why(made: tuple[Path, str], run: Run) -> None:
    found = data(run("fit", made[0], "Saoirse Blackthistle", "--json"))
    assert (found["state"], found["to"]) == ("assessment", "active_irt")
    assert {point["code"] for point in found["open"]} >= {"motivation_screen", "signed_plan"}
    assert all(set(point) == {"kind", "code", "sentence", "why", "act"} for point in found["open"])
    status, out, _ = run("fit", made[0], "Saoirse Blackthistle")
    assert status == 0
    assert "  Without a wish to look at the own part" in out


def test_a_screening_with_the_partner_in_the_room_is_not_done_on_the_command_line_either(
    made: tuple[Path, str], run: Run, tmp_path: Path
) -> None:
    from irt_desk.domain.safety import IpvFinding, SafetyInterview
    from irt_desk.domain.values import Instant
    from irt_desk.services import practices
    from irt_desk.services.context import system_clock

    folder = tmp_path / "Overheard.irtdesk"
    backup = Path(data(run("practice", "backup", made[0], "--to", tmp_path, "--json"))["backup"])
    assert run("practice", "restore", backup, "--to", folder)[0] == 0
    desk = practices.open_practice(folder, PASSPHRASE)
    try:
        client = desk.clients.take_in(
            replace(desk.clients.get(desk.clients.find("Ximena Oakbarrow").unit_id), id="", preferred_name="Noor Adair")
        ).value
        now = Instant(system_clock(), desk.settings.practitioner().zone)  # UTC may be at tomorrow already
        desk.safety.record_interview(
            SafetyInterview(
                id="", unit_id=client.id, on=now.day, recorded=now, alone=False, findings=(IpvFinding.NONE_DISCLOSED,)
            )
        )
    finally:
        practices.close(desk, backup=False)
    found = data(run("gate", folder, "Noor Adair", "--json"))
    assert (found["gate"], found["acts"]["invitation"]) == ("unscreened", "refused")
    assert "not_private" in {point["code"] for point in data(run("fit", folder, "Noor Adair", "--json"))["open"]}
