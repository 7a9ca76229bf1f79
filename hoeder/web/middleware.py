"""What happens around every request.

`Headers` is the outermost: it forgets who asked, and tells the browser what a page may do.
`WithoutCookies` answers the interface of reporters before any code that knows of sessions, cookies
or accounts has run: such code cannot leak what it never sees. `Refusals` turns what a page's action
refused into an answer.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from hoeder.web.problems import answer_exception

Next = Callable[[HttpRequest], HttpResponseBase]

#: No nonce and no hash: pages are static files, so nothing in them differs between visitors.
POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    # The viewer, which draws a verified PDF.
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

#: For the page that draws files which strangers sent: no origin, no network, our own scripts only.
VIEWER_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; worker-src blob:; connect-src 'none';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
#: What a page without an origin loads. Anybody may have these: they are the same everywhere.
VIEWER_FILES: Final = "/static/viewer"

#: Everything that a page could ask of the device and that ours never do.
POWERFUL: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)


def policy(**changes: str) -> str:
    """Write the Content-Security-Policy; `frame_ancestors="'self'"` changes one line of it."""
    lines = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in lines.items())


#: A page may set one of these itself; the viewer does, to be framed by our own pages.
HEADERS: Final = {
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in POWERFUL),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

#: What says something about a page, and nothing about a script, a style sheet or a list of words.
#: A reporter on a slow line waits for each of these bytes with every file.
OF_PAGES: Final = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "X-Frame-Options",
)
OF_FILES: Final = {name: value for name, value in HEADERS.items() if name not in OF_PAGES}
#: JSON and pieces of files are no pages either. Whoever opens one by its address sees text that may
#: load nothing at all, and no frame may show it.
OF_DATA: Final = OF_FILES | {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"
}
DATA: Final = ("application/json", "application/problem+json", "application/octet-stream")
#: A worker is bound by the policy that comes with its own file, as a page is.
WORKERS: Final = ("/static/worker", VIEWER_FILES)
#: The desk's worker, which stretches passphrases: the one place where WebAssembly may run.
STRETCHING: Final = "/static/worker."

#: With `no-referrer`, browsers send `Origin: null` when a form is posted, and Django's check of
#: the origin then refuses it. Pages with forms tell our own site, and no other, where one was.
WITH_FORMS: Final = ("/account/", "/invitation/", "/people/")

#: What could say who asked, and from where. Nothing in this server reads it.
TRACES: Final = (
    "HTTP_CLIENT_IP",
    "HTTP_FORWARDED",
    "HTTP_USER_AGENT",
    "HTTP_VIA",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "REMOTE_HOST",
    "REMOTE_PORT",
    "REMOTE_USER",
)

#: The interface without cookies. `/api/desk/` is the officers' and needs their session.
COOKIELESS: Final = (
    "/api/my/",
    "/api/advice",
    "/api/alarms",
    "/api/joint",
    "/api/reports",
    "/api/organisations/",
    "/api/openapi.json",
)


def _is_file(path: str) -> bool:
    return path.startswith("/static/") and not path.startswith(WORKERS)


def _headers_of(path: str, response: HttpResponseBase) -> dict[str, str]:
    """Choose what goes with a page, with a file or with data."""
    if _is_file(path):
        return OF_FILES
    kind, _, _ = response.headers.get("Content-Type", "").partition(";")
    return OF_DATA if kind in DATA else HEADERS


class Headers:
    """Forget who asked; say what the browser may do with the answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name in TRACES:
            request.META.pop(name, None)
        # The name must exist (PEP 3333); the same value for everybody says nothing.
        request.META["REMOTE_ADDR"] = "0.0.0.0"  # noqa: S104
        response = self.get_response(request)
        if request.path_info.startswith(VIEWER_FILES):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.path_info.startswith(STRETCHING):
            response.headers["Content-Security-Policy"] = policy(
                script_src="'self' 'wasm-unsafe-eval'"
            )
        for name, value in _headers_of(request.path_info, response).items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith(WITH_FORMS):
            response.headers["Referrer-Policy"] = "same-origin"
        if request.path_info.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class WithoutCookies:
    """Answer the interface of reporters here, before sessions and accounts exist."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(COOKIELESS):
            return self.get_response(request)
        with translation.override(language_of(request)):
            try:
                found = get_resolver("hoeder.web.reporter.urls").resolve(request.path_info)
                response: HttpResponse = found.func(request, *found.args, **found.kwargs)
            except Exception as fault:  # noqa: BLE001
                response = answer_exception(request, fault)
        # Django's CommonMiddleware, which is not reached, would do the same: without it an answer
        # goes out in chunks, and whoever reads it waits for one more to know that it has ended.
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


class Refusals:
    """Turn what a view raised into an answer, so that no view needs a `try`."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse:
        """Called by Django with whatever a view raised."""
        return answer_exception(request, fault)


def language_of(request: HttpRequest) -> str:
    """Choose between our languages by Accept-Language alone: no cookie, no path."""
    ours = {code for code, _name in settings.LANGUAGES}
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = wanted.lower().partition("-")[0]
        if language in ours:
            return language
    return str(settings.LANGUAGE_CODE)
