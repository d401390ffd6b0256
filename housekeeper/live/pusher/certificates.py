"""Which certificates are trusted."""

import os

_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


def ca_bundle() -> str:
    """The certificates that a server's is held against: the house's own, or certifi's."""
    import certifi

    named = (os.environ.get(variable) for variable in _CA_VARIABLES)
    return next((path for path in named if path), certifi.where())
