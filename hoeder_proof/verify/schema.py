"""Holds a JSON value against the part of JSON Schema 2020-12 that `dossier.schema.json` uses."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SCHEMA = Path(__file__).with_name("dossier.schema.json")
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def load() -> dict[str, Any]:
    """Read the published schema."""
    return dict(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def fault_of_dossier(value: object) -> str | None:
    """Say where a value first departs from the schema of a dossier, None where it never does."""
    schema = load()
    return fault(value, schema, schema["$defs"], "")


def fault(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any], where: str) -> str | None:
    """Say where a value first departs from a schema."""
    if "$ref" in schema:
        return fault(value, defs[schema["$ref"].removeprefix("#/$defs/")], defs, where)
    if "anyOf" in schema:
        tried = [fault(value, one, defs, where) for one in schema["anyOf"]]
        return None if None in tried else tried[0]
    if not _fits(value, schema):
        return where or "."
    for name in schema.get("required", ()):
        if name not in value:
            return f"{where}.{name}"
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value and (found := fault(value[name], inner, defs, f"{where}.{name}")):
                return found
    if isinstance(value, list) and "items" in schema:
        for at, one in enumerate(value):
            if found := fault(one, schema["items"], defs, f"{where}[{at}]"):
                return found
    return None


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type")
    # A bool is an int in Python, and is none in JSON.
    if kind is not None and (
        not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool))
    ):
        return False
    if "const" in schema and (value != schema["const"] or isinstance(value, bool)):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
        return False
    if not isinstance(value, int):
        return True
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
