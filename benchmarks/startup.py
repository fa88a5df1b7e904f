"""Start-up: what a lookup costs beside a Typer program that does nothing.

    python benchmarks/startup.py [--full]

With --full each command runs a hundred times and not twenty.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import measure
from measure import Command, Run

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
_LOOKUP = "search SKA --json"
_MISSPELT = "search Squre Kilometer Aray --json"
# What each may cost at most, as a multiple of what.
_TARGETS = {
    _LOOKUP: (1.15, _FLOOR),
    "search SKA, on a terminal": (1.8, _FLOOR),
    "--help": (2.0, _FLOOR),
    "completion of an entity's name": (1.3, _FLOOR),
    _MISSPELT: (1.5, _LOOKUP),
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
        _LOOKUP: Command([*search, "--json"]),
        "search SKA, in a pipe": Command(search),
        "search SKA, on a terminal": Command(search, {"TERM": "xterm-256color"}, on_terminal=True),
        "--help": Command(measure.scifacts("--help")),
        "search --help": Command(measure.scifacts("search", "--help")),
        "completion of an entity's name": Command(measure.scifacts(), completion),
        _MISSPELT: Command(measure.scifacts("search", "Squre", "Kilometer", "Aray", "--json")),
    }


def _verdict(name: str, runs: Mapping[str, Sequence[Run]]) -> str:
    if name not in _TARGETS:
        return ""
    most, floor = _TARGETS[name]
    ratio = measure.cpu_ratio(runs[name], runs[floor])
    of = "" if floor == _FLOOR else f" of {floor}: {ratio:.2f}"
    return f"{'met' if ratio <= most else 'missed'}, at most {most:.2f}{of}"


def main() -> None:
    """Print the table."""
    chosen = measure.parser(__doc__).parse_args()
    measure.work_folder()
    with tempfile.TemporaryDirectory() as folder:
        runs = measure.interleaved(commands(Path(folder)), 100 if chosen.full else 20)
    rows = [
        (
            name,
            measure.ms(measure.cpu(measured)),
            f"{measure.cpu_ratio(measured, runs[_FLOOR]):.2f}",
            _verdict(name, runs),
        )
        for name, measured in runs.items()
    ]
    measure.print_table(
        "Start-up, CPU time of whole processes, shipped base, warm",
        ("command", "ms", "ratio to the Typer program", "target"),
        rows,
    )


if __name__ == "__main__":
    main()
