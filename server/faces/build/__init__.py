"""What only makes the networks at set-up; nothing that runs in an exam imports it."""
