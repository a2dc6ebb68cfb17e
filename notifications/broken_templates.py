"""Telling a merchant that a template of their own failed: once a day by each worker, not once a notice."""

import threading
from collections.abc import Iterable

from cachetools import TTLCache

from commerce.database import transaction
from commerce.merchants import Known
from commerce.outbox import emit

SECONDS_APART, MOST_KEPT = 24 * 60 * 60, 4096

_lock = threading.Lock()
_told: TTLCache[tuple[int, int, str], bool] = TTLCache(MOST_KEPT, SECONDS_APART)


def tell(merchant: Known, names: Iterable[str]) -> None:
    """Emit `template.broken` for each of the templates (`kind.channel.locale.part`) that is news.

    A changed file makes it news again.
    """
    with _lock:
        news = [name for name in names if (merchant.id, merchant.version, name) not in _told]
        _told.update({(merchant.id, merchant.version, name): True for name in news})
    if news:
        with transaction():
            for name in news:
                emit(merchant.id, "template.broken", template=name)
