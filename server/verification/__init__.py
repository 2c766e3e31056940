"""The verification workers: pictures go out to child processes, measurements come back."""
