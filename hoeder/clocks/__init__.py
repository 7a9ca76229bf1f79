"""Clocks: dates that the law sets or that somebody promised.

A *clock* runs for one case, is due on a day in the legal time zone of the body, and is *met* or
*missed*. A missed clock can still be met; that it was missed stays.

Promise: dates come from dated law tables with their sources. A missed clock is written in the
ledger by itself and once; nobody can pause, extend or back-date one.
"""
