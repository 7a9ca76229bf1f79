"""Everything that changes rooms, and every hand-over of what is in them."""

from .attachments import begin_attachment, fetch_piece, forget_unfinished, store_piece
from .items import Fetched, Stored, add_item, fetch_items
from .members import end_memberships, grant_member, leave, open_room, start_epoch

__all__ = [
    "begin_attachment",
    "fetch_piece",
    "forget_unfinished",
    "store_piece",
    "Fetched",
    "Stored",
    "add_item",
    "fetch_items",
    "end_memberships",
    "grant_member",
    "leave",
    "open_room",
    "start_epoch",
]
