"""Face checks at a gate: the pictures go to a worker, the identity rules judge, the workflow keeps."""
