"""Tags of the way in: fields in our design, names of roles."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stocktake.signin import words


register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """A role in words."""
    return words.role_name(role)


@register.filter
def status_name(status: str) -> str:
    """Whether somebody has access, in words."""
    return words.status_name(status)


@register.filter
def browser_name(agent: str) -> str:
    """A browser and its system, in two words."""
    return words.browser_name(agent)


@register.filter
def widget(field: BoundField) -> SafeString:
    """The field's control; what it is for stands above it, never inside it."""
    control = field.field.widget
    control.attrs.pop("placeholder", None)
    if isinstance(control, CheckboxInput):
        return field.as_widget()
    css = "input input--error" if field.errors else "input"
    left_to_right = field.name in {"email", "login", "code", "areas", "sections"}
    more = {"dir": "ltr"} if left_to_right else {}
    return field.as_widget(attrs={"class": css, **more})


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is one box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def codes(values: tuple[str, ...]) -> SafeString:
    """Codes side by side, each kept together in right-to-left text."""
    return SafeString(
        " ".join(format_html('<span class="code">{}</span>', value) for value in values)
    )
