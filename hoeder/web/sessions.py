"""Sessions of officers, of which the database keeps no key that a browser could show.

Whoever has a copy of the database would else be signed in as everybody who is, until their sessions
end. The key is random and long, so its plain hash tells nothing of it.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

#: What the table of the library has room for: 160 bits.
_LENGTH = 40


def kept(session_key: str) -> str:
    """Give what is stored in the place of a session's key."""
    return sha256(session_key.encode()).hexdigest()[:_LENGTH]


class SessionStore(db.SessionStore):
    """Django's own, which looks for the hash. Nothing here is asynchronous."""

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = Session.objects.filter(
            session_key=kept(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            # Whatever is begun instead gets a key of ours, never one that somebody brought along.
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Tell whether a key is taken."""
        return super().exists(kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row that is stored."""
        row = super().create_model_instance(data)
        row.session_key = kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one when none is named."""
        ended = session_key or self.session_key
        if ended is not None:
            super().delete(kept(ended))
