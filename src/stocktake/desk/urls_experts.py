"""URLs of the desk: experts and protected sources. No address holds a pseudonym."""

from django.urls import URLPattern, URLResolver, path

from stocktake.desk.views import (
    accreditation,
    claims,
    expert_files,
    experts,
    sources,
)


# ``sender`` is an organisation's code, or "protected": the reader's own protected report.
REPORT = "experts/reports/<str:round_code>/<str:sender>/<str:strand>/<int:version>/"
CLAIM = "experts/claims/<str:round_code>/<str:area>/<str:record>/"
APPLICATION = "experts/accreditation/<str:organisation>/<int:number>/"

PATTERNS: list[URLPattern | URLResolver] = [
    path("experts/", experts.home, name="experts"),
    path("experts/start/", experts.start, name="expert_start"),
    path(REPORT, experts.overview, name="expert_report"),
    path(f"{REPORT}publication/", experts.publication, name="expert_publication"),
    path(f"{REPORT}source/", experts.source, name="expert_source"),
    path(f"{REPORT}steps/", experts.step, name="expert_step"),
    path(f"{REPORT}files/", expert_files.attach, name="evidence_attach"),
    path(f"{REPORT}files/remove/", expert_files.detach, name="evidence_detach"),
    path(f"{REPORT}files/one/", expert_files.own, name="evidence_own"),
    path("experts/claims/", claims.queue, name="claims"),
    path("experts/claims/steps/", claims.step, name="claims_step"),
    path("experts/claims/publish/", claims.publish, name="claims_publish"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}weigh/", claims.weigh, name="claim_weigh"),
    path(f"{CLAIM}reply/", claims.reply, name="claim_reply"),
    path(f"{CLAIM}files/<int:number>/", expert_files.of_claim, name="claim_file"),
    path("experts/replies/<str:area>/", claims.replies, name="replies"),
    path("experts/accreditation/", accreditation.queue, name="accreditations"),
    path(
        "experts/accreditation/<str:organisation>/apply/",
        accreditation.apply,
        name="accreditation_apply",
    ),
    path(APPLICATION, accreditation.one, name="accreditation"),
    path(f"{APPLICATION}letter/", accreditation.letter, name="accreditation_letter"),
    path("experts/sources/", sources.identify, name="sources"),
]
