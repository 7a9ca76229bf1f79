"""Every route, by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("hoeder.web.public.urls")),
    path("", include("hoeder.web.reporter.urls")),
    path("", include("hoeder.web.officer.urls")),
    path("", include("hoeder.web.administrator.urls")),
    path("", include("hoeder.web.account_urls")),
]

# When no view was reached, the answer is the same as from within one.
handler400 = "hoeder.web.problems.malformed"
handler403 = "hoeder.web.problems.not_allowed"
handler404 = "hoeder.web.problems.not_found"
handler500 = "hoeder.web.problems.failed"
