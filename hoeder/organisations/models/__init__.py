"""The tables of this domain: places, people, and the directory that says who reads what."""

from .custody import Custody, CustodyPlace
from .directories import Channel, ChannelReader, DirectoryVersion
from .duties import Undertaking
from .fields import today
from .people import Appointment, Officer, OfficerKey
from .places import Body, Function, Organisation, Unit, lines_of_reporting

__all__ = [
    "Undertaking",
    "Appointment",
    "Body",
    "Channel",
    "ChannelReader",
    "Custody",
    "CustodyPlace",
    "DirectoryVersion",
    "Function",
    "Officer",
    "OfficerKey",
    "Organisation",
    "Unit",
    "lines_of_reporting",
    "today",
]
