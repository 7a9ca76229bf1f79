"""`python -m hoeder verify TARGET`: what holds, what fails, which file, and why it matters.

TARGET is a dossier or a log folder (a folder or a ZIP), a certificate, a proof of report,
or, with --site, the address of a running service: only then is anything fetched, and only from
there.
Exit status: 0 all holds, 1 something fails, 2 it could not be read.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from hoeder_proof.verify import checking, words
from hoeder_proof.verify.findings import HOLDS, Findings
from hoeder_proof.verify.sources import LARGEST_TEXT, Damaged, Unreadable
from hoeder_proof.verify.states import Trust

ALL_HOLDS, SOMETHING_FAILS, NOT_READ = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Verify what the command line names; print what was found; return the exit status."""
    arguments = parser().parse_args(argv)
    findings = Findings()
    try:
        checking.check(findings, arguments.target, asked(arguments))
    except (Unreadable, Damaged) as refusal:
        print(_refused(refusal, arguments.language), file=sys.stderr)
        return NOT_READ
    except OSError as error:
        reason = words.sentence("target.no_file", arguments.language, file=error.filename or "")
        print(reason, file=sys.stderr)
        return NOT_READ
    show = as_json if arguments.json else as_text
    print(show(findings, arguments.target, arguments.language))
    return SOMETHING_FAILS if findings.failed else ALL_HOLDS


def parser() -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(
        prog="python -m hoeder verify",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("target", metavar="TARGET", help="a file or a folder, or an address")
    trusted = whole.add_mutually_exclusive_group()
    trusted.add_argument("--key", metavar="VKEY", help="the log's verifier key, as on paper")
    trusted.add_argument("--root", metavar="HEX", help="the organisation's root key, as on paper")
    whole.add_argument("--policy", type=Path, metavar="FILE", help="who must have co-signed")
    whole.add_argument(
        "--against",
        metavar="OTHER",
        help="another copy of the log, a checkpoint that somebody kept, the other side's dossier,"
        " or the sealed report that a proof of report is about",
    )
    whole.add_argument("--proof", metavar="FILE", help="a proof of report to hold against the log")
    whole.add_argument(
        "--authority", type=Path, metavar="PEM", help="the time-stamp authority's certificate"
    )
    whole.add_argument(
        "--at", type=date.fromisoformat, metavar="DATE", help="judge as on this day, not as today"
    )
    whole.add_argument("--site", action="store_true", help="TARGET is the address of a service")
    whole.add_argument("--language", choices=["nl", "en"], default="en")
    whole.add_argument("--json", action="store_true", help="for scripts")
    return whole


def asked(arguments: argparse.Namespace) -> checking.Asked:
    """Read what the verifier brings along, or refuse."""
    policy = None
    if arguments.policy is not None:
        policy = checking.text_of(arguments.policy)
    authority = arguments.authority.read_bytes()[:LARGEST_TEXT] if arguments.authority else None
    trust = Trust(
        key=arguments.key.strip() if arguments.key else None,
        root=arguments.root.strip().lower() if arguments.root else None,
        policy=policy,
        now=_moment(arguments.at),
        authority=authority,
    )
    checking.refuse_unusable(trust)
    return checking.Asked(
        trust=trust, against=arguments.against, proof=arguments.proof, site=arguments.site
    )


def _moment(day: date | None) -> int:
    """Return the end of a day, or now."""
    if day is None:
        return int(datetime.now(UTC).timestamp())
    return int(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC).timestamp())


def as_text(findings: Findings, target: str, language: str) -> str:
    """Say it to people: first what fails, then what could not be judged, then what holds."""
    order = {"fails": 0, "open": 1, HOLDS: 2}
    lines = [
        words.sentence("head", language, target=target, kind=words.kind(findings.kind, language))
    ]
    previous = None
    for row in sorted(findings.rows, key=lambda one: order[one.verdict]):
        if row.verdict != previous:
            lines += ["", words.heading(row.verdict, language)]
            previous = row.verdict
        where = f"{row.file}: " if row.file else ""
        lines.append(f"- {where}{row.text(language)}")
        if why := row.why(language):
            lines.append(f"  {why}")
    end = "end.fails" if findings.failed else "end.holds"
    return "\n".join([*lines, "", words.sentence(end, language, count=str(len(findings.failed)))])


def as_json(findings: Findings, target: str, language: str) -> str:
    """Say it to scripts."""
    rows = [
        {
            "verdict": row.verdict,
            "code": row.code,
            "file": row.file,
            "text": row.text(language),
            "why": row.why(language),
            "values": dict(row.values),
        }
        for row in findings.rows
    ]
    whole = {
        "target": target,
        "kind": findings.kind,
        "holds": not findings.failed,
        "findings": rows,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _refused(refusal: Unreadable | Damaged, language: str) -> str:
    if isinstance(refusal, Unreadable):
        values = {name: words.shown(value) for name, value in refusal.values.items()}
        return words.sentence(refusal.code, language, file=refusal.file, **values)
    return words.sentence("target.damaged", language, file=words.shown(refusal.args[0]))
