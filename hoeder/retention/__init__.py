"""Retention: what of a closed case is kept, until when, and how it is destroyed.

A closed case has a *keeping* with a row for each *class* of its records. Under a law with a fixed
term, that term decides; under one with a criterion, two officers decide with sealed reasons, and
look again on the day of *review*. A *hold* stops destroying and lets nobody in. Before anything
goes the reporter is *offered* her own pack; after it a *declaration* says what went, and names
nobody.

Promise: nothing is kept without a reason and a day, nothing goes while somebody holds it, and what
was destroyed opens to nobody, from no backup.
"""
