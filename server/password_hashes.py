"""How passwords are hashed: Argon2id with 19 MiB, two passes and one lane, the least OWASP's Password Storage Cheat Sheet names.

The library's default (64 MiB, three passes, four lanes) costs eight times the processor (124 against 16 ms here): on a server of
two cores a burst of log-ins would then take the time of everybody's answers.
"""

from argon2 import PasswordHasher

passwords = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
