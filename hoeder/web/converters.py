"""How ids and numbers stand in a path. Anything that is not in its one form has no route: 404.

Importing this module makes `<hex:…>` and `<number:…>` known to Django's routes.
"""

from uuid import UUID

from django.urls import register_converter


class HexId:
    """A random id of 16 bytes as 32 lower-case hexadecimal digits, never with hyphens."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> UUID:
        return UUID(hex=value)

    def to_url(self, value: UUID) -> str:
        return value.hex


class SmallNumber:
    """A whole number of at most six digits, without leading zeros."""

    regex = "(?:0|[1-9][0-9]{0,5})"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(HexId, "hex")
register_converter(SmallNumber, "number")
