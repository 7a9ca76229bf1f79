"""JSON in and out, strictly: one table of shapes reads, writes and documents it.

A class that is a `form` names the members of an object; the annotation of each says how it looks in
JSON (`Id`, `Key`, `Sealed`, …). `read` checks everything and says in one sentence which field is
wrong; `write` is its reverse; `hoeder.web.openapi` draws the published schemas from the same
classes. Nothing is guessed or repaired: an unknown, missing or doubled member is refused.
"""

import binascii
import dataclasses
import json
import re
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    NoReturn,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)
from typing import get_type_hints as hints_of
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.errors import NotValid

#: The largest whole number that every JSON reader keeps exactly (RFC 7493 §2.2).
LARGEST_NUMBER = 2**53 - 1

#: Without control characters, NUL among them, and halves of surrogate pairs: no database need store
#: these. A pattern of our own says what belongs instead, and none lets one of them in.
_STORABLE = "[^\x00-\x1f\ud800-\udfff]+"

Schema = dict[str, object]
T = TypeVar("T")


@dataclass_transform(frozen_default=True, eq_default=False)
def form(declared: type[T]) -> type[T]:
    """Declare the form of an object: a dataclass that only the type checker keeps from changing.

    There are two hundred, and nothing compares or prints one. Making what freezes, compares and
    prints them would take a tenth of each start.
    """
    return dataclasses.dataclass(eq=False, repr=False)(declared)


def read(form: type[T], body: bytes) -> T:
    """Read a request's body as `form`, a form, or raise NotValid."""
    value: T = shape_of(form).read(parse(body), "")
    return value


def write(form: Any, value: Any) -> bytes:
    """Write `value` as the JSON that `form` describes."""
    plain = shape_of(form).write(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def parse(body: bytes) -> object:
    """Parse UTF-8 JSON without doubled members, fractions, `NaN` or a byte order mark."""
    try:
        return json.loads(
            body.decode(),
            object_pairs_hook=_without_doubles,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        # `from None`: the exception quotes the body, and must not travel on.
        raise NotValid(_("What was sent is not well-formed JSON."), kind="malformed") from None


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refuse(_text: str) -> NoReturn:
    raise ValueError("only whole numbers are read")


class Shape(ABC):
    """How one value looks in JSON."""

    @abstractmethod
    def read(self, value: object, where: str) -> Any:
        """Turn parsed JSON into a Python value; `where` names the field in a refusal."""

    def write(self, value: Any) -> object:
        """Turn a Python value into plain JSON."""
        return value

    @abstractmethod
    def schema(self, parts: dict[str, Schema]) -> Schema:
        """Describe it as JSON Schema 2020-12; `parts` collects what is referred to by name."""


@dataclasses.dataclass(frozen=True)
class HexId(Shape):
    """A random id of 16 bytes."""

    PATTERN: ClassVar = re.compile(r"[0-9a-f]{32}")

    def read(self, value: object, where: str) -> UUID:
        if not isinstance(value, str) or not self.PATTERN.fullmatch(value):
            raise NotValid(
                _("The field “%(field)s” must be an id of 32 lower-case hexadecimal digits.")
                % {"field": where}
            )
        return UUID(hex=value)

    def write(self, value: UUID) -> str:
        return value.hex

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "string", "pattern": "^[0-9a-f]{32}$"}


@dataclasses.dataclass(frozen=True)
class Hex(Shape):
    """A key, hash or signature of so many bytes, kept as hexadecimal text."""

    size: int

    def read(self, value: object, where: str) -> str:
        digits = 2 * self.size
        if (
            not isinstance(value, str)
            or len(value) != digits
            or not re.fullmatch("[0-9a-f]+", value)
        ):
            raise NotValid(
                _("The field “%(field)s” must be %(digits)d lower-case hexadecimal digits.")
                % {"field": where, "digits": digits}
            )
        return value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "string", "pattern": f"^[0-9a-f]{{{2 * self.size}}}$"}


