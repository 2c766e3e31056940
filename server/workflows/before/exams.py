"""Before the day: exams with their items, sites with their seats, slots, staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.bank.package import Item, Package
from server.exam.actors import Actor, require
from server.exam.blueprint import ExamBlueprint
from server.exam.errors import PoolTooSmall
from server.exam.paper import Place, assemble_room
from server.exam.pool import PoolItem
from server.exam.rights import HOUSE, Action
from server.rule_sets.check import checked
from server.storage.exams import BankItem
from server.storage.tables import ExamRow
from server.storage.work import Work
from server.workflows.refusals import AlreadyThere, ItemUnfit


@dataclass(frozen=True, slots=True)
class NewExam:
    code: str
    title: str
    rule_set: Mapping[str, Any]
    package: Package

    def __post_init__(self) -> None:
        """What does not fit is refused here, outside of any transaction: the trial paper costs thousands of calls."""
        check_fits(checked(dict(self.rule_set)), self.package)


def create_exam(work: Work, new: NewExam, *, by: Actor) -> ExamRow:
    """The rule set and the items are copied: a later edit of the files changes no exam that exists."""
    require(by, Action.CREATE_EXAM, HOUSE)
    if work.exams.by_code(new.code) is not None:
        raise AlreadyThere(what="exam", name=new.code)
    blueprint = ExamBlueprint.from_json(dict(new.rule_set))
    exam = work.exams.add(ExamRow(code=new.code, title=new.title, rule_set=dict(new.rule_set), package=new.package.name))
    wanted = {section.code for section in blueprint.sections}
    work.exams.add_items(exam.id, [_banked(item) for item in new.package.items if item.section in wanted])
    work.audit.note(by, "created exam", ("exam", exam.id), code=new.code, package=new.package.name)
    return exam


def check_fits(blueprint: ExamBlueprint, package: Package) -> None:
    """Every section has enough items, and each is worth what the rule set says."""
    sections = {section.code: section for section in blueprint.sections}
    for item in package.items:
        if item.section in sections and not sections[item.section].fits(option.points for option in item.options):
            raise ItemUnfit(item=item.code, section=item.section)
    pool = [_pool_item(item) for item in package.items]
    for section in blueprint.sections:
        present = sum(item.section == section.code for item in pool)
        if present < section.items:
            raise PoolTooSmall(section=section.code, needed=section.items, present=present)
    assemble_room(blueprint, pool, [Place("trial", 0, 0)], b"trial")


def _banked(item: Item) -> BankItem:
    return BankItem(
        code=item.code,
        section=item.section,
        topic=item.topic,
        text=item.text,
        figure=item.figure,
        options=tuple({"key": o.key, "text": o.text, "figure": o.figure, "points": o.points} for o in item.options),
        enemies=item.enemies,
    )


def _pool_item(item: Item) -> PoolItem:
    keys = tuple(option.key for option in item.options)
    return PoolItem(item.code, item.section, item.topic, keys, frozenset(item.enemies))
