"""What the groups, kinds and channels of notices are called before a shopper."""

from portal.languages import _l

GROUPS = {
    "orders": (_l("Where your order is"), _l("Shipped, out for delivery, delivered, ready to collect")),
    "delays": (_l("Delays and problems"), _l("When something is late or needs you")),
    "returns": (_l("Returns and money"), _l("Deadlines and the progress of a return")),
    "feedback": (_l("Questions afterwards"), _l("How it went, and how you like it")),
}
KINDS = {
    "order_confirmed": _l("Confirmation of an order"),
    "shipped": _l("Parcel sent"),
    "out_for_delivery": _l("Parcel out for delivery"),
    "delivered": _l("Parcel delivered"),
    "available_for_pickup": _l("Parcel ready to collect"),
    "delivery_attempted": _l("Failed delivery attempt"),
    "delayed": _l("Parcel likely to be late"),
    "delay_cleared": _l("End of a delay"),
    "promise_missed": _l("Promised date missed"),
    "stalled": _l("No movement for a while"),
    "exception": _l("Parcel lost, damaged or held up"),
    "return_to_sender": _l("Parcel going back to us"),
    "not_shipped": _l("Order not sent in time"),
    "return_requested": _l("Receipt of a return request"),
    "return_approved": _l("Approval of a return"),
    "return_question": _l("Our questions about a return"),
    "return_declined": _l("Refusal of a return"),
    "return_reminder": _l("Reminder to send your return"),
    "return_expiring": _l("Return deadline coming up"),
    "return_received": _l("Arrival of a return"),
    "refund_issued": _l("Money paid back"),
    "exchange_shipped": _l("Exchange sent"),
    "claim_opened": _l("Receipt of a report"),
    "claim_resolved": _l("Answer to a report"),
    "feedback_request": _l("Question about the delivery"),
    "review_request": _l("Request for your review"),
}
CHANNELS = {
    "email": _l("By e-mail to %(address)s"),
    "sms": _l("By text message to %(address)s"),
    "whatsapp": _l("By WhatsApp to %(address)s"),
}
OTHER_CHANNEL = _l("By %(channel)s to %(address)s")
"""How a channel that is not one of ours is named."""

ALWAYS = _l("We always send receipts about returns, money and reports by e-mail.")
ASKED = _l("We only write here if you ask us to. You can stop it at any time.")
