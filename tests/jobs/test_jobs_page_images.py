"""Pages drawn in a process of their own: the same picture, and a refusal where there is none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typst

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.documents import actions, pictures, store
from stocktake.documents.reading import read
from stocktake.jobs import page_images
from stocktake.kernel.errors import BrokenData


pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def report(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path
    data = typst.compile(b"1. The State opened two centres for families.")
    reading = read(data, "report.pdf")
    return actions.keep(
        data, "report.pdf", reading=reading, by=LOCAL_ADMINISTRATOR, at=NOON
    )


def test_the_picture_is_the_one_that_is_drawn_here(report):
    drawn = page_images.page_image(report.sha256, 1, 300)

    assert drawn == pictures.page(store.read(report.sha256), 1, 300)


def test_a_page_that_kills_its_process_costs_a_refusal(report, monkeypatch):
    monkeypatch.setattr(
        page_images, "LIMIT", replace(page_images.LIMIT, memory=1 << 20)
    )

    with pytest.raises(BrokenData, match=r"Page 1 cannot be drawn .* Download"):
        page_images.page_image(report.sha256, 1, 300)
