"""What people do, one transaction per function."""
