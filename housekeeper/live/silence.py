"""Keeps the libraries beneath from writing to the terminal: what they log holds payloads."""

import logging
import warnings

_TALKATIVE = ("pusher", "pysher", "websocket", "requests", "urllib3")


def silence_libraries() -> None:
    """Let no log record and no warning of these libraries out; may be called again."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            logger.addHandler(logging.NullHandler())
    pattern = rf"({'|'.join(_TALKATIVE)})(\.|$)"
    if not any(entry[3] is not None and entry[3].pattern == pattern for entry in warnings.filters):
        warnings.filterwarnings("ignore", module=pattern)
