"""The way in: `scifacts`, and `python -m scifacts`."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process, and end it."""
    # One short run, and nothing it makes refers to itself: looking for cycles costs 6 % of it.
    gc.disable()
    from scifacts.cli.main import run  # noqa: PLC0415 - only then does importing profit

    run()


if __name__ == "__main__":
    main()
