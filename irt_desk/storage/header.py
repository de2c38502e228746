"""The authenticated header of a practice, in two copies (security paper, 2.5, VK-5, VK-6, VK-6b).

Bytes are canonical JSON in lower-case hex; the file must equal its own canonical form, and the MAC is compared as text, so
that no single changed bit is accepted.
"""

from __future__ import annotations

import errno
import hmac
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from irt_desk.errors import Damaged, DiskFull, ReadOnly, TooNew, WrongPassphrase
from irt_desk.storage import keys
from irt_desk.storage.canonical import canonical
from irt_desk.storage.keys import Kdf, KdfParams, Keyring

MAGIC, VERSION = "IRTDESK-PRACTICE", 1
NAMES = ("practice.hdr", "practice.hdr2")

_FIELDS = {"magic", "ver", "practice_id", "gen", "created", "db_salt", "audit_head", "keyring", "slots", "mac"}
_HEX = re.compile("(?:[0-9a-f]{2})+")

Header = dict[str, Any]
"""The parsed header; a plain mapping because its canonical form is what is authenticated."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What a person entered: a passphrase or a recovery key."""

    passphrase: str | None = None
    recovery: bytes | None = None


def _extra(header: Header, kind: str, params: dict[str, Any]) -> bytes:
    return canonical([header["magic"], header["ver"], header["practice_id"], kind, params])


def _slot(header: Header, kind: str, kek: bytes, mk: bytes, params: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, **params, **keys.sealed(kek, mk, _extra(header, kind, params))}


def passphrase_slot(header: Header, passphrase: str, mk: bytes, params: KdfParams, kdf: Kdf) -> dict[str, Any]:
    """Return a new slot that a passphrase opens; salt and nonce are fresh."""
    salt = os.urandom(16)
    stored = {"alg": "argon2id", "v": 19, "m": params.m, "t": params.t, "p": params.p, "salt": salt.hex()}
    kek = keys.derived(kdf(passphrase, salt, params), "kek-password")
    return _slot(header, "password", kek, mk, stored)


def recovery_slot(header: Header, recovery: bytes, mk: bytes) -> dict[str, Any]:
    """Return a new slot that the recovery key opens."""
    return _slot(header, "recovery", keys.derived(recovery, "kek-recovery"), mk, {})


def fresh(practice_id: str, created: str, mk: bytes, ring: Keyring) -> Header:
    """Return a header without slots and without MAC."""
    header: Header = {
        "magic": MAGIC,
        "ver": VERSION,
        "practice_id": practice_id,
        "gen": 1,
        "created": created,
        "db_salt": os.urandom(16).hex(),
        "audit_head": {"count": 0, "mac": ""},
        "slots": [],
    }
    header["keyring"] = keys.sealed(keys.derived(mk, "keyring"), ring.plain(), _extra(header, "keyring", {}))
    return header


def with_mac(header: Header, mk: bytes) -> Header:
    """Return the header with its MAC renewed."""
    bare = {name: value for name, value in header.items() if name != "mac"}
    return {**bare, "mac": keys.hmac_hex(keys.derived(mk, "header-mac"), canonical(bare))}


def mac_holds(header: Header, mk: bytes) -> bool:
    """Return whether the MAC fits; compared as text, so hex case or padding cannot slip through."""
    return hmac.compare_digest(str(with_mac(header, mk)["mac"]).encode(), str(header.get("mac")).encode())


def parse(raw: bytes) -> Header:
    """Return the header of a file's bytes; every field that is read before the MAC is proved has the right shape.

    Raises:
        Damaged: not byte for byte its own canonical form, or a field or parameter outside the allowed range.
        TooNew: written by a newer version.
    """
    header = _loaded(raw)
    if header["ver"] > VERSION:
        raise TooNew(found=header["ver"], known=VERSION)
    if not _well_formed(header):
        raise Damaged(detail=NAMES[0])
    return header


def _loaded(raw: bytes) -> Header:
    """Return the mapping of a header of this version or a newer one."""
    try:
        header = json.loads(raw)
        sound = isinstance(header, dict) and canonical(header) == raw and header["magic"] == MAGIC
        sound = sound and type(header["ver"]) is int and header["ver"] >= 1
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged(detail=NAMES[0]) from error
    if not sound:
        raise Damaged(detail=NAMES[0])
    return dict(header)


def _well_formed(header: Header) -> bool:
    """Return whether nothing in an unproved header can trip the code that reads it.

    A single changed bit must lead to the twin copy, never to an exception nobody expects.
    """
    try:
        head, slots = header["audit_head"], header["slots"]
        return (
            set(header) == _FIELDS
            and _is_hex(header["practice_id"], 16)
            and _is_hex(header["db_salt"], 16)
            and type(header["gen"]) is int
            and type(head["count"]) is int
            and type(head["mac"]) is str
            and _is_box(header["keyring"])
            and type(slots) is list
            and all(_is_slot(slot) for slot in slots)
        )
    except (KeyError, TypeError, AttributeError):
        return False


