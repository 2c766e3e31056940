"""What a process that measures faces is started with: no key or address of the server's."""

import os

# Networks and pictures lie in pages of 2 MB, and what a picture took is kept for the next one instead of being given back and
# cleared again: 2 to 4 % of a check (docs/decisions/0008-alignment.md). Only glibc reads this; elsewhere it changes nothing.
MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=134217728",
}
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", **MEMORY}
