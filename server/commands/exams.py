"""`flask exam …` and `flask bank …`."""

from pathlib import Path

import click

from server.bank.give_aways import GiveAway, telling
from server.bank.read import read_package
from server.catalogue import words
from server.commands.actor import typed_by
from server.commands.cli import CliGroup, echo_words
from server.context import write
from server.rule_sets.files import read_exam
from server.settings import ROOT
from server.workflows.before.exams import NewExam, check_fits, create_exam

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(cls=CliGroup)
def exam() -> None:
    """Ujian: aturan dan butir soalnya."""


@exam.command("create")
@click.argument("code")
@click.argument("title")
@click.option("--rules", default="skd-2024", show_default=True, help="Nama aturan di server/rule_sets, atau berkas JSON.")
@click.option("--bank", type=_FOLDER, default=ROOT / "question_bank" / "sample", help="Folder paket soal.")
def create(code: str, title: str, rules: str, bank: Path) -> None:
    """Buat ujian CODE dari sebuah aturan dan sebuah paket soal."""
    rule_set, package = read_exam(rules), read_package(bank)
    write(create_exam, NewExam(code, title, rule_set.data, package), by=typed_by())
    blueprint = rule_set.blueprint
    echo_words("exam_created", code=code, items=blueprint.items, minutes=sum(block.minutes for block in blueprint.blocks))


@click.group(cls=CliGroup)
def bank() -> None:
    """Bank soal."""


@bank.command("check")
@click.argument("folder", type=_FOLDER)
@click.option("--rules", help="Periksa juga kecukupannya untuk aturan ini.")
def check(folder: Path, rules: str | None) -> None:
    """Periksa paket soal, tampilkan semua kesalahannya dan kunci yang dapat ditebak tanpa membaca."""
    package = read_package(folder)
    for section in package.sections:
        echo_words("bank_section", section=section.code, items=sum(item.section == section.code for item in package.items))
    if rules:
        check_fits(read_exam(rules).blueprint, package)
    guessed = telling(package.sections, package.items)
    for one in guessed:
        most = sum(max(option.points for option in item.options) for item in package.items if item.section == one.section)
        told = {"points": round(one.points), "most": most, "above": round(one.above)}
        echo_words("bank_give_away", section=one.section, strategy=_strategy(one), **told)
    if guessed:
        echo_words("bank_guessed", count=len(guessed))
    echo_words("bank_sound", title=package.title)


def _strategy(told: GiveAway) -> str:
    is_rank_or_letter = told.strategy in {"length", "number", "position"}
    return words(f"guess_{told.strategy}", what=told.what if is_rank_or_letter else words(f"looks_{told.what}"))


COMMANDS = (exam, bank)
