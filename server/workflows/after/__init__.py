"""After the day: results counted anew, personal data that goes, keys that change, the record that is signed."""
