"""The copy that is sent: encrypted with a password. The kept copy never is; it lies inside the encrypted practice."""

from __future__ import annotations

import io
import secrets

import pikepdf

FEWEST = 12
"""Fewest characters of a password for a delivery copy (security paper, EX-3)."""


def encrypted(data: bytes, password: str) -> bytes:
    """Return a PDF under AES-256 revision 6, metadata too, with an owner password nobody knows (EX-3).

    ReportLab's own encryption is RC4 or a withdrawn revision, so it is never used. An encrypted file cannot be archival.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        lock = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(32), R=6, aes=True, metadata=True)
        pdf.save(out, encryption=lock)
    return out.getvalue()
