"""Grades that expert reviews give instead of a stance."""

import attrs

from alstx.model import fields
from alstx.vocab import LetterGrade, ReviewAspect


@attrs.frozen(kw_only=True)
class Grade:
    """Grade of an expert review for one aspect of a treatment.

    Attributes:
        aspect: What is graded.
        grade: The letter, as printed.

    Example:
        >>> Grade(aspect=ReviewAspect.CASES, grade=LetterGrade.A).grade.value
        'a'
    """

    aspect: ReviewAspect = attrs.field(validator=fields.is_a(ReviewAspect))
    grade: LetterGrade = attrs.field(validator=fields.is_a(LetterGrade))
