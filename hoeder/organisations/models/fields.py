"""What several tables of this domain share."""

import datetime

from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import get_language

HEX_32_BYTES = RegexValidator(r"\A[0-9a-f]{64}\Z")
HEX_64_BYTES = RegexValidator(r"\A[0-9a-f]{128}\Z")


def today() -> datetime.date:
    """Return the current day, in UTC."""
    return timezone.now().date()


def in_language(nl: str, en: str) -> str:
    """Choose the text in the visitor's language."""
    return nl if (get_language() or "").startswith("nl") else en