def _is_hex(text: Any, size: int | None = None) -> bool:
    return type(text) is str and bool(_HEX.fullmatch(text)) and (size is None or len(text) == 2 * size)


def _is_box(box: Any) -> bool:
    return _is_hex(box["n"], 12) and _is_hex(box["ct"]) and len(box["ct"]) > 32


def _is_slot(slot: Any) -> bool:
    """Return whether a slot is one we may try; of an unknown kind only its box is looked at."""
    if not _is_box(slot):
        return False
    return slot["kind"] != "password" or (_is_hex(slot["salt"], 16) and _params(slot).is_allowed)


def _params(slot: dict[str, Any]) -> KdfParams:
    try:
        params = KdfParams(slot["m"], slot["t"], slot["p"])
        whole = all(type(slot[name]) is int for name in ("m", "t", "p"))
        if not whole or slot["alg"] != "argon2id" or slot["v"] != 19:
            raise ValueError("unknown key derivation")
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(detail="practice.hdr") from error
    return params


def master_key(header: Header, secret: Secret, kdf: Kdf) -> bytes | None:
    """Return the master key when the secret opens a slot, or None."""
    for slot in header["slots"]:
        params = {name: value for name, value in slot.items() if name not in ("kind", "n", "ct")}
        if slot.get("kind") == "password" and secret.passphrase is not None:
            raw = kdf(secret.passphrase, bytes.fromhex(slot["salt"]), _params(slot))
            kek = keys.derived(raw, "kek-password")
        elif slot.get("kind") == "recovery" and secret.recovery is not None:
            kek = keys.derived(secret.recovery, "kek-recovery")
        else:
            continue
        found = keys.unsealed(kek, slot, _extra(header, slot["kind"], params))
        if found is not None:
            return found
    return None


def keyring(header: Header, mk: bytes) -> Keyring:
    """Return the keys of the ring.

    Raises:
        Damaged: the ring does not open with this master key.
    """
    plain = keys.unsealed(keys.derived(mk, "keyring"), header["keyring"], _extra(header, "keyring", {}))
    if plain is None:
        raise Damaged(detail="practice.hdr")
    return Keyring.parse(json.loads(plain))


def unlock(folder: Path, secret: Secret, kdf: Kdf) -> tuple[Header, bytes]:
    """Return the newest true header and the master key; heal a lost or older copy.

    The slot that unwraps gives MK; MK judges both copies; the highest ``gen`` with a true MAC wins. When the secret does
    not open that one it is refused as wrong, or an old passphrase would come back to life (VK-6b).

    Raises:
        Damaged, WrongPassphrase, TooNew.
    """
    copies, newer = _copies(folder)
    if not copies:
        raise TooNew(found=newer[0]["ver"], known=VERSION) if newer else Damaged(detail="practice.hdr")
    same = len(copies) == 2 and copies[0] == copies[1]
    found = (master_key(copy, secret, kdf) for copy in (copies[:1] if same else copies))
    mk = next((key for key in found if key is not None), None)
    if mk is None:
        raise WrongPassphrase("error.wrong_recovery_key" if secret.recovery else "error.wrong_passphrase")
    if written := [copy for copy in newer if mac_holds(copy, mk)]:
        raise TooNew(found=written[0]["ver"], known=VERSION)  # not a changed bit: a newer program was interrupted
    true = [copy for copy in copies if mac_holds(copy, mk)]
    if not true:
        raise Damaged(detail="practice.hdr")
    best = max(true, key=lambda copy: int(copy["gen"]))
    if not same and master_key(best, secret, kdf) != mk:
        raise WrongPassphrase("error.replaced_passphrase")
    if len(true) < 2 or true[0] != true[1]:
        write(folder, best)
    return best, mk


def _copies(folder: Path) -> tuple[list[Header], list[Header]]:
    """Return the readable copies, and those that say they are of a newer version."""
    found: list[Header] = []
    newer: list[Header] = []
    for name in NAMES:
        try:
            raw = (folder / name).read_bytes()
            found.append(parse(raw))
        except TooNew:
            newer.append(_loaded(raw))
        except (Damaged, OSError):
            continue
    return found, newer


def write(folder: Path, header: Header, names: Iterable[str] = NAMES) -> None:
    """Write both copies, one after the other, each atomically; a kill in between leaves one that is true."""
    for name in names:
        write_atomic(folder / name, canonical(header))


def write_atomic(path: Path, raw: bytes) -> None:
    """Write a file so that its name holds the old or the new bytes, never a mixture; mode 0600.

    Raises:
        DiskFull, ReadOnly: the old bytes are still there and nothing new is left beside them.
    """
    fresh_path = path.with_name(path.name + ".new")
    try:
        _write_synced(fresh_path, raw)
        os.replace(fresh_path, path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            fresh_path.unlink(missing_ok=True)
        raise place_failure(error, path.parent) from error


def _write_synced(path: Path, raw: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        view = memoryview(raw)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def place_failure(error: OSError, place: Path) -> Exception:
    """Return the typed failure of a place that cannot be written, or the error itself when it is another one."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(place=str(place))
    return error


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
