"""Staff accounts: log-ins, passwords, second factors."""
