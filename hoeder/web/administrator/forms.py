"""What the pages about people ask."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ComparedForm(forms.Form):
    """The statement of a second person."""

    compared = forms.BooleanField(
        error_messages={"required": _("Call first. Confirm only when all ten groups are the same.")}
    )
