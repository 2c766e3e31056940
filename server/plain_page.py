"""A page in two sentences, for whom a browser brought where nothing is, and who wants no JSON."""

from html import escape

from werkzeug.datastructures import MIMEAccept

ICON = "/client/shared/icon.svg"


def wants_page(path: str, accepts: MIMEAccept) -> bool:
    """A person's browser, at an address that might have been a page."""
    return not path.startswith("/api/") and is_browser(accepts)


def is_browser(accepts: MIMEAccept) -> bool:
    """A person's browser, and not a script of ours: those ask for JSON."""
    return accepts.best_match(["application/json", "text/html"]) == "text/html"


def plain_page(title: str, text: str, way: tuple[str, str] | None = None) -> str:
    """`way`: where to go from here, an address and its words."""
    link = "" if way is None else f'<p><a class="button" href="{escape(way[0])}">{escape(way[1])}</a></p>'
    return (
        f'<!doctype html><html lang="id" translate="no"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="{ICON}" type="image/svg+xml"><link rel="stylesheet" href="/client/shared/base.css"></head>'
        f'<body><main class="empty"><h1>{escape(title)}</h1><p>{escape(text)}</p>{link}</main></body></html>'
    )
