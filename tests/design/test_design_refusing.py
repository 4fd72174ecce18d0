"""Refusals on pages: in the page's language, on the form or on a page of their own."""

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from stocktake.design.refusing import attempt, refusal, refused_page, sentence
from stocktake.kernel.errors import NotFound, NotPermitted, Refused


class Reason(forms.Form):
    """A form of one line."""

    reason = forms.CharField()


def refuse(kind: type[Refused], msg: str) -> None:
    """What a room does."""
    raise kind(msg)


def test_a_refusal_is_told_in_the_language_of_the_page():
    with translation.override("fr"):
        known = refusal(Refused("Choose a status."))
        unknown = refusal(Refused("Something else altogether."))

    assert (known.words, known.language) == ("Choisissez un statut.", "")
    assert unknown.language == "en"
    with translation.override("es"):
        assert sentence("two columns give SEX").words == "dos columnas dan SEX"


def test_what_is_refused_marks_the_form_and_what_was_written_stays():
    form = Reason({"reason": "written"})
    with translation.override("ru"), attempt() as tried:
        refuse(Refused, "The reply is empty.")

    assert tried.on(form)
    assert form.non_field_errors() == [str(tried.refused)]
    assert str(tried.refused) != "The reply is empty."
    assert form["reason"].value() == "written"


def test_what_succeeds_marks_nothing():
    form = Reason({"reason": "written"})

    with attempt() as tried:
        done = True

    assert done
    assert not tried.on(form)
    assert form.is_valid()


@pytest.mark.parametrize(
    ("raised", "elsewhere", "goes_on"),
    [
        (NotFound, (NotFound, NotPermitted), True),
        (NotPermitted, (NotFound, NotPermitted), True),
        (NotFound, NotPermitted, False),
        (NotPermitted, (), False),
        (Refused, (NotFound, NotPermitted), False),
    ],
)
def test_what_has_a_page_of_its_own_goes_on_to_it(raised, elsewhere, goes_on):
    told = None
    try:
        with attempt(elsewhere=elsewhere) as tried:
            refuse(raised, "There is no such file.")
    except raised as error:
        told = error

    assert (told is not None) is goes_on
    assert bool(tried.refused) is not goes_on


@pytest.mark.parametrize(
    ("raised", "status"), [(NotFound, 404), (NotPermitted, 403), (Refused, 400)]
)
def test_a_page_says_what_was_refused_and_why(db, raised, status):
    request = RequestFactory().get("/ar/")
    with translation.override("ar"):
        page = refused_page(request, raised("There is no such file."))

    assert page.status_code == status
    assert "لا يوجد ملف كهذا." in page.content.decode()
    assert "There is no such file." not in page.content.decode()
