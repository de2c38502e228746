"""No code is ever shown raw: every choice has its label, every refusal its sentence."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import irt_desk.domain
from irt_desk.words import code_of, known

PACKAGE = Path(irt_desk.domain.__file__).resolve().parent.parent


def enums() -> Iterator[type[StrEnum]]:
    for module in pkgutil.walk_packages(irt_desk.domain.__path__, "irt_desk.domain."):
        loaded = importlib.import_module(module.name)
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.name:
                yield value


@pytest.mark.parametrize("kind", list(enums()), ids=lambda kind: kind.__name__)
def test_an_enumeration_is_labelled_whole_or_not_at_all(kind: type[StrEnum]) -> None:
    labelled = [known(code_of(member)) for member in kind]
    assert all(labelled) or not any(labelled), [m.value for m, has in zip(kind, labelled, strict=True) if not has]


def calls(*names: str) -> Iterator[tuple[str, str, str]]:
    """Yield file, called name and the code given to it, wherever the code is written out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = 1 if name == "Problem" else 0
            if name in names and len(node.args) > place:
                argument = node.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield path.name, name, argument.value


def test_every_reason_and_every_problem_has_its_sentence() -> None:
    silent = [(file, name, code) for file, name, code in calls("Missing", "Problem")
              if not known(f"{name.lower()}.{code}")]  # fmt: skip
    assert silent == []


def test_every_word_the_program_asks_for_is_in_the_catalogue() -> None:
    silent = [(file, code) for file, _, code in calls("say") if not known(code)]
    assert silent == []


def test_every_error_has_its_sentence() -> None:
    silent = [
        (file, code) for file, _, code in calls("UserError", "NotFound", "Damaged") if "." in code and not known(code)
    ]
    assert silent == []
