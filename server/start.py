"""Starts what runs beside the requests: group commit, workers, sockets, time, the feed. Called once by the entry point."""

import logging
from collections.abc import Callable
from functools import partial
from random import SystemRandom

from flask import Flask

from server.announcements import to_each
from server.clock import the_clock
from server.exam.actors import CLOCK
from server.exam.running import SettlingRule
from server.hall import Hall
from server.hosts import OurHosts
from server.identity.camera.unseen import UnseenLimits
from server.livescore.feed import Feed, FeedPlan, Surroundings
from server.livescore.keys import private_key_path, public_key_path, signing_key
from server.livescore.projection import BoardPolicy
from server.realtime.applicant import Applicants
from server.realtime.broadcast import Broadcast
from server.realtime.bursts import Pace
from server.realtime.identity_watch import IdentityWatch
from server.realtime.lane_check import LanesAlive
from server.realtime.lights_out import RoomLight
from server.realtime.monitor import Monitors
from server.realtime.protocol import EXAM, MONITOR
from server.realtime.server import GreenCommitter, OwnThread, RealtimeServer, in_thread, keep_beating, make_socketio
from server.realtime.timekeeper import Timekeeper, carry_on, recover
from server.realtime.unseen_watch import UnseenWatch
from server.storage.work import Transactions
from server.workflows.after import record
from server.workflows.desk.search import OPEN_DESKS
from server.workflows.steps import lookalikes
from server.workflows.views.board import PublicSlots
from server.workflows.views.running_ranges import RangeRule, RunningRanges

log = logging.getLogger(__name__)

SWEEP_EVERY_S = 5.0
COUNT_EVERY_S = 1.0


def start(app: Flask, heartbeat: int | None = None) -> RealtimeServer:
    """Everything green from here on: called under eventlet's patches, before the first request. `heartbeat`: where to beat."""
    hall: Hall = app.extensions["lugas"]
    socketio = make_socketio(app, (EXAM, MONITOR))
    app.wsgi_app = OurHosts(app.wsgi_app, hall.settings.public_origin)  # type: ignore[method-assign]  # sockets are answered first
    _start_threads(hall, socketio)
    broadcast = Broadcast(hall.works, hall.presence, socketio, hall.settings.no_answers_after)
    watch = IdentityWatch(
        works=hall.works,
        faces=hall.faces,
        presence=hall.presence,
        policy=hall.policy,
        pace=Pace(hall.settings.snapshot_every, hall.settings.burst_every),
        light=RoomLight(hall.works, hall.policy),
        notify=broadcast.send_to_page,
        moved=broadcast.presence_changed,
    )
    unseen = UnseenWatch(
        works=hall.works,
        faces=hall.faces,
        presence=hall.presence,
        limits=UnseenLimits(offline_most=hall.settings.unseen_offline),
        pauses=hall.settings.unseen_pauses,
        moved=broadcast.presence_changed,
    )
    applicants = Applicants(
        works=hall.works,
        presence=hall.presence,
        watch=watch,
        socketio=socketio,
        moved=broadcast.presence_changed,
        limits=hall.limits,
        needs_seat_key=hall.settings.production,
        traces=hall.traces,
    )
    applicants.register()
    monitors = Monitors(hall.works, broadcast, socketio, hall.log_in_rules, traces=hall.traces)
    monitors.register()

    hall.works.publish = to_each(watch.on_facts, unseen.on_facts, broadcast.publish, applicants.on_facts)
    hall.faces.on_verdict(watch.on_verdict)
    hall.faces.start()
    for exam in hall.works.read(lookalikes.exams_to_search, OPEN_DESKS):
        hall.enrolled.prepare(exam)
    hall.works.write(recover, carry_on(hall.works, the_clock))
    socketio.start_background_task(Timekeeper(hall.works, the_clock, watch.forget).keep_time, socketio.sleep)
    socketio.start_background_task(broadcast.run)
    tasks = (watch.sweep, monitors.recheck, partial(_sign_heads, hall.works), hall.traces.close)
    socketio.start_background_task(_sweep, socketio, SWEEP_EVERY_S, *tasks)
    socketio.start_background_task(_sweep, socketio, COUNT_EVERY_S, unseen.sweep)
    _start_feed(hall, socketio)
    if heartbeat is not None:
        keep_beating(heartbeat, LanesAlive((hall.works.database.writer, hall.works.database.reader)))
    return socketio


def _start_threads(hall: Hall, socketio: RealtimeServer) -> None:
    """Each of the database's lanes and the passwords have a thread of their own: none waits for another."""
    hall.in_thread = in_thread
    database = hall.works.database
    write, read = GreenCommitter(database.writer.run_batch, "writer"), GreenCommitter(database.reader.run_batch, "reader")
    database.submit_by(write.submit, read.submit)
    hall.log_ins.run_in(OwnThread("log-ins").call, socketio.sleep)
    hall.slow_refusals.rest_in(socketio.sleep)


def _sweep(socketio: RealtimeServer, every_s: float, *tasks: Callable[[], None]) -> None:
    """What must be looked at now and then. A failure is logged and the next round tries again."""
    while True:
        socketio.sleep(every_s)
        for task in tasks:
            try:
                task()
            except Exception:
                log.exception("a sweep failed")


def _sign_heads(works: Transactions) -> None:
    """Once an hour and when a slot has closed; asked first, because nothing is due mostly."""
    if works.read(lambda work: work.heads.is_due()):
        works.write(record.sign, by=CLOCK)


def _start_feed(hall: Hall, socketio: RealtimeServer) -> None:
    settings = hall.settings
    boards = settings.board_feeds or f"http://{settings.board_host or settings.host}:{settings.board_port}"
    rule = RangeRule(SettlingRule(settings.board_batch, settings.board_settled), settings.board_range)
    slots = PublicSlots(RunningRanges(rule), settings.late_answers_within)
    plan = FeedPlan(
        boards=tuple(address.strip() for address in boards.split(",")),
        key=signing_key(private_key_path(settings.keys), public_key_path(settings.instance)),
        policy=BoardPolicy(settings.board_row_every, "full" if settings.board_names == "full" else "masked"),
    )
    around = Surroundings(
        now=hall.works.now, sleep=socketio.sleep, spawn=socketio.start_background_task, chance=SystemRandom().random
    )
    Feed(lambda: hall.works.read(slots), plan, around).start()
