"""The one door to Rich: what is drawn becomes text for a screen."""

import re
from io import StringIO
from zlib import crc32

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from scifacts.render import Screen
from scifacts.text import is_web_address, safe, spans

# Colours every terminal theme, dark or light, keeps readable.
ACCENT, QUIET, FIGURE = "cyan", "dim", "bold green"
HIGHLIGHT = "bold underline"
# Rich gives every link a number by chance; the same address is to give the same bytes.
_LINK = re.compile(r"\x1b\]8;id=[^;]*;([^\x1b]+)")


class Canvas:
    """Draws for one screen."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._console = Console(
            file=StringIO(),
            width=screen.width,
            force_terminal=screen.styled,
            color_system="standard" if screen.styled else None,
            no_color=not screen.colored,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def drawn(self, *renderables: RenderableType) -> str:
        """What is drawn, as text with line ends and, on a styled screen, with ANSI styles."""
        with self._console.capture() as capture:
            for renderable in renderables:
                self._console.print(renderable, soft_wrap=False)
        text = _LINK.sub(_numbered, capture.get()) if self.screen.linked else capture.get()
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())

    def linked(self, text: Text, address: str | None) -> Text:
        """Text that leads to an address of the web, on a screen that knows links."""
        if self.screen.linked and address is not None and is_web_address(address):
            text.stylize(Style(link=address))
        return text

    def claim(self, text: str, style: str = "") -> Text:
        """Text of a base, made safe, the words looked for highlighted."""
        shown = Text(safe(text), style=style)
        if self.screen.stems:
            for start, end in spans(shown.plain, self.screen.stems):
                shown.stylize(HIGHLIGHT, start, end)
        return shown


def _numbered(link: re.Match[str]) -> str:
    return f"\x1b]8;id={crc32(link[1].encode())};{link[1]}"


def plain(text: str, style: str = "") -> Text:
    """Text of a base, made safe."""
    return Text(safe(text), style=style)


def joined(parts: list[Text]) -> Text:
    """Parts with a dot between, empty ones left out."""
    shown = [part for part in parts if part.plain]
    dotted = [it for part in shown for it in (Text(" · ", style=QUIET), part)]
    return Text().join(dotted[1:])


def indented(renderable: RenderableType, columns: int = 2) -> Padding:
    """What is drawn, moved to the right."""
    return Padding(renderable, (0, 0, 0, columns))
