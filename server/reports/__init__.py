"""Values become bytes: pages and files somebody reads; no queries here."""
