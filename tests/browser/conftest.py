"""A real chat over a real library, and a real Chromium to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

pytest.importorskip(
    "playwright", reason="playwright is not installed: pip install scenario-qa[test]"
)

from playwright import sync_api

from .visits import ARTEFACTS, HANDHELD, Site, Visit, open_chromium, sample_site


@pytest.fixture(scope="package")
def chromium() -> Iterator[sync_api.Browser]:
    found = shutil.which("chromium")
    if not found:
        pytest.skip("chromium is not installed: apt-get install chromium")
    ARTEFACTS.mkdir(exist_ok=True)
    with open_chromium(found) as browser:
        yield browser


@pytest.fixture
def visit(site: Site, chromium: sync_api.Browser) -> Iterator[Visit]:
    one = Visit(chromium, site.address)
    yield one
    one.close()


@pytest.fixture
def phone(site: Site, chromium: sync_api.Browser) -> Iterator[Visit]:
    one = Visit(chromium, site.address, **HANDHELD)
    yield one
    one.close()


@pytest.fixture(params=["desktop", "phone"])
def sized(
    request: pytest.FixtureRequest, site: Site, chromium: sync_api.Browser
) -> Iterator[Visit]:
    """A window on a desktop, then one on a phone."""
    one = Visit(chromium, site.address, **(HANDHELD if request.param == "phone" else {}))
    one.picture_prefix = request.param
    yield one
    one.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A chat over the sample documents."""
    one = sample_site(tmp_path_factory.mktemp("chat") / "library")
    yield one
    one.close()