@dataclasses.dataclass(frozen=True)
class Base64(Shape):
    """Sealed bytes: standard base64 with padding (RFC 4648 §4)."""

    most: int

    def read(self, value: object, where: str) -> bytes:
        if not isinstance(value, str):
            raise NotValid(_("The field “%(field)s” must be base64 text.") % {"field": where})
        try:
            sealed = binascii.a2b_base64(value, strict_mode=True)
        except ValueError:
            raise NotValid(
                _("The field “%(field)s” must be base64 text.") % {"field": where}
            ) from None
        if not sealed:
            raise NotValid(_("The field “%(field)s” is empty.") % {"field": where})
        if len(sealed) > self.most:
            raise NotValid(
                _("The field “%(field)s” is longer than %(most)d bytes.")
                % {"field": where, "most": self.most}
            )
        return sealed

    def write(self, value: bytes | memoryview) -> str:
        return b64encode(value).decode("ascii")

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {
            "type": "string",
            "contentEncoding": "base64",
            "minLength": 4,
            "maxLength": (self.most + 2) // 3 * 4,
        }


@dataclasses.dataclass(frozen=True)
class Text(Shape):
    """Short text for machines or labels. Content of a report is never text here, only sealed."""

    most: int
    pattern: str | None = None

    def read(self, value: object, where: str) -> str:
        if not isinstance(value, str) or not value:
            raise NotValid(_("The field “%(field)s” must be text.") % {"field": where})
        if len(value) > self.most:
            raise NotValid(
                _("The field “%(field)s” is longer than %(most)d characters.")
                % {"field": where, "most": self.most}
            )
        if not re.fullmatch(self.pattern or _STORABLE, value):
            raise NotValid(
                _("The field “%(field)s” holds characters that do not belong there.")
                % {"field": where}
            )
        return value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        schema: Schema = {"type": "string", "minLength": 1, "maxLength": self.most}
        if self.pattern is not None:
            schema["pattern"] = f"^(?:{self.pattern})$"
        return schema


@dataclasses.dataclass(frozen=True)
class Whole(Shape):
    """A whole number between two bounds, both included."""

    least: int = 0
    most: int = LARGEST_NUMBER

    def read(self, value: object, where: str) -> int:
        if type(value) is not int or not self.least <= value <= self.most:
            raise NotValid(
                _("The field “%(field)s” must be a whole number from %(least)d to %(most)d.")
                % {"field": where, "least": self.least, "most": self.most}
            )
        return value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Flag(Shape):
    """True or false."""

    def read(self, value: object, where: str) -> bool:
        if not isinstance(value, bool):
            raise NotValid(_("The field “%(field)s” must be true or false.") % {"field": where})
        return value

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "boolean"}


class CalendarDay(Shape):
    """A day, `YYYY-MM-DD`."""

    def read(self, value: object, where: str) -> date:
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise NotValid(
            _("The field “%(field)s” must be a day, written as 2026-11-30.") % {"field": where}
        )

    def write(self, value: date) -> str:
        return value.isoformat()

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "string", "format": "date"}


class Anything(Shape):
    """Any JSON, for the one answer whose form is described elsewhere: the OpenAPI document."""

    def read(self, value: object, where: str) -> Any:
        """Refuse: only what the server answers may have any form."""
        raise TypeError(f"{where} has no form to be read by")

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"type": "object"}


@dataclasses.dataclass(frozen=True)
class Nullable(Shape):
    """The inner shape, or null."""

    inner: Shape

    def read(self, value: object, where: str) -> Any:
        return None if value is None else self.inner.read(value, where)

    def write(self, value: Any) -> object:
        return None if value is None else self.inner.write(value)

    def schema(self, parts: dict[str, Schema]) -> Schema:
        return {"anyOf": [self.inner.schema(parts), {"type": "null"}]}


@dataclasses.dataclass(frozen=True)
class Most:
    """How long a list may be. Stands beside `list[…]` in an annotation."""

    items: int


