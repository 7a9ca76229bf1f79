"""Questions that the actions of retention begin with."""

from datetime import date

from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.errors import NotNow
from hoeder.retention.models import Category, Hold, Keeping, Record
from hoeder.retention.rules import DESTROYED, Action, RecordClass, needs_category, offer_over


def lock(case: Case) -> tuple[Case, Keeping]:
    """Lock a case and its keeping; refuse where keeping is not looked after yet, or any more."""
    case = guards.lock(case)
    keeping = Keeping.objects.filter(case=case, suspended_on=None).first()
    if keeping is None:
        raise NotNow(
            _("Keeping is decided about a closed case. This takes up to an hour after closing."),
            kind="no-keeping",
        )
    keeping.case = case
    return case, keeping


def is_held(case: Case) -> bool:
    """Tell whether somebody stops all destroying of this case (law.md REG-04)."""
    return Hold.objects.standing().filter(case=case).exists()


def category_of(case: Case, record: RecordClass) -> Category | None:
    """Find what the selectielijst of the body says of a class."""
    return Category.objects.filter(body=case.body_id, record=record).first()


def refuse_without_category(case: Case, record: RecordClass, day: date) -> None:
    """Refuse to destroy what the archive law keeps, or says nothing of (law.md REG-07)."""
    category = category_of(case, record)
    if category is not None and category.action == Action.KEEP:
        raise NotNow(
            _("The selection list of this body keeps “%(record)s” for good.")
            % {"record": record.label},
            kind="kept-for-good",
        )
    if category is None and needs_category(case.body.law, day):
        raise NotNow(
            _(
                "Your body has named no category of its selection list for “%(record)s”. Without "
                "one, nothing of it may be destroyed. Ask the administrator to name it."
            )
            % {"record": record.label},
            kind="category-needed",
        )


def days_of(keeping: Keeping) -> dict[str, str | int]:
    """Say in the ledger from when, when and why each class goes, and when somebody looks again."""
    said: dict[str, str | int] = {
        "again_on": keeping.review_on.isoformat() if keeping.review_on else ""
    }
    for one in keeping.records.all():
        said |= {
            f"{one.record}_from": one.not_before.isoformat(),
            f"{one.record}_until": one.destroy_on.isoformat() if one.destroy_on else "",
            f"{one.record}_ground": str(one.ground),
        }
    return said


def may_begin(keeping: Keeping, record: Record, day: date) -> bool:
    """Tell whether a class may be destroyed today."""
    case = keeping.case
    if keeping.suspended_on is not None or is_held(case):
        return False
    if record.begun_on is not None or record.destroy_on is None or record.destroy_on > day:
        return False
    if record.offered_on is None or offer_over(case.body.law, record.offered_on) > day:
        return False
    category = category_of(case, RecordClass(record.record))
    if category.action == Action.KEEP if category else needs_category(case.body.law, day):
        return False
    return record.record != RecordClass.CONTENT or _is_last(keeping)


def _is_last(keeping: Keeping) -> bool:
    """Tell whether all else that can go has gone: why it is kept stands in the conversation."""
    left = keeping.records.filter(record__in=DESTROYED, destroyed_on=None)
    return not left.exclude(record=RecordClass.CONTENT).exists()
