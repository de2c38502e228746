"""Keys of a practice: derivation, wrapping, the keyring, seals.

Design: security paper, section 2.5. A random 256-bit master key (MK) is wrapped by slots; database, header and backup
keys are HKDF-SHA256 children of it (RFC 5869); audit, signing and psychotherapy-note keys are random and live in the
keyring, so that they outlive a new MK.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from irt_desk.storage.canonical import canonical

FLOOR_KIB = 128 * 1024
"""Least Argon2id memory a header may name, in KiB (security paper, VK-4)."""

CEILING_KIB = 2 * 1024 * 1024
"""Most Argon2id memory a header may name, in KiB: a hostile header must not exhaust the machine."""


@dataclass(frozen=True, slots=True)
class KdfParams:
    """Argon2id parameters as they stand in the header: memory in KiB, passes, lanes (RFC 9106)."""

    m: int = 256 * 1024
    t: int = 3
    p: int = 4

    @property
    def is_allowed(self) -> bool:
        """Whether a header with these may be opened: never below the floor, never absurdly dear."""
        return FLOOR_KIB <= self.m <= CEILING_KIB and 3 <= self.t <= 20 and 1 <= self.p <= 16


FLOOR = KdfParams(FLOOR_KIB, 3, 4)

Kdf = Callable[[str, bytes, KdfParams], bytes]
"""Passphrase, salt, parameters -> 32 bytes. Injected, so that tests need not pay; the floor check is not."""


def argon2id(passphrase: str, salt: bytes, params: KdfParams) -> bytes:
    """Return 32 bytes of Argon2id v1.3 over the NFKC form of the passphrase (RFC 9106)."""
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    return hash_secret_raw(secret, salt, params.t, params.m, params.p, 32, Type.ID, 19)


def calibrated() -> KdfParams:
    """Return parameters that take 0.5 to 1.5 s on this computer, never below the floor (VK-4)."""
    start = time.perf_counter()
    argon2id("calibration", b"\0" * 16, FLOOR)
    return fitting(time.perf_counter() - start)


def fitting(floor_seconds: float) -> KdfParams:
    """Return parameters for a computer on which the floor takes so many seconds; time grows with memory and passes."""
    default = KdfParams()
    expected = floor_seconds * default.m / FLOOR.m
    if expected > 1.5:
        return FLOOR
    passes = math.ceil(default.t * 0.5 / expected) if expected else default.t
    return KdfParams(default.m, min(max(default.t, passes), 20), default.p)


def derived(key: bytes, label: str) -> bytes:
    """Return a 32-byte HKDF-SHA256 child of a key; labels keep the children apart."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"irtdesk/v1/{label}".encode()).derive(key)


def sealed(key: bytes, plain: bytes, extra: bytes) -> dict[str, str]:
    """Return AES-256-GCM nonce and ciphertext in lower-case hex; the nonce is fresh random."""
    nonce = os.urandom(12)
    return {"n": nonce.hex(), "ct": AESGCM(key).encrypt(nonce, plain, extra).hex()}


def unsealed(key: bytes, box: dict[str, Any], extra: bytes) -> bytes | None:
    """Return what :func:`sealed` closed, or None when the key or the extra data is not the one it was closed with."""
    try:
        return AESGCM(key).decrypt(bytes.fromhex(box["n"]), bytes.fromhex(box["ct"]), extra)
    except InvalidTag:
        return None


@dataclass(frozen=True, slots=True)
class Keyring:
    """Random keys of a practice that never change: audit chain, signing seed, psychotherapy notes."""

    audit: bytes
    sign: bytes
    psychotherapy: bytes

    @classmethod
    def fresh(cls) -> Keyring:
        """Return three new random keys."""
        return cls(os.urandom(32), os.urandom(32), os.urandom(32))

    def plain(self) -> bytes:
        """Return the ring as the bytes that are wrapped in the header."""
        return canonical(
            {"audit": self.audit.hex(), "sign": self.sign.hex(), "psychotherapy": self.psychotherapy.hex()}
        )

    @classmethod
    def parse(cls, data: dict[str, str]) -> Keyring:
        """Return the ring of unwrapped header data."""
        return cls(*(bytes.fromhex(data[name]) for name in ("audit", "sign", "psychotherapy")))


def hmac_hex(key: bytes, *parts: bytes) -> str:
    """Return HMAC-SHA256 over the parts, in lower-case hex."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        mac.update(part)
    return mac.hexdigest()


def digest_hex(data: bytes) -> str:
    """Return SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def sign_digest(seed: bytes, digest: str) -> str:
    """Return the Ed25519 signature (RFC 8032) of a hex digest, in hex. Not an electronic signature in law (NS-5)."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(b"irtdesk/v1/note\0" + digest.encode()).hex()


def signature_holds(seed: bytes, digest: str, signature: str) -> bool:
    """Return whether a signature made by :func:`sign_digest` fits the digest."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(bytes.fromhex(signature), b"irtdesk/v1/note\0" + digest.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def close_psychotherapy(key: bytes, practice_id: str, note_id: str, text: str) -> bytes:
    """Return a psychotherapy note's body: nonce and AES-256-GCM ciphertext bound to practice and note (NS-4)."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), canonical([practice_id, note_id]))


def open_psychotherapy(key: bytes, practice_id: str, note_id: str, body: bytes) -> str | None:
    """Return the text of a psychotherapy note's body, or None when it was changed or belongs elsewhere."""
    try:
        return AESGCM(key).decrypt(body[:12], body[12:], canonical([practice_id, note_id])).decode()
    except (InvalidTag, ValueError):  # ValueError: cut too short to hold a nonce
        return None
