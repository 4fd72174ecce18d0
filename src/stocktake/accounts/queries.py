"""Read who may sign in."""

from stocktake.accounts.models import Person
from stocktake.accounts.rules import Role


def administrator_exists() -> bool:
    """Whether anybody may administer this copy by signing in. One query."""
    people = Person.objects.filter(is_active=True).values_list("roles", flat=True)
    return any(Role.ADMINISTRATOR in roles for roles in people)
