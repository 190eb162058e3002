"""What a request of a spider says about itself."""

from typing import Any

from crawler.spiders.walk import Walk


def mark(
    walk: Walk,
    role: str,
    *,
    title: str | None = None,
    date: str | None = None,
    article_url: str | None = None,
    discovered_from: str | None = None,
    selection: str | None = None,
    **more: bool,
) -> dict[str, Any]:
    """The request's meta: what the engine archives with the exchange, and the section that finds its walk again. Also:
    `conditional` (an index page: ask whether it has changed), `again` (an article that was edited)."""
    return {
        "netra": {
            "outlet": walk.outlet.id,
            "surface": walk.surface.name,
            "role": role,
            "title": title,
            "date": date,
            "article_url": article_url,
            "discovered_from": discovered_from,
            **({"selection": selection} if selection else {}),
            **{name: True for name, said in more.items() if said},
        },
        "netra_section": walk.section,
    }
