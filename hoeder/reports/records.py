"""What receipts and talks owe the journal (see `hoeder.ledger.records`)."""

from hoeder.ledger.records import Table, begins, says
from hoeder.ledger.sayings import BY, CHAIN, DAY, member, officer
from hoeder.reports.models import Advice, Registration, Report

TABLES = [
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
RECEIPT = "the look-up id of her receipt, which no journal may hold; her case, or her talk, reached"
REPEATED = "by what the same request is known when it is sent again"
SAYS_NOTHING = {
    "reports.Report.receipt_id": f"{RECEIPT} by it, is held",
    "reports.Advice.receipt_id": f"{RECEIPT} by it, is held",
    "reports.Registration.receipt_id": f"{RECEIPT} by it, is held",
    "reports.Report.fingerprint": REPEATED,
    "reports.Advice.fingerprint": REPEATED,
}
NOT_YET = {
    "reports.Receipt": "no journal may tie her case, her talk and her file together. With another"
    " key in this row her own requests are refused, which she sees",
    "reports.Joint": "no journal of a case may say that others may come",
    "reports.Joined": "no journal of a case may say that it belongs with another",
}
