"""Ask who an actor is, and what States did about treaties."""

from collections.abc import Iterable
from datetime import date

from stocktake.actors import models, reading
from stocktake.actors.accreditation import Application, Decision, Standing
from stocktake.actors.rules import (
    CODE_SHAPE,
    COLLECTIVE,
    ActionKind,
    Instrument,
    Organisation,
    OrganisationType,
    TreatyAction,
    TreatySource,
    code_for,
)
from stocktake.actors.status import Disagreement, StatusRow, disagreements, status_on
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound, Refused


def is_state(code: str) -> bool:
    """Whether a code is a Member, observer or illustrative State."""
    return geography.is_state(code)


def organisation(code: str) -> Organisation:
    """A registered organisation, or a body or process known from the data; else NotFound."""
    row = models.Organisation.objects.filter(code=code).first()
    if row is not None:
        return _organisation(row)
    known = reading.bodies().get(code)
    if known is None:
        msg = f"No organisation {code!r} is registered. `stocktake intake --from {code}` registers it with its first report."
        raise NotFound(msg)
    return known


def organisations() -> tuple[Organisation, ...]:
    """The registered organisations by code; one query."""
    return tuple(
        _organisation(row) for row in models.Organisation.objects.order_by("code")
    )


def bodies() -> tuple[Organisation, ...]:
    """Bodies and processes that the data know, by code; no query."""
    return tuple(reading.bodies().values())


def actor_name(code: str, language: str = "en") -> str:
    """The name of a State, area, organisation or body; the code itself where none is known."""
    try:
        return geography.name(code, language)
    except NotFound:
        pass
    try:
        return organisation(code).name(language)
    except NotFound:
        return code


def _organisation(row: models.Organisation) -> Organisation:
    return Organisation(
        row.code, row.names, OrganisationType(row.type), row.illustrative
    )


def check_code(code: str) -> None:
    """Refuse what cannot be an organisation's code."""
    if not CODE_SHAPE.fullmatch(code):
        suggested = code_for(code)
        hint = f" Try {suggested}." if CODE_SHAPE.fullmatch(suggested) else ""
        msg = f"{code!r} cannot be an organisation's code: use 2 to 40 capitals, digits, dots and hyphens.{hint}"
        raise Refused(msg)
    if geography.is_state(code):
        msg = f"{code} is the code of {geography.name(code)}, so no organisation can have it."
        raise Refused(msg)
    if code == COLLECTIVE:
        msg = f"{code} stands for all anonymous sources together, so no organisation can have it."
        raise Refused(msg)


def accreditation_of(application: str, *, lock: bool = False) -> models.Accreditation:
    """The record of an application such as ``XNGO/1``; for actions of this room. One query."""
    name = application.removeprefix("stocktake:accreditation:")
    code, _, number = name.partition("/")
    rows = models.Accreditation.objects.select_related("organisation")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = (
        rows.filter(organisation__code=code, number=number).first()
        if number.isdecimal()
        else None
    )
    if found is None:
        msg = f"There is no application {application!r}. `stocktake accreditation list` lists them."
        raise NotFound(msg)
    return found


def application(name: str) -> Application:
    """One application with what was decided on it. Two queries."""
    return _application(accreditation_of(name))


def applications(
    *, organisation: str = "", standing: Standing | None = None
) -> tuple[Application, ...]:
    """Applications for accreditation, the newest first. Two queries."""
    rows = models.Accreditation.objects.select_related("organisation")
    if organisation:
        rows = rows.filter(organisation__code=organisation)
    if standing:
        rows = rows.filter(standing=standing)
    found = rows.prefetch_related("decisions").order_by("-applied_at", "-id")
    return tuple(_application(row) for row in found)


def reporting_organisations() -> frozenset[str]:
    """Who may submit in the expert strand: accredited, or illustrative. Two queries."""
    accredited = models.Accreditation.objects.filter(standing=Standing.ACCEPTED)
    invented = models.Organisation.objects.filter(illustrative=True)
    return frozenset(accredited.values_list("organisation__code", flat=True)) | set(
        invented.values_list("code", flat=True)
    )


