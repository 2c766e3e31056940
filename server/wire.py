"""What pages and servers say to each other by name: the protocol's version (again in `client/shared/protocol.js`) and cookies."""

PROTOCOL = 1  # raised when an older page could not work with the server any more; it then loads itself anew

STAFF_COOKIE = "lugas_staff"
SEAT_COOKIE = "lugas_seat"  # of a paired PC
SITTING_COOKIE = "lugas_sitting"
BROWSER_COOKIE = "lugas_browser"  # which accounts have logged in from this browser
