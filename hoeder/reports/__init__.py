"""Reports: what a reporter sent, and the receipt that lets her come back.

A *receipt* is what the server keeps of nine words: the hash of a look-up id, and public keys. A
*report* says through which channel something sealed came in, on which day, for which case.
*Advice* is a talk with one confidential adviser: no report, no case, no date.

Promise: from what is stored here, nobody can compute a receipt or tell who sent it. Pressing
"send" twice makes one report. Whoever advised is never let into the case that follows.
"""