def _application(row: models.Accreditation) -> Application:
    return Application(
        number=row.number,
        organisation=row.organisation.code,
        type=OrganisationType(row.type),
        mandate=row.mandate,
        letter=row.letter,
        letter_kind=row.letter_kind,
        applied_by=row.applied_by,
        applied_at=row.applied_at,
        standing=Standing(row.standing),
        decisions=tuple(
            Decision(Standing(one.standing), one.reason, one.by, one.at)
            for one in row.decisions.all()
        ),
    )


def instruments() -> tuple[Instrument, ...]:
    """The treaties the review looks at."""
    return tuple(reading.instruments().values())


def instrument(code: str) -> Instrument:
    """One treaty by its code, its number in the UN Treaty Collection or a table's spelling."""
    found = reading.instrument_codes().get(code.strip().upper())
    if found is None:
        listed = ", ".join(reading.instruments())
        msg = f"{code!r} is no instrument we know. There are: {listed}."
        raise NotFound(msg)
    return reading.instruments()[found]


def sources() -> tuple[TreatySource, ...]:
    """The loaded tables with what they cover; one query."""
    return tuple(
        TreatySource(
            row.source,
            row.title,
            row.as_of,
            frozenset(row.instruments),
            frozenset(row.states),
        )
        for row in models.TreatyTable.objects.order_by("source")
    )


def shipped_from(source: TreatySource) -> tuple[str, str]:
    """Publisher and licence of a table that is shipped; blanks for one loaded since."""
    for each in reading.shipped_tables():
        if (each.source, each.as_of) == (source.code, source.as_of):
            return each.publisher, each.licence
    return "", ""


def actions(state: str = "", instrument: str = "") -> tuple[TreatyAction, ...]:
    """What States did, by instrument, State and date; one query. Empty means all."""
    rows = models.TreatyAction.objects.select_related("table")
    if state:
        rows = rows.filter(state=state)
    if instrument:
        rows = rows.filter(instrument=instrument)
    read = [
        TreatyAction(
            r.instrument, r.state, ActionKind(r.kind), r.dated, r.table.source, r.text
        )
        for r in rows
    ]
    return tuple(sorted(read, key=lambda act: (act.instrument, act.state, act.order)))


def status(state: str, instrument: str, *, on: date) -> StatusRow:
    """Where a State stands towards an instrument on a day; two queries."""
    return status_on(state, instrument, actions(state, instrument), sources(), on=on)


def statuses_of_state(state: str, *, on: date) -> tuple[StatusRow, ...]:
    """Where a State stands towards every instrument; two queries."""
    known = _by_pair(actions(state))
    covering = sources()
    return tuple(
        status_on(state, code, known.get((code, state), ()), covering, on=on)
        for code in reading.instruments()
    )


def statuses_of_instrument(instrument: str, *, on: date) -> tuple[StatusRow, ...]:
    """Where every Member and observer State stands towards an instrument; two queries."""
    known = _by_pair(actions(instrument=instrument))
    covering = sources()
    states = sorted(
        area.alpha3 for area in (*geography.states(), *geography.observers())
    )
    return tuple(
        status_on(
            state, instrument, known.get((instrument, state), ()), covering, on=on
        )
        for state in states
    )


def _by_pair(acts: Iterable[TreatyAction]) -> dict[tuple[str, str], list[TreatyAction]]:
    grouped: dict[tuple[str, str], list[TreatyAction]] = {}
    for act in acts:
        grouped.setdefault((act.instrument, act.state), []).append(act)
    return grouped


def treaty_disagreements() -> tuple[Disagreement, ...]:
    """Where two loaded tables cannot both be right; two queries."""
    return disagreements(actions(), sources())


def statuses(
    states: Iterable[str], codes: Iterable[str], *, on: date
) -> dict[tuple[str, str], StatusRow]:
    """Where many States stand towards many instruments, by State and code; two queries."""
    known = _by_pair(actions())
    covering = sources()
    wanted = sorted(set(codes))
    return {
        (state, code): status_on(
            state,
            code,
            known.get((code, state), ()),
            covering,
            on=on,
        )
        for state in sorted(set(states))
        for code in wanted
    }
