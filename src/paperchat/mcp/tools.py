"""The tools that a client sees: name, description, and the JSON they take and return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic

from mcp import types
from pydantic import TypeAdapter

from paperchat.mcp import arguments, calls
from paperchat.mcp.arguments import Model
from paperchat.mcp.calls import Checkpoint, Result
from paperchat.mcp.notice import ABOUT_ANSWERS
from paperchat.mcp.results import FoundPaper, Hits, PaperPage
from paperchat.types import Answer
from paperchat.wiring import Workspace

_NAMED = (
    "The paper is named by its id, its title, a part of its title, or an acronym it introduces; "
    "when none or several go by that name, the status is 'unknown_paper' and the nearest are named."
)


@dataclass(frozen=True, slots=True)
class Tool(Generic[Model]):
    """One tool, as it is described and as it is called."""

    name: str
    title: str
    description: str
    takes: type[Model]
    returns: type
    run: Callable[[Workspace, Model, Checkpoint], Result]

    def call(
        self, workspace: Workspace, given: dict[str, object] | None, checkpoint: Checkpoint
    ) -> Result:
        """Do what the tool does.

        Raises:
            PaperchatError: the arguments or the library cannot be used.
        """
        return self.run(workspace, arguments.read(self.takes, self.name, given), checkpoint)

    def described(self) -> types.Tool:
        """Return the tool as the protocol lists it."""
        output: dict[str, Any] = TypeAdapter(self.returns).json_schema(mode="serialization")
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.takes.model_json_schema(),
            output_schema=output,
            annotations=types.ToolAnnotations(
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "search",
        "Search papers",
        "Find the papers of the library nearest to a query, by words and by meaning together. "
        "Returns ids, titles and scores, the best first; a score only ranks, so that a paper that "
        "is listed need not answer the query: use ask for that.",
        arguments.Search,
        Hits,
        calls.search,
    ),
    Tool(
        "ask",
        "Ask the papers",
        "Answer a question from the papers of the library, or say that they do not say. "
        f"{ABOUT_ANSWERS}",
        arguments.Ask,
        Answer,
        calls.ask,
    ),
    Tool(
        "compare",
        "Compare papers",
        "Compare two to five papers facet by facet (problem, approach, evidence, results, limits, "
        "resources), then what they share and where they differ, each claim cited. A cell that is "
        f"null is not stated in the abstract. {_NAMED} {ABOUT_ANSWERS}",
        arguments.Compare,
        Answer,
        calls.compare,
    ),
    Tool(
        "summarize",
        "Summarize a paper",
        f"Summarize one paper, grouped by facet. {_NAMED} {ABOUT_ANSWERS}",
        arguments.OnePaper,
        Answer,
        calls.summarize,
    ),
    Tool(
        "get_paper",
        "Read a paper",
        "Return one paper: title, text (its abstract, or a digest of it, as text_kind says), "
        f"authors, date and addresses. {_NAMED}",
        arguments.OnePaper,
        FoundPaper,
        calls.get_paper,
    ),
    Tool(
        "list_papers",
        "List papers",
        "List the papers of the library in the order they were added, page by page; 'total' counts "
        "all that meet the filters, and 'next_offset' is where the next page begins.",
        arguments.ListPapers,
        PaperPage,
        calls.list_papers,
    ),
)


@cache
def described_tools() -> tuple[types.Tool, ...]:
    """Return all tools as the protocol lists them."""
    return tuple(tool.described() for tool in TOOLS)


def tool_called(name: str) -> Tool[Any] | None:
    """Return the tool of that name, if there is one."""
    return next((tool for tool in TOOLS if tool.name == name), None)
