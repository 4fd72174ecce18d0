"""Who may open what of the expert strand: pages of experts, of the secretariat, of States.

``reports`` are made by people who act through the program; an address with the word
"protected" means the reader's own protected report, so that "own" and "other" differ by
who has one: in this world XNGO has, XUNI has none.
"""

from security_rows import NOBODY, SIGNED_IN, Row, asks, open_to

from scenarios import people
from scenarios.expert_report import expert as acting_for
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Permission, Role
from stocktake.actors import actions as actors
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Strand


NOON = people.NOON
RECORD = "1.2/challenges/aaaaaaaaaaaa"
EXPERT = frozenset({Role.EXPERT})
REPLY = frozenset({Role.FOCAL_POINT, Role.ALTERNATE})
SECRETARIAT = frozenset({Role.SECRETARIAT})
READERS = frozenset({Role.SECRETARIAT, Role.PROTECTION_OFFICER})


def organisation(area):
    """An organisation's code for roles that hold a State's."""
    return area if area.startswith(("XNGO", "XUNI")) else people.OTHER_ORGANISATION


def state(area):
    """A State's code for roles that hold an organisation's."""
    return area if area in {"XAA", "XAB"} else "XAA"


def filled(urn, by, area="XAA"):
    """A draft with one challenge about a State."""
    key = queries.draft(urn).key
    if RECORD not in queries.answers(key):
        told = {
            "about/publication": "attributed",
            RECORD: {},
            f"{RECORD}/areas": [area],
            f"{RECORD}/text": {"en": "Words."},
        }
        seen = queries.revisions(key)
        changes = [Change(a, v, seen.get(a, 0)) for a, v in told.items()]
        actions.save_answers(key, changes, by=by, at=NOON)


def report(_world, area, **more):
    """The names in the addresses of an organisation's own draft."""
    sender = organisation(area)
    draft = actions.start_draft(
        "2024", sender=sender, strand=Strand.EXPERT, by=LOCAL_ADMINISTRATOR, at=NOON
    )
    filled(draft.urn, LOCAL_ADMINISTRATOR)
    return {
        "round_code": "2024",
        "sender": sender,
        "strand": "expert",
        "version": draft.version,
        **more,
    }


def protected(_world, _area, **more):
    """The names of the reader's own protected report; XNGO alone has one."""
    by = acting_for("XNGO")
    draft = actions.start_protected("2024", "XNGO", by=by, at=NOON)
    return {
        "round_code": "2024",
        "sender": "protected",
        "strand": "expert",
        "version": draft.version,
        **more,
    }


def claim(_world, area, **more):
    """A claim about a State whose reply window is open."""
    from stocktake.reporting.models import Claim, Submission

    about = state(area)
    record = "a" * 12 if about == "XAA" else "b" * 12
    found = Claim.objects.filter(area=about, record=record).first()
    if found is None:
        made = Submission.objects.create(
            round_id=queries.round_key("2024"),
            sender=f"XTEST{about}",
            strand="expert",
            about=[about],
            stage="reply_window",
            submitted_at=NOON,
        )
        Claim.objects.create(
            submission=made,
            area=about,
            item="1.2",
            address=f"1.2/challenges/{record}",
            record=record,
            kind="challenge",
            publication="anonymous",
            words="0" * 64,
        )
    return {"round_code": "2024", "area": about, "record": record, **more}


def application(_world, area, **more):
    """An organisation's application, accepted or not."""
    code = organisation(area)
    from stocktake.actors import queries as known

    if not known.applications(organisation=code):
        actors.apply_for_accreditation(
            code,
            kind="ngo",
            mandate="We visit places of detention.",
            letter=actors.Letter("letter.txt", b"We appoint them.\n"),
            by=LOCAL_ADMINISTRATOR,
            at=NOON,
        )
    return {"organisation": code, "number": 1, **more}


def own(_world, area):
    """The organisation itself."""
    return {"organisation": organisation(area)}


def starts(_world, area):
    """What the form that starts a report sends."""
    return {"round": "2024", "organisation": organisation(area)}


ROWS = {
    "desk:experts": open_to(SIGNED_IN, why="what each sees there: tests/desk"),
    "desk:expert_start": Row(EXPERT, NOBODY, method="post", data=starts),
    "desk:expert_report": Row(EXPERT, NOBODY, arguments=report),
    "desk:expert_publication": Row(
        EXPERT,
        EXPERT,
        arguments=protected,
        method="post",
        data=lambda _w, _a: {"publication": "confidential"},
        why="always the reader's own: another's is never found",
    ),
    "desk:expert_source": Row(EXPERT, EXPERT, arguments=protected, method="post"),
    "desk:expert_step": Row(
        NOBODY,
        NOBODY,
        arguments=report,
        method="post",
        data=lambda _w, _a: {"step": "submit"},
        why="nothing is complete enough here: tests/desk",
    ),
    "desk:evidence_attach": Row(
        NOBODY, NOBODY, arguments=report, method="post", why="no file: tests/desk"
    ),
    "desk:evidence_detach": Row(
        NOBODY, NOBODY, arguments=report, method="post", why="no file: tests/desk"
    ),
    "desk:evidence_own": Row(NOBODY, NOBODY, arguments=report, why="no file"),
    "desk:claims": open_to(READERS),
    "desk:claims_step": open_to(
        NOBODY,
        method="post",
        data=lambda _w, _a: {
            "submission": "stocktake:submission:2024/XNONE/expert/9",
            "step": "take-up",
        },
        why="no such report: tests/reporting walks every step and role",
    ),
    "desk:claims_publish": open_to(
        SECRETARIAT, method="post", data=lambda _w, _a: {"round": "2024"}
    ),
    "desk:claim": Row(
        READERS | REPLY,
        READERS,
        arguments=claim,
        why="the State concerned alone; reply or read",
    ),
    "desk:claim_weigh": open_to(
        SECRETARIAT,
        arguments=claim,
        method="post",
        data=lambda _w, _a: {"status": "contested", "reason": "The figures differ."},
    ),
    "desk:claim_reply": Row(
        REPLY,
        NOBODY,
        arguments=claim,
        method="post",
        data=lambda _w, _a: {"reply": "We do not agree."},
    ),
    "desk:claim_file": open_to(
        NOBODY,
        arguments=lambda w, a: claim(w, a, number=1),
        why="no file here: tests/reporting",
    ),
    "desk:replies": Row(
        REPLY,
        NOBODY,
        arguments=lambda _w, a: {"area": state(a)},
    ),
    "desk:accreditations": asks(Permission.ACCREDITATION_DECIDE),
    "desk:accreditation_apply": Row(EXPERT, NOBODY, arguments=own),
    "desk:accreditation": Row(EXPERT | SECRETARIAT, SECRETARIAT, arguments=application),
    "desk:accreditation_letter": Row(
        EXPERT | SECRETARIAT, SECRETARIAT, arguments=application
    ),
    "desk:sources": open_to(frozenset({Role.PROTECTION_OFFICER})),
}
