"""What `flask …` does before and after the day; everything it says is for officers, in Indonesian."""

from flask import Flask

from server.commands import audit, backup, demo, exams, faces, keys, privacy, registrations, results, sites, slots, staff


def register(app: Flask) -> None:
    for family in (exams, sites, slots, registrations, staff, keys, privacy, audit, backup, results, faces, demo):
        for command in family.COMMANDS:
            app.cli.add_command(command)
