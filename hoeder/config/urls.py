"""Every route, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("hoeder.web.public.urls")),
    path("", include("hoeder.web.reporter.urls")),
    path("", include("hoeder.web.officer.urls")),
    path("", include("hoeder.web.administrator.urls")),
    path("account/", include("allauth.urls")),
]
