"""Watching one file by what the system itself tells of it: inotify, FSEvents, kqueue and the like.

`watchdog` waits for the system in threads of its own, and costs nothing while nothing happens.
(`watchfiles` asks every few milliseconds whether something has come: half a percent of a core,
or answers that come late.)
"""

import logging
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

# What it has to say of its own ending would stand on the board.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


class _FileWatchHandler(FileSystemEventHandler):
    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told

    def on_any_event(self, event: FileSystemEvent) -> None:
        del event
        self._told()


def watch(path: Path, told: Callable[[], None]) -> Callable[[], None]:
    """Call `told`, on a thread of the watch, whenever the file was written to.

    Gives what ends the watch. Raises `OSError` where the system has no means to tell, or no
    more of them to spare.
    """
    if Observer is PollingObserver:
        raise OSError("files of this system can only be looked at")
    observer = Observer()
    try:
        observer.schedule(_FileWatchHandler(told), str(path), event_filter=[FileModifiedEvent])
        observer.start()
    except BaseException:
        observer.stop()
        raise

    def end() -> None:
        observer.stop()
        observer.join()

    return end
