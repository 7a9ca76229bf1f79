"""The page on which an officer reads and accepts the duties of their roles (law.md DTY-04).

It stands before the desk and the pages about people: those lead here until this was done. It asks
for the second factor and shows no case, no name and no key.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hoeder.organisations import actions as organisations
from hoeder.organisations.duties import ARTICLES, BY_ROLE, FOR_EVERYBODY, VERSION, RoleDuty
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.web.accounts import before_duties, officer_of, place_of_work


@dataclass(frozen=True)
class Shown:
    """One duty on the page."""

    text: str
    article: str


class ReadForm(forms.Form):
    """Which text was read, and for which roles."""

    version = forms.IntegerField(min_value=0)
    roles = forms.CharField(required=False)


@require_http_methods(["GET", "POST"])
@never_cache
@before_duties
def duties(request: HttpRequest) -> HttpResponse:
    """Show what the visitor accepts, or accepted; and keep that they do."""
    officer = officer_of(request)
    onward = _onward(request)
    form = ReadForm(request.POST)
    if request.method == "POST" and form.is_valid():
        organisations.accept_duties(
            version=form.cleaned_data["version"],
            roles=[Role(one) for one in form.cleaned_data["roles"].split() if one in Role.values],
            by=officer,
        )
        return redirect(onward)
    return render(request, "account/duties.html", _page(officer) | {"onward": onward})


def _page(officer: Officer) -> dict[str, Any]:
    roles = officer.roles()
    return {
        "why": officer.duties_asked(),
        "accepted": officer.undertaking(),
        "version": VERSION,
        "roles": " ".join(roles),
        "for_everybody": _shown(FOR_EVERYBODY),
        "by_role": [(role.label, _shown(BY_ROLE[role])) for role in roles],
    }


def _shown(duties: tuple[RoleDuty, ...]) -> list[Shown]:
    return [Shown(str(duty.label), ARTICLES[duty]) for duty in duties]


def _onward(request: HttpRequest) -> str:
    """Give the page that led here, if it is one of ours; else where this officer works."""
    wanted = request.GET.get("next", "")
    if wanted != reverse("duties") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return place_of_work(request)
