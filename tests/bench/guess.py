"""`make bench-guess`: what strategies that never read the meaning earn on a paper of the sample bank."""

from collections.abc import Mapping
from pathlib import Path

from server.bank.give_aways import GiveAway, outcomes
from server.bank.package import Package
from server.bank.read import read_package
from server.exam.blueprint import ExamBlueprint
from tests.packages import ROOT, RULES, rule_set

SAMPLE = ROOT / "question_bank" / "sample"
MOST: Mapping[str, float] = {"TKP": 150, "TWK": 42, "TIU": 49}  # points a paper; chance is 135, 30 and 35
SHOWN = 8


def on_paper(package: Package, blueprint: ExamBlueprint) -> dict[str, list[GiveAway]]:
    """Expected points of each strategy on one paper, the best first: topics are spread over a paper as over the bank."""
    sections = {section.code: section for section in package.sections}
    found = {}
    for planned in blueprint.sections:
        ranked = sorted(outcomes(sections[planned.code], package.items), key=lambda one: -one.points)
        share = planned.items / sum(item.section == planned.code for item in package.items)
        found[planned.code] = [
            GiveAway(one.section, one.strategy, one.what, one.points * share, one.chance * share, one.deviation * share)
            for one in ranked
        ]
    return found


def main(bank: Path = SAMPLE) -> None:
    package, blueprint = read_package(bank), ExamBlueprint.from_json(rule_set(RULES))
    played = on_paper(package, blueprint)
    for section, ranked in played.items():
        print(f"{section}: {len(ranked)} strategies, chance {ranked[0].chance:.0f}, at most {MOST[section]:.0f}")
        learned = [one for one in ranked[SHOWN:] if one.strategy == "learned"]
        for one in [*ranked[:SHOWN], *learned]:
            print(f"  {one.points:6.1f}  {one.strategy} {one.what} ({one.above / one.deviation if one.deviation else 0:+.1f} sd)")
    best = " ".join(f"{section.lower()}_best={played[section][0].points:.0f}" for section in ("TKP", "TWK", "TIU"))
    chance = " ".join(f"chance_{section.lower()}={played[section][0].chance:.0f}" for section in ("TKP", "TWK", "TIU"))
    print(f"guess: {best} {chance}")


if __name__ == "__main__":
    main()
