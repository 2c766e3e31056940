"""The person: what pictures say about who sits there, and what follows; pure rules, no picture and no clock here."""
