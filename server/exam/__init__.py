"""The rules of the exam: pure functions and frozen values, nothing but the standard library."""
