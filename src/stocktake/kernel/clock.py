"""The clock's type: time is aware, passed in, never fetched by a rule."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias


Clock: TypeAlias = Callable[[], datetime]
