"""Start-up: what a lookup costs beside a Typer program that does nothing.

    python benchmarks/startup.py [--full]
"""

import sys
import tempfile
from pathlib import Path

import measure
from measure import Command

_PROGRAM = """
import typer
{imports}
app = typer.Typer()

@app.command()
def main(name: str, json: bool = False) -> None:
    print(f"hello {{name}}")

app()
"""
_FLOOR = "one-command Typer program"
# What each may cost at most, as a multiple of the Typer program.
_TARGETS = {
    "search SKA --json": 1.15,
    "search SKA, on a terminal": 1.8,
    "--help": 2.0,
    "completion of an entity's name": 1.3,
    "search Squre Kilometer Aray --json": 1.15 * 1.5,
}


def commands(folder: Path) -> dict[str, Command]:
    """What is measured, by name; the programs to compare with are written into `folder`."""
    plain, with_modules = folder / "plain.py", folder / "with_modules.py"
    plain.write_text(_PROGRAM.format(imports=""))
    with_modules.write_text(_PROGRAM.format(imports="import json as _json, sqlite3"))
    completion = {
        "_SCIFACTS_COMPLETE": "complete_bash",
        "COMP_WORDS": "scifacts search SKA --program belt",
        "COMP_CWORD": "4",
    }
    search = measure.scifacts("search", "SKA")
    return {
        "python -c pass": Command([sys.executable, "-c", "pass"]),
        _FLOOR: Command([sys.executable, str(plain), "SKA"]),
        "the same, importing sqlite3 and json": Command([sys.executable, str(with_modules), "SKA"]),
        "search SKA --json": Command([*search, "--json"]),
        "search SKA, in a pipe": Command(search),
        "search SKA, on a terminal": Command(search, {"TERM": "xterm-256color"}, on_terminal=True),
        "--help": Command(measure.scifacts("--help")),
        "search --help": Command(measure.scifacts("search", "--help")),
        "completion of an entity's name": Command(measure.scifacts(), completion),
        "search Squre Kilometer Aray --json": Command(
            measure.scifacts("search", "Squre", "Kilometer", "Aray", "--json")
        ),
    }


def main() -> None:
    """Print the table."""
    chosen = measure.parser(__doc__).parse_args()
    measure.work_folder()
    with tempfile.TemporaryDirectory() as folder:
        runs = measure.interleaved(commands(Path(folder)), 100 if chosen.full else 20)
    rows = []
    for name, measured in runs.items():
        ratio = measure.cpu_ratio(measured, runs[_FLOOR])
        most = _TARGETS.get(name)
        target = f"{'met' if ratio <= most else 'missed'}: {most:.2f}" if most else ""
        rows.append((name, measure.ms(measure.cpu(measured)), f"{ratio:.2f}", target))
    measure.print_table(
        "Start-up, CPU time of whole processes, shipped base, warm",
        ("command", "ms", "ratio to the Typer program", "at most"),
        rows,
    )


if __name__ == "__main__":
    main()
