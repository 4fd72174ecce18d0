"""Settings of what lies outside: mail, single sign-on, Chinese sentences of others."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from stocktake.site.catalogues import chinese_catalogues
from stocktake.site.outside import form_targets, mail, single_sign_on


HOME = Path("/home-of-a-copy")


def test_letters_are_files_in_the_home_unless_a_server_is_named():
    assert mail("", HOME)["EMAIL_FILE_PATH"] == HOME / "mail"


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, True, False),
        ("smtps://a%40b:p%2Fw@mail.example.org", "mail.example.org", 465, False, True),
        ("smtp://localhost:25?tls=0", "localhost", 25, False, False),
    ],
)
def test_a_mail_server_is_named_by_one_address(url, host, port, starttls, tls):
    made = mail(url, HOME)

    named = (made["EMAIL_HOST"], made["EMAIL_PORT"])
    assert named == (host, port)
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (starttls, tls)
    if "@" in url:
        login = (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"])
        assert login == ("a@b", "p/w")


def test_without_a_provider_there_is_no_single_sign_on():
    assert single_sign_on({}) == {}
    assert form_targets({}) == ""


def test_forms_may_lead_to_the_provider_and_nowhere_else():
    named = {"STOCKTAKE_OIDC_ISSUER": "https://id.example.org/realms/un/"}

    (app,) = single_sign_on(named)["openid_connect"]["APPS"]

    assert app["settings"]["server_url"] == "https://id.example.org/realms/un"
    assert form_targets(named) == "https://id.example.org"


def test_sentences_of_the_framework_are_chinese_on_chinese_pages(tmp_path):
    assert len(chinese_catalogues(tmp_path)) == 3
    with translation.override("zh"):
        for sentence in ("This field is required.", "Incorrect password."):
            assert gettext(sentence) != sentence
