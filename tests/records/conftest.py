from pathlib import Path

import pytest
from pytest_django import Settings

from tests.build import Cast
from tests.records.story import the_story
from tests.replaying import replayed


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys are that mask what the story stores: rows and keys belong together."""
    return tmp_path_factory.mktemp("story")


@pytest.fixture
def story(db: None, settings: Settings, kept: Path) -> Cast:
    """Two cases and all that can follow."""
    settings.ERASURE_DIR = kept / "erasure"
    settings.DATA_DIR = kept
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": kept / "files"},
        },
    }
    return replayed(the_story)