@dataclasses.dataclass(frozen=True)
class ListOf(Shape):
    """A list of one shape."""

    inner: Shape
    most: int | None

    def read(self, value: object, where: str) -> list[Any]:
        if not isinstance(value, list):
            raise NotValid(_("The field “%(field)s” must be a list.") % {"field": where})
        if self.most is not None and len(value) > self.most:
            raise NotValid(
                _("The field “%(field)s” holds more than %(most)d entries.")
                % {"field": where, "most": self.most}
            )
        return [self.inner.read(one, f"{where}[{at}]") for at, one in enumerate(value)]

    def write(self, value: Sequence[Any]) -> list[object]:
        return [self.inner.write(one) for one in value]

    def schema(self, parts: dict[str, Schema]) -> Schema:
        schema: Schema = {"type": "array", "items": self.inner.schema(parts)}
        if self.most is not None:
            schema["maxItems"] = self.most
        return schema


@dataclasses.dataclass(frozen=True)
class Members(Shape):
    """An object with exactly the members of a form."""

    form: Callable[..., Any]
    name: str
    summary: str
    members: dict[str, Shape]

    def read(self, value: object, where: str) -> Any:
        if not isinstance(value, dict):
            if where:
                raise NotValid(_("The field “%(field)s” must be an object.") % {"field": where})
            raise NotValid(_("What was sent must be a JSON object."))
        prefix = f"{where}." if where else ""
        if len(value) != len(self.members) or value.keys() != self.members.keys():
            self._refuse_members(value, prefix)
        return self.form(
            **{name: shape.read(value[name], prefix + name) for name, shape in self.members.items()}
        )

    def _refuse_members(self, value: dict[str, object], prefix: str) -> NoReturn:
        for name in self.members:
            if name not in value:
                raise NotValid(_("The field “%(field)s” is missing.") % {"field": prefix + name})
        # The unknown name itself is not repeated: it may be content that went astray.
        raise NotValid(
            _("Only these fields are known here: %(fields)s.")
            % {"fields": ", ".join(prefix + name for name in self.members)}
        )

    def write(self, value: Any) -> dict[str, object]:
        return {name: shape.write(getattr(value, name)) for name, shape in self.members.items()}

    def schema(self, parts: dict[str, Schema]) -> Schema:
        if self.name not in parts:
            # Taken before its members are drawn, so that a form within itself would end.
            parts[self.name] = {}
            parts[self.name] |= {
                "type": "object",
                "description": self.summary,
                "properties": {name: one.schema(parts) for name, one in self.members.items()},
                "required": list(self.members),
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{self.name}"}


def shape_of(hint: Any) -> Shape:
    """Find the shape behind an annotation; each is worked out once."""
    return _shape_of(hint)


@cache
def _shape_of(hint: Any) -> Shape:
    """Find the shape behind an annotation: a form, a list, or a name from below."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        for note in arguments[1:]:
            if isinstance(note, Shape):
                return note
            if isinstance(note, Most):
                return ListOf(shape_of(get_args(arguments[0])[0]), note.items)
    if origin is list:
        return ListOf(shape_of(arguments[0]), None)
    if origin in (UnionType, Union):
        (inner,) = (one for one in arguments if one is not NoneType)
        return Nullable(shape_of(inner))
    if hint is bool:
        return Flag()
    if hint is Anything:
        return Anything()
    if hint is str:
        return Text(most=100_000)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        members = hints_of(hint, include_extras=True)
        return Members(
            form=hint,
            name=hint.__name__,
            summary=" ".join((hint.__doc__ or "").split()),
            members={name: shape_of(one) for name, one in members.items()},
        )
    raise TypeError(f"No shape for {hint!r}.")


Id = Annotated[UUID, HexId()]
Key = Annotated[str, Hex(32)]
Signature = Annotated[str, Hex(64)]
Day = Annotated[date, CalendarDay()]
Number = Annotated[int, Whole()]
#: `reporter`, or `officer:` and the officer's id.
Holder = Annotated[str, Text(most=40, pattern="(reporter|officer:[0-9a-f]{32})")]
#: A post-quantum age recipient: Bech32 of a public key of 1 216 bytes (docs/spec/envelope.md).
Recipient = Annotated[str, Text(most=1_959, pattern="age1pq1[02-9ac-hj-np-z]{1952}")]
