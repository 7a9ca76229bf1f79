"""The demo: the Kustdienst with its cast, filled through the public interface.

`make run` serves it. Everything of it lies under `var/demo`; delete that folder to begin anew.
"""
