"""WhatsApp, by the Cloud API where that is set up, else by Twilio."""

from typing import Literal

from commerce.merchants import Known
from notifications.message import Message, Sent
from notifications.providers.twilio.sending import send_whatsapp
from notifications.providers.whatsapp_cloud import window
from notifications.providers.whatsapp_cloud.sending import send


class WhatsApp:
    """Neither provider has a key that would make a repeat harmless."""

    name = "whatsapp"
    address: Literal["email", "phone"] = "phone"
    keyed = False

    def ready(self, merchant: Known) -> bool:
        """Whether one of the two is set up."""
        return by_cloud(merchant) or by_twilio(merchant)

    def send(self, message: Message, merchant: Known) -> Sent:
        """Send it by whichever is set up; raises as `Channel.send` does."""
        if by_cloud(merchant):
            return send(message, merchant, window_open=window.is_open(merchant.id, message.recipient))
        return send_whatsapp(message, merchant)


def by_cloud(merchant: Known) -> bool:
    own = merchant.integrations.get("whatsapp", {})
    return bool(own.get("phone_number_id") and own.get("access_token"))


def by_twilio(merchant: Known) -> bool:
    own = merchant.integrations.get("twilio", {})
    return all(own.get(name) for name in ("account_sid", "auth_token", "whatsapp_from"))
