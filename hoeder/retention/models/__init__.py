"""The tables of retention."""

from .holds import Hold
from .keepings import Category, Decision, Keeping, Record

__all__ = ["Category", "Decision", "Hold", "Keeping", "Record"]
