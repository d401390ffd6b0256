"""Sees another program's commit as soon as it can be seen: asks the bare file without a pause.

For each line on its standard input it waits for one change of a hotel's last seq, and says when
it saw that.
"""

import sqlite3
import sys
import time


def main(path: str, slug: str) -> None:
    """Follow the hotel of this slug until standard input ends."""
    connection = sqlite3.connect(path, isolation_level=None)
    look = "SELECT last_seq FROM hotel WHERE slug = ?"
    print("ready", flush=True)
    for _ in sys.stdin:
        (known,) = connection.execute(look, (slug,)).fetchone()
        print("looking", flush=True)
        while True:
            (seq,) = connection.execute(look, (slug,)).fetchone()
            if seq > known:
                break
        print("applied", seq, time.monotonic_ns(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
