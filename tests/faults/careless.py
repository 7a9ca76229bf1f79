"""The settings of a server that is broken on purpose: it writes down what is sent to it."""

import base64
import sys
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hoeder.config.settings import *  # noqa: F403
from hoeder.config.settings import MIDDLEWARE as SOUND


class WritesBodiesDown:
    """What somebody adds "for a moment, to find a fault"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        body = base64.b64encode(request.body).decode()
        print(f"{request.method} {request.path} {body}", file=sys.stderr, flush=True)
        return self.get_response(request)


MIDDLEWARE = ["tests.faults.careless.WritesBodiesDown", *SOUND]
