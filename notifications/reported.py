"""What providers' webhooks tell of messages and shoppers: deliveries, and words such as STOP."""

from commerce import merchants
from commerce.database import run, transaction
from commerce.merchants import Known
from commerce.outbox import Happened, subscribe
from notifications import news, phones, preferences
from notifications.preferences import Choice
from notifications.providers import twilio, whatsapp_cloud
from notifications.providers.reports import Delivery, Report, Written
from notifications.providers.whatsapp_cloud import window
from tracking.messages import MESSAGE, UNDERSTOOD

REPORTED = "notice.reported"
READERS = {"twilio": twilio.parse, "whatsapp": whatsapp_cloud.parse}


@subscribe("read-notice-message", [REPORTED])
def read(event: Happened) -> None:
    """Work out what a stored message means and let it count."""
    merchant = merchants.known_by_id(event.merchant_id)
    if merchant is None:
        return
    key = (event.merchant_id, event.data["message"])
    with transaction():
        [(source, body)] = run(MESSAGE, key)
        outcomes = [take(merchant, source, report) for report in READERS[source](body)]
        run(UNDERSTOOD, ("; ".join(outcomes)[:500] or "nothing of interest", *key))


def take(merchant: Known, source: str, report: Report) -> str:
    """Let one report count; returns what became of it."""
    if isinstance(report, Delivery):
        return take_delivery(merchant, report)
    return take_words(merchant, source, report)


def take_delivery(merchant: Known, report: Delivery) -> str:
    news.tell_news(merchant.id, report.channel, report.provider_id, report.status, report.reason)
    if report.dead:
        news.suppress(merchant.id, report.channel, report.dead, report.reason or "no message reaches it")
    return str(report.status)


def take_words(merchant: Known, source: str, report: Written) -> str:
    """STOP holds for the channel it came by, and so does START; any word opens WhatsApp's window."""
    if report.channel == "whatsapp":
        window.open_by(merchant.id, report.sender)
    own = merchant.integrations.get(source, {})
    if phones.asks_to_stop(report.text, own.get("stop_words") or []):
        news.suppress(merchant.id, report.channel, report.sender, "STOP")
        preferences.choose(
            merchant.id, report.sender, Choice(report.channel, "", False, "stop", report.text, "")
        )
        return "stopped"
    if phones.asks_to_start(report.text, own.get("start_words") or []):
        news.unsuppress(merchant.id, report.channel, report.sender)
        preferences.choose(
            merchant.id, report.sender, Choice(report.channel, "", True, "start", report.text, "")
        )
        return "started"
    return "a message"
