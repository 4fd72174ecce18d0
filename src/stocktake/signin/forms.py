"""Forms of the way in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from stocktake.accounts import queries
from stocktake.accounts.rules import Offer, Role
from stocktake.kernel.languages import LANGUAGES
from stocktake.signin.words import role_name


class Joining(forms.Form):
    """Name and password of somebody who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Colleagues and the record of what was done show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_(
            "At least 12 characters. A few words that do not belong together are easiest to remember."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_name(self) -> str:
        """Refuse a name that somebody here has: the record must tell people apart."""
        name: str = self.cleaned_data["name"].strip()
        if queries.is_named(name):
            raise forms.ValidationError(
                _("Somebody here has this name. Add your office to yours.")
            )
        return name

    def clean_password(self) -> str:
        """Check the password by the site's rules, in the page's language."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class Inviting(forms.Form):
    """Whom to invite to what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"))
    areas = forms.CharField(
        label=_("State or organisation"),
        required=False,
        help_text=_(
            "Its code, such as KEN; several with commas. Only for roles of a State or an organisation."
        ),
    )
    sections = forms.CharField(
        label=_("Sections"),
        required=False,
        help_text=_(
            "For contributors: codes of themes or commitments, such as 1 or 4.2. Empty: all."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=[(each.code, each.own_name) for each in LANGUAGES.values()],
    )

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(role.value, role_name(role)) for role in Role if role in roles]
        choices = [("", "–"), *named]  # nobody is made an administrator by mistake
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def offer(self) -> Offer:
        """What the form offers."""
        return Offer(
            frozenset({Role(self.cleaned_data["role"])}),
            codes(self.cleaned_data["areas"].upper()),
            codes(self.cleaned_data["sections"]),
        )


class Trying(forms.Form):
    """Which role to try out, for which State or organisation."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    area = forms.CharField(
        label=_("State or organisation"),
        required=False,
        max_length=40,
        help_text=_(
            "Its code or name, such as XAA. Only for roles of a State or an organisation."
        ),
    )

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", role_name(Role.LOCAL)),
            *((r.value, role_name(r)) for r in roles),
        ]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


def codes(text: str) -> frozenset[str]:
    """The codes in a text that people typed, whatever stands between them."""
    return frozenset(text.replace(",", " ").replace(";", " ").replace("،", " ").split())
