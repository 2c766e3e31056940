"""Signs about the camera itself, and silence."""
