"""URLs of the desk: findings about a State, and its reply to them."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import findings


FINDING = "findings/<str:round_code>/<str:area>/<str:code>/"

PATTERNS: list[URLPattern | URLResolver] = [
    path("findings/", findings.all_, name="findings"),
    path(FINDING, findings.one, name="finding"),
    path(f"{FINDING}reply/", findings.reply, name="finding_reply"),
]
