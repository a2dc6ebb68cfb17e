"""`waypost history …`: deliveries made before Waypost was there, to learn from."""

import json
import sys
from pathlib import Path

import click
import polars as pl

from commerce import schedule
from eta_model import parcel_store
from eta_model.history import HistoryError, check_history, read_table
from portal.cli import Commands
from portal.cli.merchants import as_json, known

AT_ONCE = 20_000

group = Commands("history", help="The delivery history that the dates are learnt from.")


@group.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def import_history(slug: str, file: Path, as_json: bool) -> None:
    """Take the deliveries in FILE (CSV, CSV.gz or Parquet) into the history of the merchant SLUG.

    Rows that can't be used go to FILE.rejects.csv with a reason each; those of which a part can't be true, and is
    not learnt from, to FILE.doubts.csv. The same file again adds nothing.
    """
    merchant = known(slug)
    try:
        table = read_table(file)
        history = check_history(table)
        doubtful = history.parcels.filter(pl.col("flags") != "").select("row", reason="flags")
        rejects, doubts = (
            write_rows(file.with_name(f"{file.name}.{word}.csv"), table, rows)
            for word, rows in (("rejects", history.rejects), ("doubts", doubtful))
        )
    except (HistoryError, OSError) as exc:
        raise click.ClickException(str(exc)) from exc
    stored = store(merchant.id, history.parcels)
    schedule.hasten("refit-models")
    told = {
        "merchant": slug,
        "rows": table.height,
        "added": stored.added,
        "changed": stored.changed,
        "unchanged": history.parcels.height - stored.added - stored.changed,
        "rejected": history.rejects.height,
        "rejects_file": rejects,
        "reasons": dict(history.rejects["reason"].value_counts(sort=True).iter_rows()),
        "doubtful": doubtful.height,
        "doubts_file": doubts,
    }
    click.echo(json.dumps(told) if as_json else as_sentence(told, file))


def store(merchant_id: int, parcels: pl.DataFrame) -> parcel_store.Stored:
    """Store the parcels part by part, a bar on stderr saying how far it is."""
    added = changed = 0
    parts = list(parcels.iter_slices(AT_ONCE))
    with click.progressbar(parts, label="Importing", file=sys.stderr) as counted:
        for part in counted:
            stored = parcel_store.add(merchant_id, "import", part)
            added, changed = added + stored.added, changed + stored.changed
    return parcel_store.Stored(added, changed)


def write_rows(path: Path, table: pl.DataFrame, told: pl.DataFrame) -> str | None:
    """Write the rows told of as they came, each with its number and reason; the file's name, None for none."""
    if told.is_empty():
        path.unlink(missing_ok=True)
        return None
    came = table.drop("row", "reason", strict=False)  # an earlier file of this kind has them
    rows = came.with_row_index("row", offset=1).join(told.select("row", "reason"), on="row")
    rows.select("row", "reason", *came.columns).write_csv(path)
    return str(path)


def as_sentence(told: dict[str, object], file: Path) -> str:
    """The same for a person."""
    said = f"{told['rows']} rows: {told['added']} new, {told['changed']} with news, {told['unchanged']} known"
    if told["rejected"]:
        said += f", {told['rejected']} refused (see {told['rejects_file']})"
    if told["doubtful"]:
        said += f", {told['doubtful']} doubtful in part (see {told['doubts_file']})"
    return f"{said}."


commands: list[click.Command] = [group]
