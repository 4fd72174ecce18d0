"""What each step of a State's report will do, in sentences."""

from django.utils.translation import gettext as _

from stocktake.reporting.rules import Step


def consequences(step: Step) -> tuple[str, ...]:
    """What will happen, before somebody confirms it."""
    return _SAID[step]()


def message_hint(step: Step) -> str:
    """What the message of a step is for."""
    if step is Step.REQUEST_CORRECTION:
        return _(
            "Say which answers, and what is wrong with them. Everybody who works on this report reads it."
        )
    return _("Say why. It is kept with the report.")


def _clear() -> tuple[str, ...]:
    return (
        _("The answers are closed: nobody changes them until they are opened again."),
        _("The report can be submitted."),
        _("Your name and the time are kept."),
    )


def _reopen() -> tuple[str, ...]:
    return (
        _("The answers are open for changes again."),
        _(
            "They are cleared once more before they are submitted, if your State clears."
        ),
    )


def _submit() -> tuple[str, ...]:
    return (
        _(
            "What stands in the report now is kept under a fingerprint. Nobody can change it afterwards."
        ),
        _("You get a receipt with the fingerprint, the time and your name."),
        _("The office checks the report and accepts it or asks for a correction."),
    )


def _take_up() -> tuple[str, ...]:
    return (
        _("The State sees that the check has begun."),
        _("You can then accept the report or ask for a correction."),
    )


def _correct() -> tuple[str, ...]:
    return (
        _("The State can change its answers and submits them again."),
        _("What it submitted before stays kept under its fingerprint."),
    )


def _accept() -> tuple[str, ...]:
    return (
        _("The State sees that its report is accepted."),
        _("It is not public yet: publishing is the next step."),
    )


def _publish() -> tuple[str, ...]:
    return (
        _("Everybody can read the report on the public pages."),
        _("A version that was published before gives way and stays kept."),
    )


def _withdraw() -> tuple[str, ...]:
    return (
        _("The report ends here. Nothing is deleted, but it no longer counts."),
        _("The report is owed again, and a new one can be started."),
    )


_SAID = {
    Step.CLEAR: _clear,
    Step.REOPEN: _reopen,
    Step.SUBMIT: _submit,
    Step.TAKE_UP: _take_up,
    Step.REQUEST_CORRECTION: _correct,
    Step.ACCEPT: _accept,
    Step.PUBLISH: _publish,
    Step.WITHDRAW: _withdraw,
}
