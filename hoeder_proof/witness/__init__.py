"""A witness (C2SP tlog-witness): signs that a log only grew since it last looked.

It has its own key, its own folder and its own clock, and runs where the server's administrator has
no say: on a PC of the commission or the works council. What it promises with each signature is
that it never signed another history of that log; so it remembers, durably, before it signs.
"""
