"""A hook of MkDocs: links to files outside ``docs/`` become the names of these files.

In the repository such a link opens the file; the site does not have it.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["on_page_markdown"]

_OUTSIDE = re.compile(r"\[([^\]]*)\]\(\.\./(?!adr/|start/)([^)]*)\)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Replace the links of a page of ``docs/`` that lead out of it."""
    if page.file.src_uri.count("/"):
        return markdown  # a page of a folder: ".." is docs/ itself
    return _OUTSIDE.sub(r"\1 (`\2`)", markdown)
