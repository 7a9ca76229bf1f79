"""`python -m hoeder verify`: what holds, what fails, which file, and why it matters.

A *dossier*, a *log folder*, a *proof of report* or a certificate is read with distrust: names,
sizes and forms are checked before anything is used, and nothing in it is run. Without `--site`
nothing is fetched. Each thing that was looked at becomes a finding that holds, that fails, or that
could not be judged; a failing one names its file. Exact bytes: `docs/spec/dossier.md`,
`docs/spec/ledger.md`.
"""
