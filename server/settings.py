"""One frozen Settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from math import inf
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

SECOND = timedelta(seconds=1)
MEASURED_BATCH, MEASURED_SETTLED, MEASURED_RANGE = 0.6, timedelta(seconds=60), 0.3  # `make bench-oracle`


class SettingsRefused(Exception):
    """The environment asks for something the server will not start with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice an operator has, each read from `LUGAS_` plus its name in capitals.

    Durations are seconds in the environment and `timedelta` here.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    board_host: str = ""  # where the board listens: apart from the exam's pages; empty: as `host`
    board_port: int = 8001
    board_origin: str = ""  # the address of the board people type, e.g. https://papan.site.local, when it is another
    seat_networks: str = ""  # of the exam PCs, e.g. 10.20.0.0/16, with commas; the board answers nobody from there
    board_feeds: str = ""  # addresses of boards to push to, with commas; empty: the board beside us
    production: bool = False
    demo: bool = False  # a hall to try things in: the board may then tell more than its measured limits
    secure_cookies: bool = False  # set where the pages come over https
    public_origin: str = ""  # the address people type, e.g. https://cat.site.local, when a proxy stands before us
    controller: str = ""  # the institution that answers for personal data, as privacy notices name it; empty: in general words
    security_contact: str = ""  # mailto: or https: address for /.well-known/security.txt; empty: there is none
    trusted_proxies: int = 0  # how many proxies in front of us set X-Forwarded-For; none are believed unless named here
    proxy_addresses: str = "127.0.0.1,::1"  # from which those proxies connect, with commas; nobody else's headers are read
    instance: Path = ROOT / "instance"
    models: Path = ROOT / "instance" / "models"  # face networks, made by set-up and made again when damaged
    keys: Path = ROOT / ".keys"  # the master key's home: outside instance/ and outside its backups
    face_workers: int = 1
    face_model: str = "dlib"  # 8 bits or float by the processor; or dlib-8bit, dlib-float, or a JSON file of another network
    liveness: str = "require"  # nobody passes desk or gate who did not move as asked; "advise" tells, "off" asks nobody
    face_policy: str = ""  # a file `flask faces calibrate` wrote; empty: the policy that belongs to the network

    pin_closes_before: timedelta = timedelta(minutes=5)  # of new slots; a slot keeps its own
    second_officer_within: timedelta = timedelta(minutes=2)
    pairing_code_lives: timedelta = timedelta(minutes=15)
    staff_idle: timedelta = timedelta(minutes=30)  # a log-in nobody uses ends after this
    staff_log_in_lasts: timedelta = timedelta(hours=10)  # and any other after this
    second_factor: bool = False  # asked of chiefs, IT officers and administrators; in production it always is
    late_answers_within: timedelta = timedelta(minutes=5)
    snapshot_every: timedelta = timedelta(seconds=5)
    burst_every: timedelta = timedelta(seconds=1)
    unseen_pauses: bool = True  # who is not seen for 45 seconds is paused; else a proctor is told, and nobody is stopped
    unseen_offline: timedelta = timedelta(minutes=3)  # how long questions may be worked on without a socket before a face check
    face_watch: bool = True  # exam pages look for the face themselves, for hints at once; the server checks all the same
    board_row_every: timedelta = timedelta(seconds=30)
    board_names: str = "masked"  # or "full"
    # What a running score may tell. The defaults are measured (docs/decisions/0005); weaker ones are for the demo only.
    board_batch: float = MEASURED_BATCH  # the share of a paper's items that must have settled; above 1: no running score
    board_settled: timedelta = MEASURED_SETTLED  # unchanged for so long
    board_range: float = MEASURED_RANGE  # how wide the range is: a share of the exam's highest score
    no_answers_after: timedelta = timedelta(minutes=10)
    chief_grant_limit: timedelta = timedelta(minutes=60)

    # How long personal data is kept after its reason has ended (docs/privacy.md; `flask privacy purge` deletes by it).
    faces_kept: timedelta = timedelta(days=30)
    incidents_kept: timedelta = timedelta(days=180)
    sitting_texts_kept: timedelta = timedelta(days=365)
    registrations_kept: timedelta = timedelta(days=730)
    staff_names_kept: timedelta = timedelta(days=730)

    @property
    def database_path(self) -> Path:
        return self.instance / "lugas.sqlite3"

    def refused_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The exam PCs' own, which the board does not answer."""
        return tuple(ip_network(text.strip()) for text in self.seat_networks.split(",") if text.strip())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read LUGAS_… variables; raise SettingsRefused naming the one that cannot be used."""
        given = os.environ if environment is None else environment
        chosen = {f.name: _value(f, given) for f in fields(cls) if _name(f) in given}
        return cls(**chosen)._checked(given)

    def _checked(self, given: Mapping[str, str]) -> "Settings":
        if self.liveness not in ("off", "advise", "require"):
            raise SettingsRefused("LUGAS_LIVENESS must be 'off', 'advise' or 'require'")
        if self.board_names not in ("masked", "full"):
            raise SettingsRefused("LUGAS_BOARD_NAMES must be 'masked' or 'full'")
        if self.security_contact and not self.security_contact.startswith(("mailto:", "https://")):
            raise SettingsRefused("LUGAS_SECURITY_CONTACT must begin with mailto: or https://")
        self._check_board()
        if self.production:
            self._check_production(given)
        if self.keys.resolve().is_relative_to(self.instance.resolve()):
            raise SettingsRefused("LUGAS_KEYS must lie outside LUGAS_INSTANCE, or one backup holds lock and key")
        return self

    def _check_production(self, given: Mapping[str, str]) -> None:
        if self.demo:
            raise SettingsRefused("LUGAS_DEMO=1 is not for production")
        if "LUGAS_KEYS" not in given:
            raise SettingsRefused("production needs LUGAS_KEYS: a folder outside the program and its backups")
        if not self.secure_cookies:
            raise SettingsRefused("production needs LUGAS_SECURE_COOKIES=1: pages must come over https")
        if not self.public_origin:
            raise SettingsRefused("production needs LUGAS_PUBLIC_ORIGIN: the address people type")

    def _check_board(self) -> None:
        try:
            self.refused_networks()
        except ValueError as error:
            raise SettingsRefused(f"LUGAS_SEAT_NETWORKS={self.seat_networks!r} is no list of networks ({error})") from error
        limits: Mapping[str, tuple[float, float]] = {
            "LUGAS_BOARD_BATCH": (self.board_batch, MEASURED_BATCH),
            "LUGAS_BOARD_SETTLED": (self.board_settled / SECOND, MEASURED_SETTLED / SECOND),
            "LUGAS_BOARD_RANGE": (self.board_range, MEASURED_RANGE),
        }
        for name, (chosen, least) in limits.items():
            if not (0 if self.demo else least) <= chosen < inf:  # also what is no number
                raise SettingsRefused(f"{name} must be at least {least:g}: less gives answers away (docs/decisions/0005)")


def _name(field: Any) -> str:
    return f"LUGAS_{field.name.upper()}"


def _value(field: Any, given: Mapping[str, str]) -> Any:
    text = given[_name(field)]
    try:
        if field.type is bool:
            return {"1": True, "0": False, "": False}[text]
        if field.type is timedelta:
            return timedelta(seconds=float(text))
        return field.type(text)
    except (ValueError, KeyError, OverflowError) as error:
        raise SettingsRefused(f"{_name(field)}={text!r} is not a {field.type.__name__}") from error


def sudo_account(environment: Mapping[str, str] | None = None) -> str:
    """Who asked sudo to run this process; empty: nobody did."""
    return (os.environ if environment is None else environment).get("SUDO_USER", "").strip()
