"""What anybody may fetch: the way in, the log, and whether the service is up."""

from django.urls import URLPattern, URLResolver, path

from hoeder.web.interface import route

from . import proofs, views, witnesses

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("api/log/witnesses", route(GET=witnesses.see_witnesses)),
    path("log/", witnesses.page, name="log"),
    path("log/newest", witnesses.newest, name="log-newest"),
    path("log/policy", witnesses.policy, name="log-policy"),
    path("log/cosignature", witnesses.cosignature, name="log-cosignature"),
    path("log/checkpoint", views.checkpoint, name="log-checkpoint"),
    path("log/key", views.key, name="log-key"),
    path("log/stamps", proofs.stamps, name="log-stamps"),
    path("log/stamps/<int:size>.tsr", proofs.stamp, name="log-stamp"),
    path("log/stamps/<int:size>.checkpoint", proofs.stamped, name="log-stamped"),
    path("log/release", proofs.release, name="log-release"),
    path("log/release/manifest", proofs.release_manifest, name="log-release-manifest"),
    path("log/tile/<path:place>", views.tile, name="log-tile"),
]
