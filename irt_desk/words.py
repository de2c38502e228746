"""The one catalogue of words: every label and sentence a person sees, by code.

The window, the command line and the documents all ask here, so that a term is the same in every layer. Sources are
``resources/i18n/en/*.po`` (one file a feature, the message id is the code); ``resources/i18n/compile.py`` merges them.
"""

from __future__ import annotations

import gettext
import re
from enum import Enum
from functools import cache

from irt_desk import paths

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def _catalogue() -> gettext.GNUTranslations:
    with paths.resource("i18n", "en", "LC_MESSAGES", "irt_desk.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def known(code: str) -> bool:
    """Return whether the catalogue has words for the code, as one sentence or as one and many."""
    # Python before 3.11.4 does not find a message with a plural through gettext().
    return _catalogue().gettext(code) != code or _catalogue().ngettext(code, code, 1) != code


def say(code: str, /, **values: object) -> str:
    """Return the words for a code with the named values filled in; ``count`` chooses between one and many.

    Raises:
        KeyError: the catalogue has no such code, or its sentence names a value that was not given.
    """
    text = _catalogue().gettext(code)
    count = values.get("count")
    if isinstance(count, int):
        many = _catalogue().ngettext(code, code, count)
        text = many if many != code else text
    if text == code:
        raise KeyError(f"no words for the code {code!r}")
    return text.format(**values) if "{" in text else text


def code_of(member: Enum) -> str:
    """Return the catalogue code of an enumeration member: its class in snake case, a dot, its value."""
    return f"{_CAMEL.sub('_', type(member).__name__).lower()}.{member.value}"


def label(member: Enum) -> str:
    """Return the words a person reads for an enumeration member."""
    return say(code_of(member))
