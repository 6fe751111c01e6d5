"""The command chat: a conversation for people, and the same, line by line, for programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.answer_text import answer_as_text
from paperchat.cli.explanation_text import answer_with, explanation_as_text
from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Explain, Filters, Home, Model, conditions_of
from paperchat.cli.output import one_sentence, show, show_json, tell
from paperchat.cli.streaming import show_stream
from paperchat.errors import InputError, PaperchatError
from paperchat.types import Answer, Conversation, Turn

if TYPE_CHECKING:
    from paperchat.answering.explanation import Explanation
    from paperchat.assistant import Assistant
    from paperchat.library.filters import Condition
    from paperchat.library.keeping import ConversationKeeper
    from paperchat.recording import Recording
    from paperchat.wiring import Workspace

_ENDS = ("", "quit", "exit")
_log = logging.getLogger(__name__)

MAX_QUESTION = 20_000
"""Characters; a longer line is no question, and is answered with an error."""

_HELP = """Without --json, type a question and press Enter; an empty line, "quit", Ctrl-D or Ctrl-C
ends the conversation.

A question that goes on about the papers of the last answer is answered from them where they say it
best, and the answer says so: "In all papers:" before it puts it to the whole library.

With --json, each line of stdin is one question, and each is answered by one line of stdout, in
order: an Answer object as that of "paperchat ask --json". A line that cannot be answered, such as
an empty one, is answered too, with the status "error", and the conversation goes on. It ends with
the end of stdin. What is not valid UTF-8 in a line is read as U+FFFD.

Each question is kept in the library as soon as it is asked, and its answer as it comes: what breaks
off is marked as not complete. "paperchat conversations" lists, shows, renames, deletes and exports
what was kept, and asks again. Where it cannot be kept
(the library is read-only, the disk is full), the answers come all the same, and stderr says why.

\b
Examples:
  paperchat chat
  paperchat chat --filter 'year>=2024'
  paperchat chat --resume last
  paperchat chat --no-keep
  printf 'What is DPO?\\nWhat is its drawback?\\n' | paperchat chat --json
"""

Resume = Annotated[
    str | None,
    typer.Option(
        "--resume",
        metavar="ID",
        help="Go on with a kept conversation: its id, the beginning of its id, or 'last'.",
    ),
]
Keep = Annotated[
    bool, typer.Option("--keep/--no-keep", help="Whether to keep what is said in the library.")
]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("chat", short_help="Talk in the terminal.", epilog=_HELP)(chat)


def chat(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    as_json: AsJson = False,
    resume: Resume = None,
    keep: Keep = True,
    explain: Explain = False,
    model: Model = None,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Talk in the terminal: each question is understood from those before it."""
    conditions = conditions_of(filters)
    with workspace_for(context, home, model) as workspace:
        talk = _begin(workspace, resume, keep=keep)
        talk.conditions, talk.explain = conditions, explain
        if as_json:
            _answer_lines(talk)
        else:
            count = workspace.library.catalogue.count()
            tell(f"{count} papers. Ask about them; an empty line or Ctrl-D ends.")
            _talk(talk)


@dataclass(slots=True)
class _Talk:
    """What was said so far, and where it is kept (nowhere with ``--no-keep``)."""

    assistant: Assistant
    keeper: ConversationKeeper | None
    conversation: Conversation
    title: str = ""
    """Of the conversation that is gone on with."""
    conditions: Sequence[Condition] = ()
    explain: bool = False

    def answer(self, question: str) -> tuple[Answer, Explanation | None]:
        """Answer ``question``, with an explanation if they are wanted, and keep the turn."""
        _check(question)
        recording = self._recording(question)
        explanation: Explanation | None = None
        asked = question, self.conversation, self.conditions
        with recording.settling_errors():
            if self.explain:
                answer, explanation = self.assistant.explain(*asked)
            else:
                answer = recording.follow(self.assistant.stream(*asked))
        recording.settle(answer)
        self._go_on(recording, answer)
        return answer, explanation

    def show(self, question: str) -> None:
        """Answer ``question`` as :meth:`answer` does, showing each sentence as it comes."""
        if self.explain:
            answer, explanation = self.answer(question)
            show(f"\n{answer_as_text(answer)}\n")
            if explanation is not None:
                show(f"{explanation_as_text(explanation)}\n")
            return
        _check(question)
        show("")
        recording = self._recording(question)
        events = self.assistant.stream(question, self.conversation, self.conditions)
        answer = show_stream(recording, events)
        show("")
        self._go_on(recording, answer)

    def _recording(self, question: str) -> Recording:
        from paperchat.recording import Recording

        return Recording(self.keeper, question, self.assistant.model)

    def _go_on(self, recording: Recording, answer: Answer) -> None:
        self.conversation = self.conversation.with_turn(Turn(recording.question, answer))
        if recording.trouble:
            tell(one_sentence(recording.trouble))


def _check(question: str) -> None:
    if not question:
        raise InputError("The line is empty: write one question a line.")
    if len(question) > MAX_QUESTION:
        raise InputError(
            f"The question has more than {MAX_QUESTION} characters: ask something shorter."
        )


def _begin(workspace: Workspace, resume: str | None, *, keep: bool) -> _Talk:
    from paperchat.library.keeping import ConversationKeeper

    assistant, store = workspace.assistant, workspace.library.conversations
    if resume is None:
        return _Talk(assistant, ConversationKeeper(store) if keep else None, Conversation())
    kept = store.load(resume)
    keeper = ConversationKeeper(store, kept.head.id) if keep else None
    return _Talk(assistant, keeper, kept.conversation, kept.head.title)


def _answer_lines(talk: _Talk) -> None:
    for question in _lines():
        try:
            answer, explanation = talk.answer(question)
        except PaperchatError as error:
            show_json(_failed(question, one_sentence(str(error))), indent=None)
        except Exception as error:  # noqa: BLE001  # the lines to come deserve an answer as well
            told = one_sentence(f"{type(error).__name__}: {error}")
            tell(f"Error: something unexpected went wrong ({told}).")
            _log.debug("unexpected", exc_info=True)
            show_json(_failed(question, f"Something went wrong ({told})."), indent=None)
        else:
            explained = explanation and answer_with(answer, explanation)
            show_json(explained or answer, indent=None)


def _talk(talk: _Talk) -> None:
    before = len(talk.conversation.turns)
    if talk.title:
        asked = f"{before} question{'' if before == 1 else 's'}"
        tell(f"Going on with “{talk.title}” ({asked}).")
    try:
        for question in _lines(prompt="> " if sys.stdin.isatty() else ""):
            if question.lower() in _ENDS:
                break
            try:
                talk.show(question)
            except PaperchatError as error:
                tell(f"Error: {one_sentence(str(error))}")
    except KeyboardInterrupt:
        tell("")
    if talk.keeper and talk.keeper.id and len(talk.conversation.turns) > before:
        kept = talk.keeper.id
        tell(f"Kept as {kept}: 'paperchat chat --resume {kept}' goes on with it.")


def _failed(question: str, why: str) -> Answer:
    from paperchat.answering.reply import Reply

    return Reply(question[:MAX_QUESTION], "ask").without_evidence("error", why)


def _lines(prompt: str = "") -> Iterator[str]:
    while True:
        if prompt:
            sys.stderr.write(prompt)
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip("\ufeff \t\r\n")
