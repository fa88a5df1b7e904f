"""The one door to Rich: what is drawn becomes text for a screen."""

from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from scifacts.render import Screen
from scifacts.text import safe, spans

# Colours every terminal theme, dark or light, keeps readable.
ACCENT, QUIET, FIGURE = "cyan", "dim", "bold green"
HIGHLIGHT = "bold underline"


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
        return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())

    def claim(self, text: str, style: str = "") -> Text:
        """Text of a base, made safe, the words looked for highlighted."""
        shown = Text(safe(text), style=style)
        if self.screen.stems:
            for start, end in spans(shown.plain, self.screen.stems):
                shown.stylize(HIGHLIGHT, start, end)
        return shown


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
