"""How a witness says no."""

from http import HTTPStatus


class Stop(Exception):  # noqa: N818
    """The witness cannot go on; the text says why in one sentence and what to do."""


class Refused(Exception):  # noqa: N818
    """A checkpoint is not cosigned. `status` is that of tlog-witness."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


class OtherSize(Refused):
    """The witness was further, or less far, than the request says: 409 with its size."""

    def __init__(self, size: int) -> None:
        super().__init__(HTTPStatus.CONFLICT, f"{size}\n")


class Contradiction(Refused):
    """The log contradicts what it signed before: 422, and the evidence is kept."""

    def __init__(self, text: str) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, text)
