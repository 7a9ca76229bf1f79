"""Oversight: the commission looks at how reporters were treated, and at who did nothing.

An *escalation* brings a case to the level above the one in default: by the reporter's press, by a
missed date, by an alarm. A *review* ends in *findings* on protection and on care, apart, and in
*recommendations* with an owner and a date. A *breach* of duty is decided upon or stays open.
A *yearly report* is published once and never changed.

Promise: doing nothing becomes visible by itself, to somebody above whoever did nothing; nobody is
told alone of their own default; no figure that is published tells of fewer than ten.
"""
