"""`scifacts read`: documents into a base, from files and from the web."""

import http.server
import threading
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
import tomli

from scifacts.authoring import fetching
from tests import originals
from tests.support import ROOT, Runner, run_here, written

TEXTS = [originals.prose(it) for it in range(12)]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return written(tmp_path / "base" / "facts.toml", "# Mine.\n[base]\nformat = 1\n")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(
        originals.pdf(TEXTS, title="Lamps of the north", author="Ana; Li Wei", lang="en")
    )
    return path


def documents(base: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomli.loads(base.read_text()).get("documents", [])
    return found


def test_text_original_and_table_of_a_document_go_into_the_base(
    run: Runner, base: Path, report: Path
) -> None:
    ran = run("read", str(report), base=base)
    text = base.parent / "sources" / "lamps-north.txt"
    assert ran.status == 0
    assert text.read_text().splitlines() == TEXTS
    assert (base.parent / "sources" / "lamps-north.pdf").read_bytes() == report.read_bytes()
    (found,) = documents(base)
    assert str(found.pop("pages")).startswith("1,")
    assert found == {
        "id": "lamps-north",
        "title": "Lamps of the north",
        "authors": ["Ana", "Li Wei"],
        "language": "en",
        "file": "lamps-north.txt",
        "sha256": sha256(text.read_bytes()).hexdigest(),
        "original": "lamps-north.pdf",
        "original_sha256": sha256(report.read_bytes()).hexdigest(),
    }
    assert ran.out in base.read_text()
    assert base.read_text().startswith("# Mine.\n[base]\nformat = 1\n")
    assert run("check", "--sources", str(text.parent), base=base).status == 0


def test_a_dry_run_shows_the_same_and_writes_nothing(run: Runner, base: Path, report: Path) -> None:
    dry = run("read", str(report), "--dry-run", base=base)
    assert not (base.parent / "sources").exists()
    assert documents(base) == []
    assert run("read", str(report), base=base).out == dry.out


def test_the_id_and_the_folder_of_texts_can_be_chosen(
    run: Runner, base: Path, report: Path, tmp_path: Path
) -> None:
    run("read", str(report), "--id", "mine", "--sources", str(tmp_path / "texts"), base=base)
    assert sorted(it.name for it in (tmp_path / "texts").iterdir()) == ["mine.pdf", "mine.txt"]
    assert documents(base)[0]["id"] == "mine"


def test_the_same_document_twice_is_told_and_not_doubled(
    run: Runner, base: Path, report: Path, tmp_path: Path
) -> None:
    run("read", str(report), base=base)
    before = base.read_bytes()
    again = run("read", str(report), base=base)
    assert again.status == 0
    assert "is in the base already, as 'lamps-north': the same bytes" in again.err
    same = written(tmp_path / "same.txt", "\n\n".join(TEXTS))
    assert "as 'lamps-north': the same text" in run("read", str(same), base=base).err
    assert base.read_bytes() == before


def test_two_documents_with_one_title_get_two_ids(
    run: Runner, base: Path, report: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.docx"
    other.write_bytes(originals.word("Another text.", title="Lamps of the north"))
    assert run("read", str(report), str(other), base=base).status == 0
    assert [it["id"] for it in documents(base)] == ["lamps-north", "lamps-north-2"]


def test_a_file_that_is_among_the_texts_stays_where_it_is(run: Runner, base: Path) -> None:
    text = written(base.parent / "sources" / "old" / "lamp.txt", "The lamp.\nIt is lit.\n")
    assert run("read", str(text), base=base).status == 0
    assert documents(base) == [
        {"id": "lamp", "file": "old/lamp.txt", "sha256": sha256(text.read_bytes()).hexdigest()}
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["nowhere.pdf"], "there is no file 'nowhere.pdf'"),
        (["."], "cannot read '.': a folder is no regular file"),
        (["a.txt", "--id", "A B"], "--id 'A B' is no id"),
        (["a.txt", "--id", "taken"], "there is a document 'taken' already"),
        (["a.txt", "b.txt", "--id", "two"], "--id names one document"),
        (["empty.txt"], "'empty.txt' is empty"),
        (["scan.pdf"], "'scan.pdf' has no text: pictures of 1 page"),
        (["a.txt", "--sources", "a.txt"], "is no folder"),
        (["a.txt", "--id", "other"], "there is another "),
        (["ftp://example.org/a.pdf"], "is no web address"),
        (["http://127.0.0.1:1/a.pdf"], "is not https; to fetch it all the same: --allow-http"),
        (["https://me:secret@example.org/a.pdf"], "holds a password; leave it out"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line_and_nothing_is_written(
    options: list[str], says: str, run: Runner, base: Path
) -> None:
    written(Path("a.txt"), "A text.\n")
    written(Path("b.txt"), "B text.\n")
    written(Path("empty.txt"), "")
    Path("scan.pdf").write_bytes(originals.picture_pdf())
    written(base, f"{base.read_text()}\n[[documents]]\nid = 'taken'\n")
    written(base.parent / "sources" / "other.txt", "Something else.\n")
    before = base.read_bytes()
    ran = run("read", *options, base=base)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err
    assert "secret" not in ran.err
    assert base.read_bytes() == before
    assert [it.name for it in (base.parent / "sources").iterdir()] == ["other.txt"]


def test_one_of_several_that_cannot_be_read_keeps_none_of_the_others_out(
    run: Runner, base: Path
) -> None:
    written(Path("a.txt"), "A text.\n")
    ran = run("read", "nowhere.txt", "a.txt", base=base)
    assert (ran.status, [it["id"] for it in documents(base)]) == (1, ["a"])
    assert "there is no file 'nowhere.txt'" in ran.err


def test_a_base_that_cannot_be_read_gets_nothing(run: Runner, base: Path) -> None:
    written(Path("a.txt"), "A text.\n")
    written(base, "[base]\nformat = 1\n[[documents]]\nid = 3\n")
    ran = run("read", "a.txt", base=base)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert not (base.parent / "sources").exists()


def test_the_base_that_is_shipped_is_not_written_to(run: Runner, tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "A text.\n")
    ran = run("read", "a.txt")
    assert ran.status == 2
    assert "there is no base of your own here" in ran.err


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers as a few paths say."""

    def do_GET(self) -> None:
        match self.path:
            case "/moved":
                self._answer(301, b"", {"Location": "/lamps?print=1"})
            case "/round":
                self._answer(302, b"", {"Location": "/round"})
            case "/elsewhere":
                self._answer(302, b"", {"Location": "ftp://example.org/"})
            case "/lamps?print=1":
                self._answer(200, originals.PAGE.encode(), {"Content-Type": "text/html"})
            case "/slow":
                threading.Event().wait(2)
            case "/large":
                self._answer(200, b"x" * 5000, {"Content-Type": "text/plain"})
            case _:
                self._answer(404, b"", {})

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of our own, on the loopback address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as found:
        found.daemon_threads = True
        found.block_on_close = False
        thread = threading.Thread(target=partial(found.serve_forever, 0.05), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()


@pytest.fixture
def strict_server(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same server, asked with little patience."""
    monkeypatch.setattr(fetching, "MOST_BYTES", 4000)
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.5)
    return server


def test_a_page_of_the_web_tells_where_and_when_it_was_read(
    run: Runner, base: Path, server: str
) -> None:
    ran = run("read", f"{server}/moved#part", "--allow-http", base=base)
    assert ran.status == 0
    assert f"redirected to {server}/lamps?print=1" in ran.err
    (found,) = documents(base)
    assert found["url"] == f"{server}/lamps?print=1"
    assert found["accessed"] == datetime.now().astimezone().date().isoformat()
    assert found["original"] == "lamps-north.html"
    again = run("read", f"{server}/moved", "--allow-http", base=base)
    assert "is in the base already, as 'lamps-north': the same bytes" in again.err


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/missing", "the server says 404"),
        ("/round", "redirects more than 5 times"),
        ("/elsewhere", "'ftp://example.org/' is no web address"),
        ("/large", "is larger than 0 MB; read it from a file"),
        ("/slow", "read it from a file"),
    ],
)
def test_what_the_web_does_not_give_is_told(
    path: str, says: str, base: Path, strict_server: str
) -> None:
    ran = run_here("read", f"{strict_server}{path}", "--allow-http", base=base)
    assert ran.status == 2
    assert says in ran.err.splitlines()[-1]
    assert documents(base) == []


def test_nobody_at_an_address_is_told(run: Runner, base: Path) -> None:
    ran = run("read", "http://127.0.0.1:1/a", "--allow-http", base=base)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "nobody answers there" in ran.err


def test_the_extra_brings_what_reading_imports() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    (extra,) = [it.partition("]")[0] for it in text.split("\nread = [")[1:]]
    for name in ("trafilatura", "lxml", "markdown-it-py", "pyyaml", "mammoth", "pypdfium2"):
        assert f'"{name}>=' in extra
