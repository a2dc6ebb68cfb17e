"""The policy that staff are working on: nobody's save goes over what they have not seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from commerce import audit, merchants
from commerce.database import db, transaction
from commerce.errors import Conflict
from returns import publishing
from returns.models.policies import PolicyDraft, PolicyVersion
from returns.policy.comparison import as_facts, compare

MOST_KEPT = 100
SUBJECT = "return policy"

Source = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """The policy as it would be published now.

    `seen` names this very state; `base` is the version it was begun from. Where nobody works on one, it is the
    policy in force, and `person` and `made_at` are None.
    """

    source: Source
    base: int
    revision: int
    person: str | None = None
    made_at: datetime | None = None

    @property
    def seen(self) -> str:
        return f"{self.base}-{self.revision}"

    @property
    def is_open(self) -> bool:
        return self.person is not None


class DraftChanged(Conflict):
    """Somebody saved meanwhile: `now` is their state, `then` the one that was seen, None where it is gone."""

    code, title = "changed_meanwhile", "Somebody changed the policy meanwhile"

    def __init__(self, current: Draft, then: Source | None) -> None:
        self.now, self.then = current, then
        super().__init__("look at what they changed, and save again")


def current(merchant_id: int) -> Draft:
    """The draft, or the policy in force where there is none."""
    last = db.session.scalars(
        select(PolicyDraft)
        .where(PolicyDraft.merchant_id == merchant_id)
        .order_by(PolicyDraft.revision.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and not last.settled:
        return Draft(last.source, last.base, last.revision, last.person, last.made_at)
    newest = publishing.in_force(merchant_id)
    source, base = (newest.source, newest.version) if newest else ({}, 0)
    return Draft(source, base, last.revision if last else 0)


def save(merchant_id: int, seen: str, source: Source, person: str) -> Draft:
    """Keep a new state, if what it was made from is still the draft. Raises `DraftChanged`."""
    with transaction() as session:
        draft = held(session, merchant_id, seen)
        if source == draft.source:
            return draft
        changes = compare(draft.source, source)
        add(session, merchant_id, draft, source, person, settled=False)
        audit.write(merchant_id, person, "policy_edited", SUBJECT, **as_facts(changes))
        return current(merchant_id)


def drop(merchant_id: int, seen: str, person: str) -> None:
    """Go back to the policy in force; what was drafted stays in the audit log. Raises `DraftChanged`."""
    with transaction() as session:
        draft = held(session, merchant_id, seen)
        if draft.is_open:
            add(session, merchant_id, draft, draft.source, person, settled=True)
            changes = compare(draft.source, current(merchant_id).source)
            audit.write(merchant_id, person, "policy_draft_dropped", SUBJECT, **as_facts(changes))


def publish(merchant_id: int, seen: str, in_force: int, person: str) -> PolicyVersion:
    """Let the draft judge the orders placed from now on; returns the version.

    `in_force` is the version that it was compared with. Raises `DraftChanged` where that or the draft is another
    by now, `Invalid` for a policy that can't be published.
    """
    with transaction() as session:
        draft = held(session, merchant_id, seen)
        before = publishing.in_force(merchant_id)
        if (before.version if before else 0) != in_force:
            raise DraftChanged(draft, before.source if before else {})
        version = publishing.publish(merchant_id, publishing.draft(merchant_id, draft.source).version)
        if draft.is_open:
            add(session, merchant_id, draft, draft.source, person, settled=True)
        note(version, before, person, "policy_published")
    merchants.forget()
    return version


def restore(merchant_id: int, number: int, in_force: int, person: str) -> PolicyVersion:
    """Publish an earlier version's contents as a new one. Raises as `publish` does, and `NotFound`."""
    with transaction() as session:
        publishing.locked_merchant(session, merchant_id)
        before = publishing.in_force(merchant_id)
        if (before.version if before else 0) != in_force:
            raise DraftChanged(current(merchant_id), None)
        version = publishing.publish(merchant_id, number)
        note(version, before, person, "policy_restored")
    merchants.forget()
    return version


def note(version: PolicyVersion, before: PolicyVersion | None, person: str, action: str) -> None:
    changes = as_facts(compare(before.source if before else {}, version.source))
    changes["before"]["version"] = before.version if before else None
    changes["after"]["version"] = version.version
    audit.write(version.merchant_id, person, action, SUBJECT, **changes)


def unchanged(merchant_id: int, seen: str) -> Draft:
    """The draft, if it is the one that was seen. Raises `DraftChanged`."""
    draft = current(merchant_id)
    if draft.seen != seen:
        raise DraftChanged(draft, source_of(merchant_id, seen))
    return draft


def held(session: Session, merchant_id: int, seen: str) -> Draft:
    """The draft under the merchant's lock, if it is the one that was seen."""
    publishing.locked_merchant(session, merchant_id)
    return unchanged(merchant_id, seen)


def source_of(merchant_id: int, seen: str) -> Source | None:
    """The state that `seen` names, None where it is not kept any more."""
    base, _, revision = seen.partition("-")
    if not (is_number(base) and is_number(revision)):
        return None
    kept = db.session.get(PolicyDraft, (merchant_id, int(revision)))
    if kept is None and int(revision):
        return None
    if kept is not None and not kept.settled:
        return kept.source
    version = db.session.get(PolicyVersion, (merchant_id, int(base)))
    return version.source if version else {}


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def add(
    session: Session, merchant_id: int, draft: Draft, source: Source, person: str, *, settled: bool
) -> None:
    session.add(
        PolicyDraft(
            merchant_id=merchant_id,
            revision=draft.revision + 1,
            base=draft.base,
            source=dict(source),
            person=person,
            settled=settled,
        )
    )
    session.execute(
        delete(PolicyDraft).where(
            PolicyDraft.merchant_id == merchant_id, PolicyDraft.revision <= draft.revision + 1 - MOST_KEPT
        )
    )
    session.flush()
