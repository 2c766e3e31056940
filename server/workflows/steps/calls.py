"""A human is asked for: whoever the pictures keep at a gate is never left alone with the camera."""

from server.workflows.steps import incidents

CALLED = incidents.CALLED
SEVERITY = 2
