"""What the hall holds in memory: who is connected, limits, attempts, enrolled faces. A restart loses it and nothing else."""
