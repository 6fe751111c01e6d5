"""How Streamlit is set up for Paperchat: the one list of its options.

``.streamlit/config.toml`` at the top level repeats it for ``streamlit run app.py``; a test holds
the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from paperchat.settings import Settings

_HOST_NAMES = ["localhost", "127.0.0.1"]

Option = str | int | bool | list[str]

OPTIONS: Mapping[str, Option] = MappingProxyType(
    {
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "server.allowedHosts": _HOST_NAMES,
        "server.address": "127.0.0.1",
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxUploadSize": 50,
        "theme.baseFontSize": 16,
        "theme.baseRadius": "medium",
        "theme.font": "sans-serif",
        "theme.headingFont": "serif",
        "theme.light.primaryColor": "#1F6A59",
        "theme.light.backgroundColor": "#FCFAF5",
        "theme.light.secondaryBackgroundColor": "#F2EEE4",
        "theme.light.textColor": "#24262B",
        "theme.light.linkColor": "#1F6A59",
        "theme.light.borderColor": "#DDD6C7",
        "theme.light.sidebar.backgroundColor": "#F5F1E8",
        "theme.dark.primaryColor": "#7FC8B1",
        "theme.dark.backgroundColor": "#17191C",
        "theme.dark.secondaryBackgroundColor": "#212428",
        "theme.dark.textColor": "#E5E2DB",
        "theme.dark.linkColor": "#7FC8B1",
        "theme.dark.borderColor": "#3A3E44",
        "theme.dark.sidebar.backgroundColor": "#1C1E22",
    }
)

_THIS_MACHINE = frozenset({*_HOST_NAMES, "::1"})


def options_for(settings: Settings, port: int) -> dict[str, Option]:
    """Return the options for a server on ``port`` with the address and limits of ``settings``.

    Served to other machines, the page accepts any host name, since their names for it are unknown.
    """
    here = settings.host in _THIS_MACHINE
    return {
        **OPTIONS,
        # The address is announced once, and only when the page answers.
        "logger.hideWelcomeMessage": True,
        "server.address": settings.host,
        "server.allowedHosts": [*_HOST_NAMES, settings.host] if here else ["*"],
        "server.port": port,
        "server.maxUploadSize": settings.max_upload_mb,
    }
