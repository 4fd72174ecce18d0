"""The columns of rules that compare two values of a series, and what they hold."""

from typing import Final


COLUMNS: Final = {
    "base_year": "year of the base value; of a span of years the first counts",
    "base_value|base": "the base value",
    "current_year|cur_year": "year of the latest value",
    "current_value|cur|current": "the latest value",
    "direction": "1 where more is better, -1 where less is better",
    "[target]": "the target value, empty where there is none",
    "[target_year]": "the year the target is due; 2030 where it is empty",
    "[limit]": "the value that cannot be passed in the wanted direction, as 100 for a share",
}
