"""From the scores of an exam to who gets a place: thresholds, cut, integration, final order. Pure."""
