"""Text as LaTeX and BibTeX read it: what is special to them stands for itself."""

import re
from itertools import accumulate

from scifacts.text import safe

_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"\{",
    "}": r"\}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    '"': '{"}',
    **{sign: f"${sign}$" for sign in "<>|"},
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
# For braces that don't match: BibTeX counts those behind a backslash, too.
_UNMATCHED = {"{": r"$\lbrace$", "}": r"$\rbrace$"}
_LIGATURES = re.compile(r"(?<=[-'`,!?])(?=[-'`])")  # `--` would be a dash
_SIGNS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


def latex(text: str | None) -> str:
    """Text on one line that LaTeX prints as it is; nothing for None."""
    plain = " ".join(safe(text or "").split())
    special = _SPECIAL if _matches(plain) else _SPECIAL | _UNMATCHED
    parted = _LIGATURES.sub("\0", plain)
    return _SIGNS.sub(lambda sign: special[sign[0]], parted).replace("\0", "{}")


def _matches(text: str) -> bool:
    """Whether every brace has its other."""
    depths = list(accumulate((sign == "{") - (sign == "}") for sign in text if sign in "{}"))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def whole(text: str | None) -> str:
    """The same in braces: neither taken apart nor changed in its capitals."""
    return f"{{{latex(text)}}}" if text else ""


def address(text: str | None) -> str:
    """An address or a DOI, as LaTeX's packages for addresses read it: nothing in it is special."""
    return re.sub(r"[\\{}]", lambda sign: f"%{ord(sign[0]):02X}", safe(text or ""))
