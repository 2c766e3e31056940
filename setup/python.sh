#!/bin/sh
# Runs a module with a Python 3.11 to 3.13 of this machine, or says in one line that there is none.
for candidate in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "lugas: Python 3.11, 3.12 or 3.13 is needed; found: $(python3 --version 2>&1 | head -n 1). On Debian: apt-get install python3" >&2
exit 1
