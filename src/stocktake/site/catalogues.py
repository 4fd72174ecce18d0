"""Chinese sentences of Django and allauth under the code that the site uses.

Both ship them as ``zh_Hans``; our pages are ``zh``, as in the six languages of the
United Nations, and a catalogue is found by its exact name only.
"""

import os
from importlib.util import find_spec
from pathlib import Path


LENDERS = (
    ("allauth", "locale"),
    ("django", "contrib/auth/locale"),
    ("django", "conf/locale"),
)


def chinese_catalogues(home: Path) -> list[Path]:
    """Folders in the home whose ``zh`` is the lenders' ``zh_Hans``; kept up to date."""
    found = []
    for package, folder in LENDERS:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        source = (
            Path(spec.submodule_search_locations[0])
            / folder
            / "zh_Hans/LC_MESSAGES/django.mo"
        )
        target = home / "locale" / package / folder / "zh/LC_MESSAGES/django.mo"
        if source.exists():
            _copy(source, target)
            found.append(target.parents[2])
    return found


def _copy(source: Path, target: Path) -> None:
    content = source.read_bytes()
    if target.exists() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)
