"""What the answers say, counted anew from their events; a projection that differs is put right and told."""

from uuid import UUID

from server.exam.actors import Actor, require
from server.exam.answers import chosen, current
from server.exam.rights import HOUSE, Action
from server.exam.scoring import score
from server.storage.work import Work


def rebuild(work: Work, sitting_id: UUID, *, by: Actor) -> list[str]:
    """Returns what differed, as words for the log: nothing, unless somebody or something changed the tables."""
    require(by, Action.RECOUNT, HOUSE)
    sitting = work.sittings.get_one(sitting_id)
    events = work.answers.events(sitting_id)
    differing = []
    if work.answers.rebuild_current(sitting_id, current(events)):
        differing.append("current_answers")
    marked = work.papers.marked(sitting_id)
    scores = score(marked.blueprint, marked.paper, marked.key, chosen(events))
    stored = work.answers.scores(sitting_id)
    if any(stored.get(own.code, (0, 0)) != (own.score, own.answered) for own in scores.sections):
        differing.append("section_scores")
        work.answers.keep_scores(sitting_id, scores)
    newest = max((event.sequence for event in events), default=0)
    if (sitting.answered, sitting.sequence) != (scores.answered, newest):
        differing.append("sittings")
        sitting.answered, sitting.sequence = scores.answered, newest
    if differing:
        work.audit.note(by, "rebuilt projections", ("sitting", sitting_id), differing=differing)
    return differing
