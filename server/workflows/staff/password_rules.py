"""Which passwords nobody may choose: too short, the account's own name, or one that is tried first everywhere."""

import re

from server.workflows.refusals import PasswordCommon, PasswordIsAccount, PasswordShort

LEAST_LETTERS = 10
LEAST_DIFFERENT = 5
# What they are made of: with digits and signs around them, or several in a row, they are as quickly guessed.
_COMMON = (
    "password", "passw0rd", "p@ssw0rd", "p@ssword", "pass", "katasandi", "sandi", "rahasia", "qwerty", "qwertyuiop",
    "asdfghjkl", "zxcvbnm", "abc", "abcdef", "abcdefghij", "iloveyou", "welcome", "letmein", "selamat", "datang",
    "pagi", "admin", "administrator", "superadmin", "root", "user", "petugas", "pengawas", "ketua", "panitia",
    "operator", "login", "masuk", "master", "indonesia", "merdeka", "jakarta", "bandung", "surabaya", "garuda",
    "pancasila", "bismillah", "alhamdulillah", "sayang", "cinta", "sayangku", "cintaku", "aku", "kamu", "ujian",
    "seleksi", "cpns", "asn", "bkn", "skd", "cat", "lugas", "demo", "changeme", "default", "dragon", "monkey",
    "football", "sunshine", "princess", "computer", "komputer", "internet", "samsung", "google", "test",
)  # fmt: skip
_MADE_OF_COMMON = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(_COMMON, key=len, reverse=True)))}|[\W\d_])*")


def check_fit(password: str, account: str) -> None:
    if len(password) < LEAST_LETTERS:
        raise PasswordShort(least=LEAST_LETTERS)
    plain = password.casefold()
    if not re.sub(rf"{re.escape(account.casefold())}|[\W\d_]", "", plain) and account.casefold() in plain:
        raise PasswordIsAccount()
    if _MADE_OF_COMMON.fullmatch(plain) or len(set(plain)) < LEAST_DIFFERENT:
        raise PasswordCommon()
