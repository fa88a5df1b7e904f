"""Text as LaTeX and BibTeX read it: what is special to them stands for itself."""

import re

from scifacts.text import safe

# BibTeX counts a brace behind a backslash, too.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"$\lbrace$",
    "}": r"$\rbrace$",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    '"': '{"}',
    **{sign: f"${sign}$" for sign in "<>|"},
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_LIGATURES = re.compile(r"(?<=[-'`,!?])(?=[-'`])")  # `--` would be a dash
_SIGNS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


def latex(text: str | None) -> str:
    """Text on one line that LaTeX prints as it is; nothing for None."""
    plain = " ".join(safe(text or "").split())
    return _SIGNS.sub(lambda sign: _SPECIAL[sign[0]], _LIGATURES.sub("\0", plain)).replace(
        "\0", "{}"
    )


def whole(text: str | None) -> str:
    """The same in braces: neither taken apart nor changed in its capitals."""
    return f"{{{latex(text)}}}" if text else ""


def address(text: str | None) -> str:
    """An address or a DOI, as LaTeX's packages for addresses read it: nothing in it is special."""
    return re.sub(r"[\\{}]", lambda sign: f"%{ord(sign[0]):02X}", safe(text or ""))
