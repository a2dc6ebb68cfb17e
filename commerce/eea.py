"""Where the European Union's consumer law holds: the states of the European Economic Area.

Sources: Treaty on European Union, Article 52, for the members; EEA Agreement (OJ L 1, 3.1.1994, p. 3) for the
three others; Treaty on the Functioning of the European Union, Articles 349 and 355, for the territories. Great
Britain left on 31 January 2020, and Switzerland never joined the EEA.
"""

MEMBERS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
FREE_TRADERS = frozenset("IS LI NO".split())
TERRITORIES = {"AX": "FI", "GF": "FR", "GP": "FR", "MF": "FR", "MQ": "FR", "RE": "FR", "YT": "FR"}
"""Parts of a member that ISO 3166-1 gives a code of their own."""


def in_eea(country: str | None) -> bool:
    """Whether an ISO 3166-1 alpha-2 code lies in the European Economic Area."""
    return country in MEMBERS or country in FREE_TRADERS or country in TERRITORIES
