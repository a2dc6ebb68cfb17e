"""A link by mail that sets a new password, for staff who forgot theirs.

It goes to the address that the person signs in with, so asking for somebody else's tells nothing.
"""

from datetime import timedelta

from commerce import merchants, settings, staff
from commerce.clock import now
from commerce.errors import NotFound
from commerce.outbox import Happened, subscribe
from notifications import letters, post

STALE = timedelta(hours=1)


@subscribe("mail-reset", ["password.forgotten"], queue="carriers", foreign=True)
def mail_reset(event: Happened) -> None:
    """Mail a fresh link to who asked, where there is such a person; a repeat's link replaces the one before."""
    user_id, merchant = event.data["user"], merchants.known_by_id(event.merchant_id)
    if user_id is None or merchant is None or event.occurred_at < now() - STALE:
        return
    post.server()
    try:
        user = staff.get(merchant.id, user_id)
        email, locale = user.email, user.locale
        token = staff.reset_link(merchant.id, user_id)
    except NotFound:
        return
    link = f"{settings.current().base_url}/console/password/{token}"
    wanted = [locale or "", *merchant.config["locales"]]
    letter = letters.write("reset", letters.language(wanted), shop=merchant.config["name"], link=link)
    name = f"reset.{event.merchant_id}.{event.id}"
    post.send(letter, post.envelope(email, name, event.occurred_at, "Waypost"))
