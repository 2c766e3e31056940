"""Face checks at desk and seat: verdict, liveness, copies, look-alikes."""
