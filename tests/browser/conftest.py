"""A real chat over a real library, and a real Chromium to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

pytest.importorskip(
    "playwright", reason="playwright is not installed: pip install scenario-qa[test]"
)

from playwright import sync_api

from chat.server.door import LOCAL

from .visits import ARTEFACTS, PHONE, Site, Visit

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def chromium() -> Iterator[sync_api.Browser]:
    found = shutil.which("chromium")
    if not found:
        pytest.skip("chromium is not installed: apt-get install chromium")
    ARTEFACTS.mkdir(exist_ok=True)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(site: Site, chromium: sync_api.Browser) -> Iterator[Visit]:
    one = Visit(chromium, site.address)
    yield one
    one.close()


@pytest.fixture
def phone(site: Site, chromium: sync_api.Browser) -> Iterator[Visit]:
    one = Visit(chromium, site.address, viewport=PHONE, has_touch=True, is_mobile=True)
    yield one
    one.close()


@pytest.fixture(params=["desktop", "phone"])
def sized(
    request: pytest.FixtureRequest, site: Site, chromium: sync_api.Browser
) -> Iterator[Visit]:
    """A window on a desktop, then one on a phone."""
    size = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    one = Visit(chromium, site.address, **(size if request.param == "phone" else {}))
    one.picture_prefix = request.param
    yield one
    one.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A chat over the sample documents."""
    one = Site(tmp_path_factory.mktemp("chat") / "library")
    one.desk.keeper.ingest_sample(lambda stage, done, total, name: None, LOCAL)
    yield one
    one.close()
