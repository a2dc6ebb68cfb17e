"""Twilio and Meta's Cloud API on loopback: they take what the real ones take, and refuse what those refuse."""

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qs

from tests.notifications.receiver import Posted

ACCOUNT, TOKEN = "AC" + "0" * 32, "a made-up auth token"
NUMBER_ID, ACCESS = "1122334455667", "a made-up access token"
E164 = re.compile(r"^(whatsapp:)?\+[1-9]\d{6,14}$")
LONGEST_TEXT = 1600


def twilio(posted: Posted) -> tuple[int, bytes]:
    """As `POST /2010-04-01/Accounts/{sid}/Messages.json` answers."""
    expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    if posted.headers.get("authorization") != expected:
        return twilio_error(401, 20003, "Authenticate")
    if posted.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
        return twilio_error(404, 20404, "The requested resource was not found")
    form = {name: values[0] for name, values in parse_qs(posted.body.decode()).items()}
    if not E164.match(form.get("To", "")):
        return twilio_error(400, 21211, f"Invalid 'To' Phone Number: {form.get('To')}")
    if not (form.get("From") or form.get("MessagingServiceSid")):
        return twilio_error(400, 21603, "A 'From' phone number is required.")
    if not (form.get("Body") or form.get("ContentSid")):
        return twilio_error(400, 21602, "Message body is required.")
    if len(form.get("Body", "")) > LONGEST_TEXT:
        return twilio_error(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    sid = "SM" + "1" * 32
    return 201, json.dumps({"sid": sid, "status": "queued", "to": form["To"], "error_code": None}).encode()


def twilio_error(status: int, code: int, message: str) -> tuple[int, bytes]:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, json.dumps(
        {"code": code, "message": message, "more_info": more, "status": status}
    ).encode()


def cloud(posted: Posted) -> tuple[int, bytes]:
    """As `POST /{version}/{phone number id}/messages` answers."""
    if posted.headers.get("authorization") != f"Bearer {ACCESS}":
        return cloud_error(401, 190, "Invalid OAuth access token.")
    if not re.fullmatch(rf"/v\d+\.0/{NUMBER_ID}/messages", posted.path):
        return cloud_error(404, 100, "Unsupported post request.")
    body: dict[str, Any] = json.loads(posted.body)
    if body.get("messaging_product") != "whatsapp" or not re.fullmatch(r"\d{7,15}", body.get("to", "")):
        return cloud_error(400, 100, "Invalid parameter")
    kind = body.get("type")
    if kind == "text" and not body["text"]["body"]:
        return cloud_error(400, 100, "The parameter text['body'] is required.")
    if kind == "template" and not (body["template"].get("name") and body["template"]["language"]["code"]):
        return cloud_error(400, 132001, "Template name does not exist in the translation")
    if kind not in ("text", "template"):
        return cloud_error(400, 131009, "Parameter value is not valid")
    answer = {
        "messaging_product": "whatsapp",
        "contacts": [{"input": body["to"], "wa_id": body["to"]}],
        "messages": [{"id": "wamid.made-up"}],
    }
    return 200, json.dumps(answer).encode()


def cloud_error(status: int, code: int, message: str) -> tuple[int, bytes]:
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    return status, json.dumps({"error": told}).encode()
