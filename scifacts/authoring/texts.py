"""Where the texts of a base's documents are."""

import os
from pathlib import Path

NAME = "sources"


def folder(base: str, chosen: Path | None = None) -> Path:
    """The folder of sources: the one chosen, or `sources` beside the base, or in it if a folder."""
    if chosen is not None:
        return chosen
    return Path(base if os.path.isdir(base) else os.path.dirname(base), NAME)
