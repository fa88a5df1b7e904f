"""The way in: `scifacts`, and `python -m scifacts`."""

import gc
import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process, and end it."""
    # One short run, and nothing it makes refers to itself: looking for cycles costs 6 % of it.
    gc.disable()
    try:
        from scifacts.cli.main import run  # noqa: PLC0415 - only then does importing profit

        run()
    except KeyboardInterrupt:  # before anybody was there to catch it
        os._exit(130)


if __name__ == "__main__":
    main()
