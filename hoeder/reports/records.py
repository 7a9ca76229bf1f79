"""What receipts and talks owe the journal (see `hoeder.ledger.records`)."""

from django.db.models import Q

from hoeder.ledger.records import Table, begins, for_each, says
from hoeder.ledger.sayings import BY, CHAIN, DAY, member, officer, veiled
from hoeder.reports.models import Advice, Joined, Joint, Receipt, Registration, Report
from hoeder.reports.receiving import TIED

#: Her case, her talk and her file each have a journal that says nothing of the others. So a receipt
#: is held from three sides: the first event of each commits to all that this row ties together.
RECEIPT = {"receipt": veiled("receipt")}
TIE = {"receipt": TIED}

TABLES = [
    Table(
        Receipt,
        side="case",
        # Whoever asked advice has no case yet.
        where=Q(talk=None) | Q(report__isnull=False),
        key=("case",),
        digests=TIE,
        tells={
            "case.received": begins(case=CHAIN, **RECEIPT),
            "alarm.elsewhere": begins(case=CHAIN, **RECEIPT),
            "receipt.possessed": says(case=CHAIN, **RECEIPT),
        },
    ),
    Table(
        Receipt,
        side="talk",
        where=Q(talk__isnull=False),
        key=("talk",),
        digests=TIE,
        tells={"advice.begun": begins(talk=CHAIN, **RECEIPT)},
    ),
    Table(
        Receipt,
        side="file",
        where=Q(file__isnull=False),
        key=("file",),
        digests=TIE,
        tells={"file.opened": begins(file=CHAIN, **RECEIPT)},
    ),
    Table(
        Joint,
        key=("code",),
        veiled=("code",),
        tells={
            "joint.made": begins(code=member("joint"), receipt__case=veiled("case"), made_on=DAY)
        },
    ),
    Table(
        Joined,
        key=("case",),
        veiled=("case",),
        digests={"together": ("case", "group")},
        tells={
            "report.joined": for_each(
                "case_", begins(case=member("each"), together=veiled("together_{place}"))
            )
        },
    ),
    Table(
        Report,
        key=("receipt__case",),
        tells={
            "case.received": begins(
                receipt__case=CHAIN,
                channel_id=member("channel"),
                directory=member("directory"),
                received_on=member("received_on"),
            )
        },
    ),
    Table(
        Advice,
        key=("receipt__talk",),
        tells={
            "advice.begun": begins(
                receipt__talk=CHAIN, adviser_id=officer("holder_1"), begun_on=DAY
            )
        },
    ),
    Table(
        Registration,
        key=("receipt__case",),
        tells={
            "case.registered": begins(receipt__case=CHAIN, by_id=BY, registered_on=DAY),
            "receipt.possessed": says(receipt__case=CHAIN, possessed_on=DAY),
        },
    ),
]
LOOKUP = "the look-up id of her receipt, which no journal may hold; her case, or her talk, reached"
REPEATED = "by what the same request is known when it is sent again"
SAYS_NOTHING = {
    "reports.Report.receipt_id": f"{LOOKUP} by it, is held",
    "reports.Advice.receipt_id": f"{LOOKUP} by it, is held",
    "reports.Registration.receipt_id": f"{LOOKUP} by it, is held",
    "reports.Joint.receipt_id": f"{LOOKUP} by it, is held",
    "reports.Report.fingerprint": REPEATED,
    "reports.Advice.fingerprint": REPEATED,
}
