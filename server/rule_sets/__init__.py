"""Exams as data, and the check of a file that wants to be one."""
