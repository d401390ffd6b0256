"""Settings that cannot be right are refused in a sentence, and the secret is never told."""

import pickle
import traceback
from typing import Any

import pytest

from housekeeper.core.errors import InvalidInput
from housekeeper.settings.pusher import PusherSettings

SECRET = "a-secret-that-must-not-appear"
GOOD: dict[str, Any] = {"app_id": "4711", "key": "abc", "secret": SECRET, "cluster": "eu"}


def test_a_cluster_names_pushers_own_hosts() -> None:
    settings = PusherSettings(**GOOD)
    assert (settings.publish_host, settings.subscribe_host) == (
        "api-eu.pusher.com",
        "ws-eu.pusher.com",
    )
    assert settings.effective_port == 443
    assert settings.address == "Pusher, cluster eu"


def test_a_server_of_the_house_is_named_by_host_and_port() -> None:
    settings = PusherSettings("1", "k", SECRET, host="live.grand.example", port=6001, tls=False)
    assert settings.publish_host == settings.subscribe_host == "live.grand.example"
    assert settings.address == "live.grand.example:6001"
    assert PusherSettings("1", "k", SECRET, host="h", tls=False).effective_port == 80


@pytest.mark.parametrize(
    "wrong",
    [
        {"app_id": "my app"},
        {"app_id": ""},
        {"key": "a b"},
        {"secret": " "},
        {"secret": f"{SECRET}\n"},
        {"cluster": None},
        {"host": "live.example"},
        {"cluster": "eu/../x"},
        {"cluster": None, "host": "http://live.example"},
        {"cluster": None, "host": "live.example", "port": 0},
        {"cluster": None, "host": "live.example", "port": 65536},
    ],
)
def test_what_cannot_be_right_is_refused_without_telling_the_secret(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        PusherSettings(**{**GOOD, **wrong})
    assert str(caught.value).endswith(".")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_the_secret_is_in_no_repr() -> None:
    settings = PusherSettings(**GOOD)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert pickle.loads(pickle.dumps(settings)) == settings
