"""How the `pusher` library's requests go out: over urllib3 itself, in half the time.

The library's own backend lays `requests` on top, which for each message reads the environment
anew, merges sessions and keeps cookies, and trusts certificates of 2021.
"""

from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from housekeeper.live.pusher.certificates import ca_bundle


class _Request(Protocol):
    """What the library asks for."""

    method: str
    url: str
    body: bytes
    headers: dict[str, str]


class DirectBackend:
    """A backend for one `pusher.Pusher`; keeps its connection, and follows no redirect.

    A proxy that the environment names at the first request is gone through.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._pool: Any = None

    def send_request(self, request: _Request) -> object:
        """Send it and give the answer's JSON; raises the library's and urllib3's errors."""
        from pusher.http import process_response  # type: ignore[import-untyped]

        if self._pool is None:
            self._pool = _pool_for(request.url)
        answer = self._pool.request(
            request.method,
            request.url,
            body=request.body,
            headers=request.headers,
            timeout=self._client.timeout,
            retries=False,
            redirect=False,
        )
        return process_response(answer.status, answer.data.decode())


def _pool_for(url: str) -> Any:
    from urllib3 import PoolManager, ProxyManager
    from urllib3.util import make_headers, parse_url

    trusted = ca_bundle()
    place = "ca_cert_dir" if Path(trusted).is_dir() else "ca_certs"
    secured: dict[str, Any] = {"cert_reqs": "CERT_REQUIRED", place: trusted}
    server = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(server.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(server.netloc):
        return PoolManager(**secured)
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    who = parse_url(proxy).auth
    headers = make_headers(proxy_basic_auth=who) if who else None
    return ProxyManager(proxy, proxy_headers=headers, **secured)
