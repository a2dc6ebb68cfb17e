"""A link by mail that sets a new password, for staff who forgot theirs.

It goes to the address that the person signs in with, so asking for somebody else's tells nothing.
"""

from datetime import timedelta

from commerce import merchants, staff
from commerce.clock import now
from commerce.errors import NotFound
from commerce.outbox import Happened, subscribe
from commerce.work import GivenUp, TryLater
from notifications import letters, mail
from notifications.letters import Envelope
from notifications.link import settings_of_this_process

STALE = timedelta(hours=1)


@subscribe("mail-reset", ["password.forgotten"], queue="carriers", foreign=True)
def mail_reset(event: Happened) -> None:
    """Mail a fresh link to who asked, where there is such a person; a repeat's link replaces the one before."""
    user_id, settings = event.data["user"], settings_of_this_process()
    merchant = merchants.known_by_id(event.merchant_id)
    if user_id is None or merchant is None or event.occurred_at < now() - STALE:
        return
    if not settings.smtp_url:
        raise TryLater("SMTP_URL is not set for this worker")
    try:
        user = staff.get(merchant.id, user_id)
        email, locale = user.email, user.locale
        token = staff.reset_link(merchant.id, user_id)
    except NotFound:
        return
    link = f"{settings.base_url}/console/password/{token}"
    wanted = [locale or "", *merchant.config["locales"]]
    letter = letters.write("reset", letters.language(wanted), shop=merchant.config["name"], link=link)
    sender = settings.mail_from
    envelope = Envelope(
        sender_name="Waypost",
        sender=sender,
        recipient=email,
        reply_to=None,
        message_id=f"<reset.{event.merchant_id}.{event.id}@{sender.rpartition('@')[2]}>",
        at=event.occurred_at,
    )
    try:
        message = letters.compose(letter, envelope)
    except ValueError:
        message = None
    if message is None:  # raised out here, as the error above holds the address and would be logged with it
        raise GivenUp("one of the addresses is none that a mail can carry")
    mail.send(settings.smtp_url, message)
