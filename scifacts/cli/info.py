"""`scifacts info`: which base is asked, why, and how large it is."""

from scifacts.cli.options import BaseOption, JsonOption, opened
from scifacts.cli.terminal import screen, write
from scifacts.records import dumps
from scifacts.render import table


def run(json: JsonOption = False, base: BaseOption = None) -> int:
    """Tell which base is asked, why this one, what it holds, and where its index is."""
    found = opened(base).info()._asdict()
    if json:
        write([f"{dumps(found)}\n"])
    else:
        rows = [(key, str(value)) for key, value in found.items() if value is not None]
        write(table(("what", "is"), rows, screen()))
    return 0
