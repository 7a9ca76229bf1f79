"""Print the OpenAPI document: `manage.py openapi > docs/spec/openapi.json`, or `make fix`."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from hoeder.web.openapi import document


class Command(BaseCommand):
    help = "Print the OpenAPI document of every JSON route."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(json.dumps(document(), ensure_ascii=False, indent=1))
