"""The server: requests of the protocol on one side, the library on the other."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any, TypeVar

import anyio
from anyio import CapacityLimiter, from_thread, to_thread
from mcp import MCPError, types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from paperchat import __version__
from paperchat.errors import PaperchatError
from paperchat.mcp import resources
from paperchat.mcp.calls import Result
from paperchat.mcp.notice import INSTRUCTIONS, META_KEY, PAPER_TEXT
from paperchat.mcp.shared_workspace import SharedWorkspace
from paperchat.mcp.tools import Tool, described_tools, tool_called
from paperchat.text.redaction import redact
from paperchat.wiring import Workspace

_AT_ONCE = 4
"""Calls that are worked on; further ones wait, so that a burst does not starve the machine."""

_LONGEST_ERROR = 500
_log = logging.getLogger(__name__)

Context = ServerRequestContext[Any]
Page = types.PaginatedRequestParams
T = TypeVar("T")


def serve(open_workspace: Callable[[], Workspace]) -> None:
    """Serve the library over stdin and stdout until stdin ends."""
    library = SharedWorkspace(open_workspace)
    _leave_on_interrupt()
    try:
        anyio.run(_run, library)
    finally:
        library.close()


def build_server(library: SharedWorkspace, limiter: CapacityLimiter) -> Server[Any]:
    """Return the server of ``library``; ``limiter`` bounds the calls worked on at once."""
    handlers = _Handlers(library, limiter)
    return Server(
        "paperchat",
        version=__version__,
        title="Paperchat",
        instructions=INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
    )


async def _run(library: SharedWorkspace) -> None:
    server = build_server(library, CapacityLimiter(_AT_ONCE))
    # From here on stdout is the protocol's alone: what anything else prints goes to stderr.
    async with stdio_server() as (incoming, outgoing), anyio.create_task_group() as tasks:
        tasks.start_soon(to_thread.run_sync, _open_ahead, library)
        await server.run(incoming, outgoing, server.create_initialization_options())


def _open_ahead(library: SharedWorkspace) -> None:
    try:
        library.get()
    except Exception as error:  # noqa: BLE001  # each call tries again, and is told
        _log.warning("%s", _told(error))


def _leave_on_interrupt() -> None:
    """Make Ctrl-C end the process at once.

    A thread waits in a read of stdin that nothing can break off, and would keep the process alive
    until the next line. A library that is being set up survives that as it survives being killed.
    """

    def leave(_number: int, _frame: FrameType | None) -> None:
        os._exit(1)

    with suppress(ValueError):  # elsewhere than in the main thread, as in tests
        signal.signal(signal.SIGINT, leave)


class _Handlers:
    """Answers the requests of one client. Work is done in threads, so that calls run together."""

    def __init__(self, library: SharedWorkspace, limiter: CapacityLimiter) -> None:
        self._library = library
        self._limiter = limiter

    async def list_tools(self, _: Context, __: Page | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(described_tools()))

    async def call_tool(
        self, _: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = tool_called(params.name)
        if tool is None:
            message = f"There is no tool {params.name!r}: list the tools to see which there are."
            raise MCPError(types.INVALID_PARAMS, message)
        try:
            result = await self._in_thread(partial(self._call, tool, params.arguments))
        except Exception as error:  # noqa: BLE001  # the client is told, and the server goes on
            return types.CallToolResult(content=[_text(_told(error))], is_error=True)
        return types.CallToolResult(
            content=[_text(result.text)],
            structured_content=result.structured,
            _meta={META_KEY: PAPER_TEXT},
        )

    async def list_resources(self, _: Context, page: Page | None) -> types.ListResourcesResult:
        cursor = page.cursor if page else None
        return await self._asked(lambda opened: _page(opened, cursor))

    async def list_templates(
        self, _: Context, __: Page | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[resources.TEMPLATE])

    async def read_resource(
        self, _: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        found = await self._asked(lambda opened: resources.text_at(opened.library.catalogue, uri))
        if found is None:
            message = f"There is no paper at {uri}: list_papers names the papers with their ids."
            raise MCPError(types.INVALID_PARAMS, redact(message, limit=_LONGEST_ERROR))
        return found

    def _call(self, tool: Tool[Any], given: dict[str, object] | None) -> Result:
        return tool.call(self._library.get(), given, from_thread.check_cancelled)

    async def _asked(self, question: Callable[[Workspace], T]) -> T:
        try:
            return await self._in_thread(lambda: question(self._library.get()))
        except Exception as error:  # noqa: BLE001  # as above
            raise MCPError(types.INTERNAL_ERROR, _told(error)) from None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await to_thread.run_sync(work, limiter=self._limiter)


def _page(opened: Workspace, cursor: str | None) -> types.ListResourcesResult:
    return resources.page_of_papers(opened.library.catalogue, cursor)


def _text(text: str) -> types.TextContent:
    return types.TextContent(text=text)


def _told(error: Exception) -> str:
    """Return the one sentence that a client is told about ``error``."""
    if isinstance(error, PaperchatError):
        return redact(str(error), limit=_LONGEST_ERROR)
    _log.error("something unexpected went wrong", exc_info=error)
    said = redact(f"{type(error).__name__}: {error}", limit=_LONGEST_ERROR)
    return f"Something unexpected went wrong ({said}); the server's stderr shows where."
