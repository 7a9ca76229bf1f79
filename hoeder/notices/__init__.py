"""Notices: who must be told that there is something to read, and when.

A notice is a holder, a kind and a day. It has no text: the mail that is sent says the same to
everybody, at fixed times, and never what there is to read.
"""
