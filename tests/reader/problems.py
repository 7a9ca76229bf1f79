"""How the reader refuses; the text is what vectors expect."""


class Refused(Exception):  # noqa: N818 - named as hoeder/errors.py names its refusals
    """What was read does not hold. `str()` is the outcome that a vector names."""


def tampered(what: str) -> Refused:
    """Say what was found wrong first."""
    return Refused(f"tampered: {what}")
