"""Which stored model serves: put there, taken back, and never two at once."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from commerce import locks
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.errors import Conflict, NotFound
from commerce.outbox import emit
from eta_model.models import EtaModel, EtaModelFile
from eta_model.statuses import ALLOWED, ModelStatus

POOL = 0  # in locks: the models that are nobody's own


class IllegalStatus(Conflict):
    code, title = "illegal_transition", "The model can't be put there from where it is"


class NotBetter(Conflict):
    code, title = "model_refused", "The model lost its contest"


def promote(model_id: str, by: str, *, forced: bool = False) -> EtaModel:
    """Let a model serve; the one that did retires. Raises `NotFound`, `IllegalStatus`.

    One that lost its contest or was taken back needs to be `forced` (`NotBetter`), and its row says so.
    """
    with transaction() as session:
        model = found(model_id)
        lock(model.merchant_id)
        session.refresh(model)
        if model.status == ModelStatus.REFUSED and not forced:
            raise NotBetter(f"{model.status_reason or 'it was refused'}; --force promotes it all the same")
        if (
            session.scalar(select(EtaModelFile.name).where(EtaModelFile.model_id == model.id).limit(1))
            is None
        ):
            raise IllegalStatus("its files were dropped long ago")
        for other in of(model.merchant_id, ModelStatus.SERVING):
            if other.id != model.id:
                move(other, ModelStatus.RETIRED, f"{model.id} took its place")
        session.flush()
        was_refused = model.status == ModelStatus.REFUSED
        move(model, ModelStatus.SERVING, "promoted by force" if was_refused else None)
        model.promoted_at, model.promoted_by = now(), by
        tell(model.merchant_id, model)
    return model


def refuse(model_id: str, reason: str) -> EtaModel:
    """Keep a candidate from serving, and why."""
    with transaction():
        model = found(model_id)
        lock(model.merchant_id)
        move(model, ModelStatus.REFUSED, reason)
    return model


def rollback(merchant_id: int | None, by: str) -> EtaModel | None:
    """Take the serving model back and let the one before it serve; None where there is none.

    Then the pooled model answers, or the service table. Raises `NotFound` where none serves.
    """
    with transaction() as session:
        lock(merchant_id)
        serving = next(iter(of(merchant_id, ModelStatus.SERVING)), None)
        if serving is None:
            raise NotFound("no model serves that could be taken back")
        before = next(iter(of(merchant_id, ModelStatus.RETIRED)), None)
        move(serving, ModelStatus.REFUSED, f"taken back by {by}")
        session.flush()
        if before is not None:
            move(before, ModelStatus.SERVING, f"put back by {by}")
            before.promoted_at, before.promoted_by = now(), by
        tell(merchant_id, before or pooled())
    return before


def pooled() -> EtaModel | None:
    """The pooled model that serves, and does so until this transaction ends."""
    lock(None)
    return next(iter(of(None, ModelStatus.SERVING)), None)


def tell(owner: int | None, model: EtaModel | None) -> None:
    """Let every merchant know whose parcels the model forecasts from now on, or none (None) does any more.

    That is the owner of what was changed, or all that have no model of their own where it was the pool's.
    """
    owners = [owner] if owner is not None else [row[0] for row in run(WITHOUT_OWN, (ModelStatus.SERVING,))]
    for merchant_id in owners:
        if model is None:
            emit(merchant_id, "eta.taken_back")
        else:
            emit(merchant_id, "eta.promoted", model=model.id, pooled=model.merchant_id is None)


WITHOUT_OWN = """
SELECT id FROM merchants m WHERE NOT EXISTS (
    SELECT FROM eta_models e WHERE e.merchant_id = m.id AND e.status = %s
) ORDER BY id
"""


def lock(merchant_id: int | None) -> None:
    """Let one at a time change which of the merchant's models serves."""
    locks.wait(merchant_id or POOL, "eta_models")


def move(model: EtaModel, status: ModelStatus, reason: str | None) -> None:
    """Change the status where that is allowed, else raise `IllegalStatus`."""
    was = ModelStatus(model.status)
    if status not in ALLOWED[was]:
        allowed = sorted(ALLOWED[was])
        raise IllegalStatus(
            f"a model that is {was} may become {' or '.join(allowed)}",
            **{"from": was},
            to=status,
            allowed=allowed,
        )
    model.status, model.status_reason = status, reason


def found(model_id: str) -> EtaModel:
    """The model with that id, or `NotFound`."""
    if (model := db.session.get(EtaModel, model_id)) is None:
        raise NotFound(f"there is no model {model_id}")
    return model


def of(merchant_id: int | None, status: ModelStatus) -> Sequence[EtaModel]:
    """The models of a merchant or the pool (None) in a status, the last to serve first."""
    statement = select(EtaModel).where(owned_by(merchant_id), EtaModel.status == status)
    return db.session.scalars(
        statement.order_by(EtaModel.promoted_at.desc().nulls_last(), EtaModel.made_at.desc())
    ).all()


def listed(merchant_id: int | None = None, most: int | None = None) -> Sequence[EtaModel]:
    """All models, the last made first; those of one merchant where it is named, at most so many."""
    statement = select(EtaModel).order_by(EtaModel.made_at.desc(), EtaModel.id).limit(most)
    return db.session.scalars(
        statement if merchant_id is None else statement.where(owned_by(merchant_id))
    ).all()


def owned_by(merchant_id: int | None) -> ColumnElement[bool]:
    return EtaModel.merchant_id.is_(None) if merchant_id is None else EtaModel.merchant_id == merchant_id
