"""``stocktake indicators``: official statistics in and out, without exposing anyone."""

import click

from stocktake.cli.lazy import LazyGroup


COMMANDS = {
    "list": "stocktake.cli.observations:list_flows",
    "load": "stocktake.cli.statistics:load",
    "map": "stocktake.cli.statistics_map:propose_mapping",
    "structures": "stocktake.cli.structures:structures",
    "policy-form": "stocktake.cli.statistics_policies:policy_form",
    "mappings": "stocktake.cli.statistics:list_mappings",
    "starter": "stocktake.cli.statistics:starter",
    "get": "stocktake.cli.observations:get",
    "releases": "stocktake.cli.observations:releases",
    "differences": "stocktake.cli.observations:differences",
    "aggregate": "stocktake.cli.statistics_groups:aggregate",
    "gaps": "stocktake.cli.statistics_groups:gaps",
    "policy": "stocktake.cli.disclosure_policy:policy",
    "protect": "stocktake.cli.disclosure:protect",
    "audit": "stocktake.cli.disclosure:audit",
    "access": "stocktake.cli.access:access",
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def indicators() -> None:
    """Official statistics: in and out, without exposing anyone."""
