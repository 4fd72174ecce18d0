"""Forms about finer tables: asking for them, deciding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stocktake.desk.pages.research import decision_name
from stocktake.indicators.access import rules
from stocktake.indicators.access.rules import Standing, Table


class Asking(forms.Form):
    """What a researcher states; the version of the terms travels with the acceptance."""

    organisation = forms.CharField(
        label=gettext_lazy("Institution"),
        help_text=gettext_lazy("The institution for which you do the research."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        max_length=200,
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy(
            "The question, the method, and where the results will be published."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        max_length=4000,
    )
    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Tables"), widget=forms.CheckboxSelectMultiple
    )
    accept = forms.BooleanField(
        label=gettext_lazy("I have read the terms and accept them")
    )
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tables: tuple[Table, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tables"].choices = [  # type: ignore[attr-defined]
            (one.code, one.title) for one in tables
        ]
        self.fields["version"].initial = rules.terms().version

    @property
    def accepted(self) -> str:
        """The version of the terms that was on the page."""
        given = self.cleaned_data
        return str(given["version"]) if given["accept"] else ""


class Deciding(forms.Form):
    """A decision with its reason, and until when what is granted holds."""

    standing = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("If granted: the last day, within a year."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The researcher reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=2000,
    )

    def __init__(
        self, *args: Any, options: tuple[Standing, ...], mine: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = [  # type: ignore[attr-defined]
            (one.value, decision_name(one)) for one in options
        ]
        if mine:
            del self.fields["until"]
