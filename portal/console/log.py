"""Who changed what in this shop, the last change first."""

from flask import Response, request

from commerce import audit
from commerce.models import AuditEntry
from portal.api.paging import read_cursor, signer
from portal.console import file_words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import page, speaks
from portal.console.policy.describing import Difference
from portal.console.policy.desk import sayer
from portal.console.policy.recorded import recorded
from returns.drafting import SUBJECT as POLICY

AT_ONCE = 50
SECTIONS = {
    "brand_set": "brand",
    "logo_set": "brand",
    "location_set": "locations",
    "location_removed": "locations",
    "service_set": "shipping_services",
    "service_removed": "shipping_services",
    "messages_set": "notifications",
    "words_set": "notifications",
    "retention_set": "retention",
    "origins_set": "storefront_origins",
}
"""Which part of the merchant's file an entry is about, by its action."""


@blueprint.get("/log")
def audit_log() -> Response:
    """A page of the log."""
    place = read_cursor(request.args.get("cursor"), "changes")
    rows = audit.listed(visit().merchant.id, after=place[0] if place else None, most=AT_ONCE + 1)
    more = signer("changes").dumps([rows[AT_ONCE - 1].id]) if len(rows) > AT_ONCE else None
    return page("log.html", entries=rows[:AT_ONCE], more=more, named=named, valued=valued, policy=of_policy)


def of_policy(entry: AuditEntry) -> list[Difference] | None:
    """What changed in the return policy; None: the entry is about something else."""
    return recorded(sayer(), entry.before, entry.after) if entry.subject == POLICY else None


def named(entry: AuditEntry, key: str) -> str:
    """What changed, as the form labels it that changed it."""
    section = SECTIONS.get(entry.action)
    return file_words.label(speaks(visit()).gettext, section, key) if section else key


def valued(entry: AuditEntry, key: str, told: object) -> object:
    """What stood or stands there, as that form shows it."""
    section = SECTIONS.get(entry.action)
    return file_words.value(speaks(visit()).gettext, section, key, told) if section else told
