"""Everything that changes the organisation, its people, their keys and the directory."""

from .custody import mark_ready, set_custody
from .directories import open_channel, publish_directory, set_readers
from .duties import accept_duties
from .keys import confirm_key, register_key, rewrap_key, withdraw_key
from .people import (
    accept_invitation,
    appoint,
    change_password,
    deactivate_officer,
    end_appointment,
    forget_second_factor,
    invite_again,
    invite_officer,
    record_sign_in,
    renew_hash,
)
from .places import (
    add_function,
    add_unit,
    begin_grounds,
    change_function,
    create_body,
    create_organisation,
)

__all__ = [
    "accept_duties",
    "accept_invitation",
    "add_function",
    "add_unit",
    "appoint",
    "begin_grounds",
    "change_function",
    "change_password",
    "confirm_key",
    "create_body",
    "create_organisation",
    "deactivate_officer",
    "end_appointment",
    "forget_second_factor",
    "invite_again",
    "invite_officer",
    "mark_ready",
    "open_channel",
    "publish_directory",
    "record_sign_in",
    "renew_hash",
    "register_key",
    "rewrap_key",
    "set_custody",
    "set_readers",
    "withdraw_key",
]
