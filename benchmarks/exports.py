"""Exports: writing a base out in each form; the memory must not grow with the facts.

    python benchmarks/exports.py [--full]

With --full the large base has 1,000,000 facts and not 100,000; the small one has a tenth.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import measure
from measure import Command, Run

# Where each form is written to; None for standard output, which is thrown away.
FORMS = {
    "csl-json": None,
    "bibtex": None,
    "ris": None,
    "jsonld": None,
    "annotations": None,
    "nanopub": None,
    "datasette": "facts.db",
    "parquet": "tables",
}


def exported(form: str, output: str | None, base: Path) -> Run:
    """Write a base in a form."""
    with TemporaryDirectory() as folder:
        files = ("-o", str(Path(folder, output))) if output else ()
        return measure.run(Command(measure.scifacts("export", form, *files, "--base", str(base))))


def main() -> None:
    """Print the table."""
    chosen = measure.parser(__doc__).parse_args()
    facts = 1_000_000 if chosen.full else 100_000
    large, small = (measure.base(it, in_folder=chosen.full) for it in (facts, facts // 10))
    for base in (small, large):
        exported("csl-json", None, base)  # unmeasured, so that the index is there
    rows = []
    for form, output in FORMS.items():
        fewer = exported(form, output, small)
        measured = sorted(exported(form, output, large) for _ in range(3))[1]
        if fewer.status or measured.status:
            raise SystemExit(f"{form}: status {measured.status or fewer.status}")
        rows.append(
            (
                f"`export {form}`",
                f"{measured.wall:.1f}",
                f"{facts / measured.wall:,.0f}",
                f"{fewer.peak:.0f}",
                f"{measured.peak:.0f}",
            )
        )
    measure.print_table(
        f"Exports of {facts:,} facts",
        ("command", "s", "facts/s", f"peak with {facts // 10:,} facts, MB", "peak, MB"),
        rows,
    )


if __name__ == "__main__":
    main()
