"""One running chat, and one browser window that looks at it."""

from __future__ import annotations

import atexit
import gc
import io
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from playwright import sync_api

from app import build_app, launch
from chat.desk import Desk
from chat.server.door import LOCAL, Door
from rag.config import ReaderSettings, ServerSettings, Settings

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
ROOT = Path(__file__).resolve().parents[2]
DESKTOP = {"width": 1366, "height": 820}
PHONE = {"width": 390, "height": 844}
HANDHELD: dict[str, object] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
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
PASSWORD = "两个黄鹂鸣翠柳一行白鹭"
ANSWERED = "什么是首试首用？"
RULES = ReaderSettings(backend="rules")  # the trained reader takes time that a page needs not
MARKS = [
    pytest.mark.browser,
    pytest.mark.integration,
    # gradio counts requests by ways of pandas that pandas is about to drop; as an error in
    # the server's thread that would leave the page waiting for ever.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    # gradio leaves event loops of its threads to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


class Site:
    """One running chat with a library of its own."""

    def __init__(
        self,
        library: Path,
        desk_type: type[Desk] = Desk,
        server: ServerSettings | None = None,
        accounts: Mapping[str, str] | None = None,
        reader: ReaderSettings = RULES,
    ) -> None:
        self.settings = Settings(
            library=library, server=server or ServerSettings(port=0), reader=reader
        )
        self.desk = desk_type(self.settings)
        for name, role in (accounts or {}).items():
            Door(self.desk.ledger.accounts).add(name, role, PASSWORD)
        self._page = build_app(self.desk)
        self.address = launch(self._page, self.desk, block=False)

    def close(self) -> None:
        self._page.close(verbose=False)
        self.desk.close()
        with warnings.catch_warnings():
            # What gradio leaves unclosed is collected here, not during someone else's test.
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@contextmanager
def open_chromium(path: str) -> Iterator[sync_api.Browser]:
    """Start the Chromium at a path; it ends with the block."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@cache
def _ingested() -> Path:
    """Ingest the sample documents once for all sites of this process; they get copies."""
    folder = Path(tempfile.mkdtemp(prefix="scenario-qa-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    desk = Desk(Settings(library=folder / "library"))
    desk.keeper.ingest_sample(lambda stage, done, total, name: None, LOCAL)
    desk.close()
    return folder / "library"


def sample_site(
    library: Path,
    desk_type: type[Desk] = Desk,
    server: ServerSettings | None = None,
    accounts: Mapping[str, str] | None = None,
    reader: ReaderSettings = RULES,
) -> Site:
    """Start a chat over the sample documents, in a library of its own."""
    shutil.copytree(_ingested(), library)
    return Site(library, desk_type, server, accounts, reader)


TABS = {
    "资料库": "#documents .document",
    "背景导读": "#guide-briefing",
    "评测": "#runs p, #runs table",
}


class Visit:
    """One browser window that notes everything a page should never do."""

    def __init__(self, browser: sync_api.Browser, address: str, **options: object) -> None:
        self._context = browser.new_context(
            **{"locale": "zh-CN", "viewport": DESKTOP, **options}  # type: ignore[arg-type]  # plain keywords
        )
        self._context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self._context.new_page()
        self.page.set_default_timeout(60_000)
        self.wrong: list[str] = []
        self.picture_prefix = ""
        self.page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("console", self._console)
        self.page.on("request", self._request)
        self._home = address.partition("#")[0]
        self.page.goto(address)

    def _dialog(self, dialog: sync_api.Dialog) -> None:
        self.wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _console(self, message: sync_api.ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"console {message.text}")

    def _request(self, request: sync_api.Request) -> None:
        if not request.url.startswith((self._home, "data:", "blob:")):
            self.wrong.append(f"outside request {request.url}")

    def ask(self, question: str) -> None:
        """Type a question, send it with Enter and wait for the whole answer."""
        turns = self.page.locator(".turn").count()
        self.send(question)
        self.page.wait_for_selector(f"#turn-{turns + 1}[aria-busy=false]")

    def send(self, question: str) -> None:
        """Type a question and send it with Enter."""
        # What is typed before the page is ready is lost.
        self.page.wait_for_selector(".welcome, .turn", state="attached")
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")

    def upload(self, *files: Path) -> None:
        """Put files in and wait until they are all dealt with."""
        self.page.get_by_role("tab", name="资料库").click()
        # The outcome of an earlier upload is marked; the page drops the mark as it redraws.
        self.page.evaluate(
            "document.querySelectorAll('#intake .task').forEach(row => row.dataset.old = '')"
        )
        self.page.set_input_files("#upload input[type=file]", list(files))
        self.page.wait_for_selector("#intake .task:not([data-old]):has-text('处理完成')")

    def reload(self) -> None:
        """Load the page again; what the page that was left says of its lost stream is dropped."""
        self.page.reload()
        self.page.wait_for_selector("#question textarea", state="attached")
        lost = ("AbortError", "Connection errored out")
        self.wrong = [told for told in self.wrong if not any(words in told for words in lost)]

    def go(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab).click()

    def other_tabs(self) -> Iterator[str]:
        """Go from tab to tab beside the questions; each is named once it is filled."""
        for tab, ready in TABS.items():
            self.go(tab)
            self.page.wait_for_selector(ready)
            yield tab

    def forgive_leaving(self) -> None:
        """Forget what gradio notes when a page is left, by signing out, amid its requests."""
        noise = (
            "signal is aborted",
            "Connection errored out",
            "401 (Unauthorized)",
            "console Response",
        )
        self.wrong = [wrong for wrong in self.wrong if not any(each in wrong for each in noise)]

    def settle(self) -> None:
        """Wait until nothing slides, fades or scrolls; what pulses for ever does not count."""
        self.page.wait_for_function(
            "document.getAnimations().every(one => one.playState !== 'running'"
            " || one.effect.getTiming().iterations === Infinity)"
        )
        # What moved tells the page that it scrolled with the next frame.
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")

    def picture(self, name: str) -> None:
        self.settle()
        prefix = f"{self.picture_prefix}-" if self.picture_prefix else ""
        self.page.screenshot(path=ARTEFACTS / f"{prefix}{name}.png")

    def close(self) -> None:
        self._context.close()
        assert not self.wrong, self.wrong


def marked_share(picture: bytes) -> tuple[float, float, float]:
    """Return how much of a picture is marked, and between which heights (shares of 1)."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    rows = [
        y
        for y in range(image.height)
        for x in range(0, image.width, 4)
        if image.getpixel((x, y)) == (255, 226, 120)
    ]
    return len(rows) * 4 / (image.width * image.height), *(
        (min(rows) / image.height, max(rows) / image.height) if rows else (0.0, 0.0)
    )
