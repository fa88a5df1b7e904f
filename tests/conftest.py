"""Every test has a cache of its own and no setting of the person who runs it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import ProcessRunner, Runner, copied, run_here, run_process

settings.register_profile(
    "quick",
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile(
    "ci", settings.get_profile("quick"), max_examples=400, derandomize=True, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_SETTINGS = (
    *("SCIFACTS_BASE", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"),
    *("FORCE_HYPERLINK", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"),
    *("PAGER", "MANPAGER", "LESS", "XDG_CACHE_HOME", "PYTHONPATH", "PYTHONIOENCODING"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite", action="store_true", help="write what is seen into the golden files"
    )


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture(scope="session", autouse=True)
def settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    # A job in the background of a shell ignores interrupts, and so would the commands under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        for name in _SETTINGS:
            patch.delenv(name, raising=False)
        patch.setenv("SCIFACTS_CACHE", str(tmp_path_factory.mktemp("shared-cache")))
        patch.setenv("COLUMNS", "80")
        patch.setenv("LINES", "24")
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings_of_nobody: None) -> Path:
    """The folder of indexes of one test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("SCIFACTS_CACHE", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tidy small base, with the texts of its documents in `texts/`. Not to be changed."""
    return copied("harbour", tmp_path_factory.mktemp("shared") / "harbour")


@pytest.fixture
def run() -> Runner:
    """Runs a command line in this process."""
    return run_here


@pytest.fixture
def process() -> ProcessRunner:
    """Runs a command line in a process of its own."""
    return run_process
