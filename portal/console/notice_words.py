"""What notices are called before staff: their kinds, where they stand, and why one was not sent."""

from portal.languages import _l

KINDS = {
    "order_confirmed": _l("Order confirmed"),
    "shipped": _l("Shipped"),
    "out_for_delivery": _l("Out for delivery"),
    "delivered": _l("Delivered"),
    "available_for_pickup": _l("Ready to collect"),
    "delivery_attempted": _l("Delivery attempted"),
    "delayed": _l("Delayed"),
    "delay_cleared": _l("Delay is over"),
    "promise_missed": _l("Promise missed"),
    "stalled": _l("No news for days"),
    "exception": _l("In trouble"),
    "return_to_sender": _l("On its way back"),
    "not_shipped": _l("Not shipped in time"),
    "return_requested": _l("Return requested"),
    "return_approved": _l("Return approved"),
    "return_question": _l("Question about a return"),
    "return_declined": _l("Return declined"),
    "return_reminder": _l("Reminder to send a return"),
    "return_expiring": _l("Return about to expire"),
    "return_received": _l("Return received"),
    "refund_issued": _l("Refund made"),
    "exchange_shipped": _l("Exchange shipped"),
    "claim_opened": _l("Claim opened"),
    "claim_resolved": _l("Claim settled"),
    "feedback_request": _l("Request for feedback"),
    "review_request": _l("Request for a review"),
}
STATUSES = {
    "scheduled": _l("Scheduled"),
    "sent": _l("Sent"),
    "delivered": _l("Delivered"),
    "bounced": _l("Bounced"),
    "failed": _l("Failed"),
    "skipped": _l("Not sent"),
}
REASONS = {
    "old_news": _l("The news was too old."),
    "arrived": _l("The parcel had arrived."),
    "superseded": _l("It was no longer so when it was to be sent."),
    "already_told": _l("The shopper had been told as much."),
    "nothing_told": _l("There was nothing to take back."),
    "told_with_another": _l("Another notice of this order tells it too."),
    "had_trouble": _l("The parcel had trouble on its way."),
    "cancelled": _l("The order was cancelled."),
    "switched_off": _l("The shop has switched this kind off."),
    "not_wanted": _l("The shopper does not want it, or never asked for it on this channel."),
    "suppressed": _l("The address bounced, complained or sent STOP."),
    "no_address": _l("There is no address for this channel."),
    "channel_not_set_up": _l("The channel is not set up."),
    "daily_cap": _l("The shopper had enough messages that day."),
}
CHANNELS = {"email": _l("E-mail"), "sms": _l("Text message"), "whatsapp": "WhatsApp"}
TONES = {"sent": "calm", "bounced": "bad", "failed": "bad", "skipped": "", "scheduled": "care"}
FIELDS = {
    "delay.threshold": _l("Tell of a delay when the promise is missed with a chance of … percent"),
    "delay.slip_days": _l("Days by which a date may move unsaid"),
    "delay.not_shipped_after_days": _l("Tell that nothing was shipped after … days"),
    "delay.not_moving_after_days": _l("Tell that nothing moves after … days"),
    "delay.tell_recovery": _l("Tell when a delay is over"),
    "daily_cap": _l("Most messages to one person within 24 hours"),
    "digest_minutes": _l("Minutes to gather parcels with the same news"),
    "feedback_request.after_days": _l("Days after delivery to ask for feedback"),
    "review_request.after_days": _l("Days after that to ask for a review"),
    "review_request.url": _l("Page on which reviews are written"),
    "from": _l("Mails come from"),
    "reply_to": _l("Replies go to"),
}
WORDS = {
    "message_field": FIELDS,
    "notice_kind": KINDS,
    "notice": STATUSES,
    "skip_reason": REASONS,
    "channel": CHANNELS,
}
