"""The built site, and a browser to look at it with."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or which("chromium") or which("chromium-browser")
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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take how many questions the page and `search` are asked."""
    parser.addoption("--questions", type=int, default=200, help="asked of page and search")


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site, from the variable ALSTX_SITE."""
    folder = Path(os.environ.get("ALSTX_SITE", "site/_build")).resolve()
    if not (folder / "index.html").exists():
        pytest.skip("build the site first: nox -s site")
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serves the site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever the variable CHROMIUM names; a new profile each run."""
    if CHROMIUM is None and "ALSTX_SITE" in os.environ:
        pytest.fail("needs Chromium; the variable CHROMIUM may name it")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def _leaves(request: Request) -> bool:
    """Whether a page fetches something from elsewhere; following a link is no such thing."""
    near = request.url.startswith(("http://127.", "file:", "data:"))
    return not near and not request.is_navigation_request()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that reports each error of a script and each thing it fetches from elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    abroad: list[str] = []
    context.on("request", lambda r: abroad.append(r.url) if _leaves(r) else None)
    yield opened
    context.close()
    assert errors == []
    assert abroad == []
