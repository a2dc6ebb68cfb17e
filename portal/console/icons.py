"""The console's pictures: the shoppers' own, and a few for its menu."""

from markupsafe import Markup

from portal.shopper.icons import ICONS as SHOPPERS

ICONS = SHOPPERS | {
    "today": Markup('<path d="M4 6h16v14H4z"/><path d="M4 10h16M8 3v4M16 3v4"/><path d="M9 15l2 2 4-4"/>'),
    "orders": Markup('<path d="M6 3h12v18l-3-2-3 2-3-2-3 2z"/><path d="M9.5 8h5M9.5 12h5"/>'),
    "people": Markup(
        '<path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0"/>'
        '<path d="M16 4.5a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5"/>'
    ),
    "chart": Markup('<path d="M4 20V4M4 20h16"/><path d="M8 16v-4M12 16V8M16 16v-6M20 16V6"/>'),
    "policy": Markup('<path d="M12 4v16M7 20h10M5 7h14"/><path d="M5 7l-2.5 6h5zM19 7l-2.5 6h5z"/>'),
    "grip": Markup('<path d="M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01"/>'),
    "log": Markup('<path d="M5 4h14v16H5z"/><path d="M9 9h6M9 13h6M9 17h3"/>'),
    "house": Markup('<path d="M3 11l9-7 9 7M6 9v11h12V9"/><path d="M10 20v-6h4v6"/>'),
    "shield": Markup('<path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z"/><path d="M9 12l2 2 4-4"/>'),
    "brush": Markup(
        '<path d="M20 4c-5 2-9 6-11 9l3 3c3-2 7-6 8-12z"/><path d="M9 13c-3 0-4 2-4 6 4 0 6-1 6-4"/>'
    ),
    "key": Markup('<path d="M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8z"/><path d="M11 12l8-8M16 7l3 3"/>'),
    "account": Markup(
        '<path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z"/><path d="M4.5 21a7.5 7.5 0 0 1 15 0"/>'
    ),
}
