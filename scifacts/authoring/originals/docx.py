"""Word files, by mammoth: it reads footnotes, text boxes, lists and tracked changes in their place.

python-docx, tried beside it, leaves out footnotes and what was inserted with changes tracked. What
repeats on each page (headers, footers) stands in parts of its own, and is not read.
"""

import io
import logging
import zipfile

import mammoth

from scifacts.authoring.originals.dublin import dublin_core
from scifacts.authoring.originals.markup import paragraphs, tree, xml
from scifacts.authoring.originals.original import Metadata, Original, Progress, UnreadableError

_CORE = "docProps/core.xml"


def read(content: bytes, _progress: Progress) -> Original:
    """The paragraphs of a Word file, its footnotes last. Raises UnreadableError."""
    try:
        page = mammoth.convert_to_html(
            io.BytesIO(content),
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
            style_map="comment-reference => ",
        )
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            said = _metadata(packed)
    except UnreadableError:
        raise
    except Exception as error:  # whatever is wrong inside, mammoth raises what it stumbled over
        logging.getLogger(__name__).debug("not read", exc_info=error)
        raise UnreadableError("is broken: Word's parts cannot be read; save it anew") from None
    return Original(list(paragraphs(tree(page.value))) if page.value else (), said)


def _metadata(packed: zipfile.ZipFile) -> Metadata:
    """What the file says of itself; when it was made is not when it was published."""
    if _CORE not in packed.namelist():
        return Metadata()
    return dublin_core(xml(packed.read(_CORE)))
