"""From measured pictures to what the liveness rules read."""

from server.faces.measurement import Measurement
from server.identity.gate.liveness import Moment
from server.identity.looks.picture_quality import has_near_second
from server.identity.policy import Policy


def moment(measurement: Measurement, at_ms: int, policy: Policy) -> Moment:
    if not measurement.faces:
        return Moment(at_ms, measurement.digest)
    face = measurement.faces[0]
    return Moment(
        at_ms=at_ms,
        digest=measurement.digest,
        yaw=face.yaw,
        pitch=face.pitch,
        middle=(face.box.x + face.box.width / 2, face.box.y + face.box.height / 2),
        height=face.box.height,
        near_second=has_near_second(measurement, policy.near_ratio),
        embedding=face.embedding,
    )
