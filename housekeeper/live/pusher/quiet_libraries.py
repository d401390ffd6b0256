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
    warnings.filterwarnings("ignore", module=rf"({'|'.join(_TALKATIVE)})(\.|$)")
