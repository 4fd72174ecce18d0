"""URLs of the desk: the first page, and answering a questionnaire."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import blocks, home, records, reports


REPORT = "reports/<str:round_code>/<str:sender>/<str:strand>/<int:version>/"
BLOCK = f"{REPORT}blocks/<str:item>/"
RECORD = f"{BLOCK}<str:group>/<str:record>/"

PATTERNS: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("start/", reports.start, name="start"),
    path(REPORT, reports.overview, name="report"),
    path(f"{REPORT}checks/", reports.checks, name="checks"),
    path(BLOCK, blocks.block, name="block"),
    path(f"{BLOCK}<str:group>/", records.group, name="records"),
    path(f"{BLOCK}<str:group>/new/", records.new, name="new_record"),
    path(RECORD, records.record, name="record"),
    path(f"{RECORD}remove/", records.remove, name="remove_record"),
    path(f"{RECORD}restore/", records.restore, name="restore_record"),
]
