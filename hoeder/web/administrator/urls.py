"""Pages about people and their keys."""

from django.urls import URLPattern, URLResolver, path

import hoeder.web.converters  # noqa: F401
from hoeder.web.administrator import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", views.people, name="people"),
    path("people/keys/<hex:key>/confirm/", views.confirm_key, name="confirm-key"),
    path("people/keys/<hex:key>/withdraw/", views.withdraw_key, name="withdraw-key"),
]
