"""URLs of the desk: what becomes of a report, and what the secretariat does."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import (
    secretariat,
    secretariat_rounds,
    steps,
    steps_offline,
    steps_reading,
)


REPORT = "submissions/<str:round_code>/<str:sender>/<str:strand>/<int:version>/"
ROUND = "rounds/<str:round_code>/"
AREA = "people/<str:area>/"

PATTERNS: list[URLPattern | URLResolver] = [
    path(REPORT, steps.submission, name="submission"),
    path(f"{REPORT}steps/<str:step>/", steps.step, name="step"),
    path(f"{REPORT}receipts/<int:number>/", steps.receipt, name="receipt"),
    path(f"{REPORT}snapshots/<int:number>/", steps.snapshot, name="snapshot"),
    path(f"{REPORT}answers/", steps_reading.reading, name="reading"),
    path(f"{REPORT}comparison/", steps_reading.compare, name="compare"),
    path(f"{REPORT}offline/", steps_offline.workbook, name="workbook"),
    path(f"{REPORT}offline/file/", steps_offline.workbook_file, name="workbook_file"),
    path(
        f"{REPORT}offline/choice/",
        steps_offline.workbook_choice,
        name="workbook_choice",
    ),
    path("tasks/", secretariat.tasks, name="tasks"),
    path("tasks/record/", secretariat.audit, name="audit"),
    path("rounds/", secretariat_rounds.rounds, name="rounds"),
    path(ROUND, secretariat_rounds.round_, name="round"),
    path(f"{ROUND}open/", secretariat_rounds.round_open, name="round_open"),
    path(f"{ROUND}close/", secretariat_rounds.round_close, name="round_close"),
    path(f"{ROUND}late/", secretariat_rounds.round_late, name="round_late"),
    path("people/", secretariat.people, name="people"),
    path(AREA, secretariat.area, name="area"),
    path(f"{AREA}clearing/", secretariat.clearing, name="clearing"),
]
