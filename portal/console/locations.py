"""Where parcels leave from, and by which services: the lists that delivery dates are counted from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.errors import NotFound
from commerce.iso import COUNTRIES
from commerce.merchant_fields import DAYS, calendars, zones
from commerce.merchant_file import WrongFile
from portal.console import location_form, saving
from portal.console.blueprint import blueprint
from portal.console.page import back, page
from portal.console.saving import ChangedMeanwhile, Faults, Told
from portal.languages import _l

Item = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One of the file's lists whose items have a code: its template, what reads its form, what the log says."""

    section: str
    template: str
    read: Callable[[Mapping[str, str], Mapping[str, list[str]], Item], Item]
    changed: str
    removed: str


LOCATIONS = Kind("locations", "location.html", location_form.location, "location_set", "location_removed")
SERVICES = Kind("shipping_services", "service.html", location_form.service, "service_set", "service_removed")


@dataclass(frozen=True)
class Edit:
    """An item as its form shows it: `was` is its code before, empty for a new one."""

    kind: Kind
    item: Item
    was: str
    mark: str
    faults: Faults
    differences: Sequence[Told]


@blueprint.get("/locations")
def locations() -> Response:
    """Both lists."""
    places, services = (saving.stands(kind.section) or [] for kind in (LOCATIONS, SERVICES))
    return page("locations.html", locations=places, shipping_services=services)


@blueprint.get("/locations/new")
def new_location() -> Response:
    """An empty form."""
    return opened(LOCATIONS, "")


@blueprint.get("/locations/<code>")
def location(code: str) -> Response:
    """A location's form."""
    return opened(LOCATIONS, code)


@blueprint.post("/locations/save")
def save_location() -> AnyResponse:
    """Put a location in the list, or in place of what it was."""
    return saved(LOCATIONS)


@blueprint.post("/locations/remove")
def remove_location() -> AnyResponse:
    """Take a location from the list, unless a service leaves from it."""
    return removed(LOCATIONS)


@blueprint.get("/services/new")
def new_service() -> Response:
    """An empty form."""
    return opened(SERVICES, "")


@blueprint.get("/services/<code>")
def service(code: str) -> Response:
    """A service's form."""
    return opened(SERVICES, code)


@blueprint.post("/services/save")
def save_service() -> AnyResponse:
    """Put a service in the list, or in place of what it was."""
    return saved(SERVICES)


@blueprint.post("/services/remove")
def remove_service() -> AnyResponse:
    """Take a service from the list."""
    return removed(SERVICES)


def opened(kind: Kind, code: str) -> Response:
    listed: list[Item] = saving.stands(kind.section) or []
    item = own(listed, code) if code else {}
    return shown(200, Edit(kind, item, code, saving.mark(listed), Faults(), []))


def own(listed: list[Item], code: str) -> Item:
    """The item of that code; `NotFound`."""
    found = next((item for item in listed if item["code"] == code), None)
    if found is None:
        raise NotFound("this shop has none of that code")
    return found


def shown(status: int, edit: Edit) -> Response:
    return page(
        edit.kind.template,
        status,
        item=edit.item,
        was=edit.was,
        mark=edit.mark,
        faults=edit.faults,
        differences=edit.differences,
        section="locations",
        days=DAYS,
        zones=sorted(zones()),
        countries=sorted(COUNTRIES),
        calendars=sorted(calendars()),
        places=[one["code"] for one in saving.stands(LOCATIONS.section) or []],
        shop_zone=saving.fresh().config["time_zone"],
    )


def saved(kind: Kind) -> AnyResponse:
    form, was = request.form, request.form.get("was", "")
    listed: list[Item] = saving.stands(kind.section) or []
    at = next((index for index, item in enumerate(listed) if item["code"] == was), len(listed))
    before = listed[at] if at < len(listed) else {}
    item = kind.read(form, form.to_dict(flat=False), before)
    wanted = [*listed[:at], item, *listed[at + 1 :]]
    if refused := saving.refused(kind.section, wanted, form.get("mark", ""), kind.changed):
        faults = refused.faults.below(f"{at}/")
        return shown(refused.status, Edit(kind, item, was, refused.mark, faults, refused.differences))
    return back("locations", _l("It is set. New delivery dates count with it."))


def removed(kind: Kind) -> AnyResponse:
    listed: list[Item] = saving.stands(kind.section) or []
    gone = own(listed, request.form.get("was", ""))
    wanted = [item for item in listed if item is not gone]
    try:
        saving.put(kind.section, wanted, request.form.get("mark", ""), kind.removed)
    except WrongFile:
        return back("locations", _l("A service leaves from it. Change or remove that service first."), "bad")
    except ChangedMeanwhile:
        told = _l("Somebody changed this meanwhile. This is how it stands now; try again.")
        return back("locations", told, "bad")
    return back("locations", _l("It is removed. New delivery dates no longer count with it."))
