"""What the groups and channels of notices are called before a shopper."""

from portal.languages import _l

GROUPS = {
    "orders": (_l("Where your order is"), _l("Shipped, out for delivery, delivered, ready to collect")),
    "delays": (_l("Delays and problems"), _l("When something is late or needs you")),
    "returns": (_l("Returns and money"), _l("Deadlines and the progress of a return")),
    "feedback": (_l("Questions afterwards"), _l("How it went, and how you like it")),
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
