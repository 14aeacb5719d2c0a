"""What is here: the app on one's own device has all of its pages, a server that holds many records only some.

The address book is the one place that says so; a link to a page that is not in it is left out.
"""

from __future__ import annotations

from functools import lru_cache

from django.urls import Resolver404, get_urlconf, resolve

from speciosa.store.whose import holds_many

_MOST = 512


def offers(address: str) -> bool:
    """Whether a page stands at this address.

    Examples
    --------
    >>> offers("/card#wake"), offers("/nowhere")
    (True, False)
    """
    return _resolves(address.partition("#")[0].partition("?")[0], get_urlconf())


def is_own_device() -> bool:
    """Whether this is somebody's own device, where nobody else reads what they write."""
    return not holds_many()


@lru_cache(maxsize=_MOST)
def _resolves(address: str, book: str | None) -> bool:
    try:
        resolve(address, book)
    except Resolver404:
        return False
    return True
