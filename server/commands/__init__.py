"""What `flask …` does before and after the day; everything it says is for officers, in Indonesian."""

from flask import Flask

from server.commands import audit, backup, demo, exams, faces, keys, privacy, registrations, results, rules, sites, slots, staff


def register(app: Flask) -> None:
    for family in (exams, sites, slots, registrations, staff, keys, privacy, audit, backup, results, rules, faces, demo):
        for command in family.COMMANDS:
            app.cli.add_command(command)


def register_without_database(app: Flask) -> None:
    """Families that open no database, for an application that has none."""
    for command in rules.COMMANDS:
        app.cli.add_command(command)
