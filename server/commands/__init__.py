"""What `flask …` does before and after the day; everything it says is for officers, in Indonesian."""

from flask import Flask

from server.commands import (
    audit,
    backup,
    demo,
    exams,
    faces,
    keys,
    privacy,
    registrations,
    results,
    rule_scores,
    sites,
    slots,
    staff,
)


def register(app: Flask) -> None:
    for family in (exams, sites, slots, registrations, staff, keys, privacy, audit, backup, results, rule_scores, faces, demo):
        for command in family.COMMANDS:
            app.cli.add_command(command)


def register_without_database(app: Flask) -> None:
    """Families that open no database, for an application that has none."""
    for command in rule_scores.COMMANDS:
        app.cli.add_command(command)
