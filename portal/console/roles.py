"""Who may open which page: one table for all of the console."""

from commerce.people import ROLES

OPEN = "anyone"
LEAST: dict[str, str] = {
    "asset": OPEN,
    "sign_in": OPEN,
    "sign_in_code": OPEN,
    "forgotten": OPEN,
    "home": "viewer",
    "today": "viewer",
    "try_work_again": "manager",
    "orders": "viewer",
    "orders_csv": "agent",
    "parcels": "viewer",
    "parcels_csv": "agent",
    "order": "viewer",
    "note_order": "agent",
    "mail_order_link": "agent",
    "add_scan": "agent",
    "mark_lost": "agent",
    "new_return": "agent",
    "make_return": "agent",
    "returns_page": "viewer",
    "one_return": "viewer",
    "approve_return": "agent",
    "decline_return": "agent",
    "cancel_return": "agent",
    "try_label_again": "agent",
    "receive_return": "agent",
    "inspect_return": "agent",
    "decide_missing": "agent",
    "refund_return": "agent",
    "note_return": "agent",
    "claims_page": "viewer",
    "one_claim": "viewer",
    "review_claim": "agent",
    "approve_claim": "agent",
    "deny_claim": "agent",
    "resolve_claim": "agent",
    "sign_out": "viewer",
    "account": "viewer",
    "set_language": "viewer",
    "change_password": "viewer",
    "end_session": "viewer",
    "end_other_sessions": "viewer",
    "begin_second_factor": "viewer",
    "confirm_second_factor": "viewer",
    "stop_second_factor": "viewer",
    "people_page": "manager",
    "add_person": "owner",
    "change_role": "owner",
    "remove_person": "owner",
    "settings": "manager",
    "make_key": "owner",
    "revoke_key": "owner",
    "set_origins": "manager",
    "audit_log": "manager",
    "brand": "manager",
    "save_brand": "manager",
    "preview_brand": "manager",
    "check_contrast": "manager",
    "set_logo": "manager",
    "remove_logo": "manager",
    "notices_page": "viewer",
    "send_notice_again": "agent",
    "dates_page": "viewer",
    "promote_model": "manager",
    "take_model_back": "manager",
    "insights": "viewer",
    "insights_page": "viewer",
    "insights_csv": "viewer",
}
"""By endpoint. A page that is missing here opens for nobody."""


def may(role: str, endpoint: str) -> bool:
    """Whether a person of that role may open an endpoint of the console (`today`, say)."""
    least = LEAST.get(endpoint)
    if least is None:
        return False
    return least == OPEN or ROLES.index(role) <= ROLES.index(least)
