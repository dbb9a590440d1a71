"""Filters by dosage form: what may go down a feeding tube, is liquid, or needs no swallowing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from alstx.ids import RefKind
from alstx.vocab import Handling

if TYPE_CHECKING:
    from alstx.model.uses import Form

UNKNOWN = "unknown"
_FLAG = ("true", "false", UNKNOWN)
_UNREAD = (
    "Tables that may tell and could not be read whole: Klang 2023, Medicina 2023;59:1913, "
    "NHS Grampian MGPG1096, NEEMMC, White and Bradnam"
)


def tube(record: Any) -> Iterable[str]:
    """Return the words for a feeding tube: the best that is known of a form.

    What may go down it stands under *with-care* as well. *no* is said only where it holds of each
    form of which the question can be asked, so that "unknown" is told apart from it.
    """
    answers = {form.tube for form in _forms(record)} - {None}
    if Handling.YES in answers:
        return ("true", "with-care")
    if Handling.WITH_CARE in answers:
        return ("with-care",)
    if answers == {Handling.NO}:
        return ("no",)
    return (UNKNOWN,) if answers or _is_unseen(record) else ()


def form(record: Any) -> Iterable[str]:
    """Return the dosage forms, what these are, such as *tablet*, and the routes."""
    forms = _forms(record)
    words = [word for form in forms for word in (form.dosage_form, *_kinds(form), *form.routes)]
    return dict.fromkeys(words) if words else _unseen(record)


def _kinds(form: Form) -> Iterable[str]:
    """Return what a form is in one word: the last of *film-coated tablet*."""
    words = form.dosage_form.replace(",", " ").split()
    return [words[-1]] if words[-1].isalpha() else []


def liquid(record: Any) -> Iterable[str]:
    """Return whether there is a liquid to be swallowed or put down a tube."""
    forms = _forms(record)
    return (str(any(form.liquid for form in forms)).lower(),) if forms else _unseen(record)


def by_mouth(record: Any) -> Iterable[str]:
    """Return whether there is a form to be swallowed, and one that needs no swallowing."""
    forms = _forms(record)
    return {str(form.by_mouth).lower(): None for form in forms} if forms else _unseen(record)


def left_out(asked: Collection[str], count: int) -> str | None:
    """Say how many a filter on forms left out because nothing was read that tells.

    Args:
        asked: Names of the filters.
        count: How many are unknown.
    """
    if not count:
        return None
    many = "1 medicine is" if count == 1 else f"{count} medicines are"
    told = f"{many} left out, for what was read does not tell; unknown is not no"
    return f"{told}. {_UNREAD}" if "tube" in asked else told


def _forms(record: Any) -> tuple[Form, ...]:
    forms: tuple[Form, ...] = record.forms
    return forms


def _is_unseen(record: Any) -> bool:
    """Return whether it is a medicine of which no form is recorded."""
    ref = getattr(record, "intervention", None) or record.ref
    return ref.kind is RefKind.MEDICATIONS and not record.forms


def _unseen(record: Any) -> Iterable[str]:
    return (UNKNOWN,) if _is_unseen(record) else ()


FILTERS: Mapping[str, tuple[tuple[str, ...], Callable[[Any], Iterable[str]]]] = {
    "tube": (("true", "with-care", "no", UNKNOWN), tube),
    "form": ((), form),
    "liquid": (_FLAG, liquid),
    "by_mouth": (_FLAG, by_mouth),
}
"""The words of each filter, and their records; *form* has those that records have."""
