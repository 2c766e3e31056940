"""What the commands of `flask rules` have in common: their options, and kinds of formation by their keys."""

import click

from server.commands.cli import refused
from server.rule_sets.files import RuleFile

as_json_option = click.option("--json", "wants_json", is_flag=True, help="Jawab sebagai JSON.")

rules_option = click.option("--rules", "name", default="cpns-2024", show_default=True, help="Nama aturan, atau berkas JSON.")
group_option = click.option("--position-group", help="Kelompok jabatan, misalnya dokter.")


def kind_of(found: RuleFile, formation: str) -> str:
    lines = found.blueprint.thresholds
    kinds = found.selection.kinds if found.selection else {line.kind: line.kind for line in lines}
    if lines and formation not in kinds:
        raise refused("rules_no_formation", formation=formation, known=", ".join(kinds))
    return kinds.get(formation, formation)
