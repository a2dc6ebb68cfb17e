"""Headers that every page of a shopper carries: its address is a secret, and it is read as what it is."""

PRIVATE = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
