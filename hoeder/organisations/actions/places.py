"""Organisation, bodies, units and functions."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.asking import must_administer, must_be_operator, must_be_well_formed
from hoeder.organisations.models import Body, Function, Officer, Organisation, Unit
from hoeder.organisations.rules import Operator


@transaction.atomic
def create_organisation(
    *, slug: str, name_nl: str, name_en: str, root: str, by: Officer | Operator
) -> Organisation:
    """Begin an organisation. `root` is the public half of its root key, which never changes."""
    must_be_operator(by)
    organisation = Organisation(slug=slug, name_nl=name_nl, name_en=name_en, root=root)
    must_be_well_formed(organisation)
    organisation.save(force_insert=True)
    ledger.append(
        kind="organisation.created",
        by=by,
        detail={"organisation": organisation.pk.hex, "root": organisation.root},
    )
    return organisation


@transaction.atomic
def create_body(
    *,
    organisation: Organisation,
    slug: str,
    name_nl: str,
    name_en: str,
    kind: Body.Kind,
    above: Body | None = None,
    law: str = "nl",
    time_zone: str = "Europe/Amsterdam",
    shows_readers: bool = False,
    by: Officer | Operator,
) -> Body:
    """Add a service, or the commission that stands above services."""
    must_be_operator(by)
    body = Body(
        organisation=organisation,
        slug=slug,
        name_nl=name_nl,
        name_en=name_en,
        kind=kind,
        above=above,
        law=law,
        time_zone=time_zone,
        shows_readers=shows_readers,
    )
    must_be_well_formed(body)
    body.save(force_insert=True)
    ledger.append(
        kind="body.created",
        by=by,
        detail={
            "body": body.pk.hex,
            "above": above.pk.hex if above else "",
            "organisation": organisation.pk.hex,
            "kind": str(body.kind),
            "law": body.law,
            "time_zone": body.time_zone,
            "shows_readers": int(body.shows_readers),
        },
    )
    return body


@transaction.atomic
def begin_grounds(*, body: Body, on: date, by: Officer | Operator) -> Body:
    """Begin the register of grounds of a body, from the month of that day (law.md RET-06).

    It is about everybody who works there, so it begins for all at once and never for one.
    """
    must_be_operator(by)
    body = Body.objects.select_for_update().get(pk=body.pk)
    if body.grounds_from is not None:
        raise NotNow(_("The register of this body has begun already."))
    body.grounds_from = on.replace(day=1)
    body.save(update_fields=["grounds_from"])
    ledger.append(
        kind="body.grounds-begun",
        by=by,
        detail={"body": body.pk.hex, "month": body.grounds_from.isoformat()},
    )
    return body


@transaction.atomic
def add_unit(
    *, body: Body, name_nl: str, name_en: str, parent: Unit | None = None, by: Officer | Operator
) -> Unit:
    """Add a part of a body, possibly inside another part."""
    must_administer(by, body)
    unit = Unit(body=body, name_nl=name_nl, name_en=name_en, parent=parent)
    must_be_well_formed(unit)
    unit.save(force_insert=True)
    detail = {
        "unit": unit.pk.hex,
        "body": body.pk.hex,
        "parent": parent.pk.hex if parent else "",
    }
    ledger.append(kind="unit.added", by=by, detail=detail)
    return unit


@transaction.atomic
def add_function(
    *,
    unit: Unit,
    title_nl: str,
    title_en: str,
    reports_to: Function | None = None,
    holder_name: str = "",
    holder: Officer | None = None,
    by: Officer | Operator,
) -> Function:
    """Add a place in the lines of reporting."""
    must_administer(by, unit.body)
    function = Function(
        unit=unit,
        title_nl=title_nl,
        title_en=title_en,
        reports_to=reports_to,
        holder_name=holder_name,
        holder=holder,
    )
    must_be_well_formed(function)
    function.save(force_insert=True)
    ledger.append(kind="function.added", by=by, detail=_as_event(function))
    return function


@transaction.atomic
def change_function(
    *,
    function: Function,
    reports_to: Function | None,
    holder_name: str,
    holder: Officer | None,
    by: Officer | Operator,
) -> None:
    """Say anew to whom a function reports and who holds it."""
    function = Function.objects.select_for_update().get(pk=function.pk)
    must_administer(by, function.unit.body)
    function.reports_to = reports_to
    function.holder_name = holder_name
    function.holder = holder
    must_be_well_formed(function)
    function.save(update_fields=["reports_to", "holder_name", "holder"])
    ledger.append(kind="function.changed", by=by, detail=_as_event(function))


def _as_event(function: Function) -> dict[str, str]:
    return {
        "function": function.pk.hex,
        "unit": function.unit_id.hex,
        "reports_to": function.reports_to_id.hex if function.reports_to_id else "",
        "officer": function.holder_id.hex if function.holder_id else "",
    }
