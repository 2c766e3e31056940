"""After the day: results counted anew, personal data that goes."""
