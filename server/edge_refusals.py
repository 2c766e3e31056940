"""Refusals that are no rule's but the edge's own: nobody logged in, unreadable, unknown, too often."""

from server.exam.errors import RuleBroken


class EdgeRefusal(RuleBroken):
    """The edge itself refuses: nobody logged in, unreadable, unknown."""

    status = 400


class Unreadable(EdgeRefusal):
    code = "unreadable"


class NotLoggedIn(EdgeRefusal):
    code, status = "not_logged_in", 401


class WrongLogin(EdgeRefusal):
    code, status = "wrong_login", 401


class ForgedRequest(EdgeRefusal):
    code, status = "forged_request", 403


class Unknown(EdgeRefusal):
    code, status = "unknown", 404


class TooManyTries(EdgeRefusal):
    code, status = "too_many_tries", 429


class LogInsBusy(EdgeRefusal):
    code, status = "log_ins_busy", 503


class FacesUnavailable(EdgeRefusal):
    code, status = "faces_unavailable", 503
