"""A forgotten password: a link is mailed to the address, if it is one of ours; the page does not say."""

from flask import current_app, request
from limits import parse
from werkzeug.wrappers import Response

from commerce.settings import Settings
from portal.console.blueprint import blueprint
from portal.console.page import page
from portal.throttle import Limits, count_miss, waiting

PER_ADDRESS, PER_ACCOUNT = parse("10 per hour"), parse("3 per hour")
MOST_EMAIL = 320
# One row for a hit as for a miss, so that neither takes longer; only who mails looks into it.
ASK = """
INSERT INTO events (merchant_id, kind, data)
SELECT coalesce(u.merchant_id, (SELECT min(id) FROM merchants)), 'password.forgotten',
    jsonb_build_object('user', u.id)
FROM (VALUES (1)) AS asked LEFT JOIN users u ON u.email = %s
WHERE EXISTS (SELECT 1 FROM merchants) LIMIT 5 RETURNING id
"""


@blueprint.route("/forgotten", methods=["GET", "POST"])
def forgotten() -> Response:
    """The form, and the same answer for every address."""
    settings: Settings = current_app.config["SETTINGS"]
    if request.method == "GET" or not settings.smtp_url:
        return page("forgotten.html", state="form" if settings.smtp_url else "no_mail")
    email = request.form.get("email", "").strip().casefold()[:MOST_EMAIL].replace("\0", "")
    limits: Limits = [
        (PER_ADDRESS, ("forgotten", "address", request.remote_addr or "")),
        (PER_ACCOUNT, ("forgotten", "account", email)),
    ]
    if (wait := waiting(limits)) is not None:
        answer = page("forgotten.html", 429, state="throttled")
        answer.headers["Retry-After"] = str(wait)
        return answer
    count_miss(limits)
    current_app.extensions["statements"].one(ASK, (email,))
    return page("forgotten.html", state="asked")
