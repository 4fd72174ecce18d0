"""Passages keep their text as it is searched, without case and accents."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stocktake.kernel.folding import fold


_SOME = 1_000


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Fold the passages that were kept before."""
    passages = apps.get_model("documents", "Passage").objects
    some = []
    for one in passages.only("id", "text").order_by("id").iterator(chunk_size=_SOME):
        one.folded = fold(one.text)
        some.append(one)
        if len(some) == _SOME:
            passages.bulk_update(some, ["folded"])
            some = []
    passages.bulk_update(some, ["folded"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="passage",
            name="folded",
            field=models.TextField(
                default="",
                editable=False,
                help_text="the text as it is searched: without case and accents",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
