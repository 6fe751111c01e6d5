"""The commands remove and restore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.asking import named
from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Home
from paperchat.cli.output import show, show_json, tell
from paperchat.cli.viewing import one_paper, some
from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.library.removal import RemovedPaper

_REMOVE = """Nothing is asked; "paperchat restore" undoes it. The records of the last 1,000 removed
papers are kept for that. Answers that were given before keep their quotes. With --json the result
is one object: removed, a list of objects with id and title; papers, how many are left; and undo, a
command as a list of words.

\b
Examples:
  paperchat remove 2404.01234
  paperchat remove DeAL "a survey on"
"""
_RESTORE = """Without a name, the papers that were removed last, by one command or click, come back.
A paper that has been added again meanwhile is left as it is. With --json the result is one object:
restored, a list of objects with id and title; papers, how many there are now. With --list it is a
list of objects, the latest first: id, title, removed_at and removal, a number that papers share
which were removed together.

\b
Examples:
  paperchat restore
  paperchat restore --list
  paperchat restore 2404.01234
"""

Papers = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER",
        help="What to remove, each by its id, its title, a part of its title, or an acronym it "
        "introduces.",
    ),
]
Back = Annotated[
    list[str] | None,
    typer.Argument(metavar="PAPER", help="What to put back: ids, or parts of titles."),
]
Listed = Annotated[bool, typer.Option("--list", help="List what can be put back, and do nothing.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("remove", short_help="Take papers out.", epilog=_REMOVE)(remove)
    app.command("restore", short_help="Put removed papers back.", epilog=_RESTORE)(restore)


def remove(
    context: typer.Context, names: Papers, as_json: AsJson = False, home: Home = None
) -> None:
    """Take papers out of the library.

    When no paper, or more than one, goes by one of the names, none is removed, and the exit code
    is 2.
    """
    wanted = [
        named(name, "name of a paper: give its id, its title or an acronym") for name in names
    ]
    with workspace_for(context, home) as workspace:
        from paperchat.library.changing import remove_papers

        resolve = workspace.assistant.names.resolve
        papers = [one_paper(resolve(name), name) for name in wanted]
        found = {paper.id: paper for paper in papers}
        with workspace.library.writing(tell):
            remove_papers(workspace.library, list(found))
        left = workspace.library.catalogue.count()
    undo = ["paperchat", "restore", *found]
    if as_json:
        gone = [{"id": paper.id, "title": paper.title} for paper in found.values()]
        show_json({"removed": gone, "papers": left, "undo": undo})
        return
    for paper in found.values():
        show(f"Removed {paper.title}  [{paper.id}]")
    tell(f"The library holds {left} papers. To undo this: paperchat restore")


def restore(
    context: typer.Context,
    names: Back = None,
    listed: Listed = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Put removed papers back as they were.

    When no removed paper, or more than one, goes by one of the names, nothing is put back, and the
    exit code is 2.
    """
    with workspace_for(context, home) as workspace:
        library = workspace.library
        removed = library.catalogue.removed()
        if listed:
            _show_list(removed, as_json=as_json)
            return
        wanted = _wanted(removed, names or [])
        from paperchat.ingestion import cut
        from paperchat.library.changing import restore_papers

        with library.writing(tell):
            back = restore_papers(library, workspace.embedder, [r.id for r in wanted], cut)
        count = library.catalogue.count()
    restored = [item for item in wanted if item.id in back]
    if as_json:
        objects = [{"id": item.id, "title": item.title} for item in restored]
        show_json({"restored": objects, "papers": count})
        return
    for item in restored:
        show(f"Restored {item.title}  [{item.id}]")
    tell(f"The library holds {count} papers.")


def _wanted(removed: list[RemovedPaper], names: list[str]) -> list[RemovedPaper]:
    if not removed:
        raise InputError("There is no removed paper that could be put back.")
    if not names:
        return [item for item in removed if item.removal == removed[0].removal]
    return list(
        {item.id: item for item in (_removed_one(removed, name) for name in names)}.values()
    )


def _removed_one(removed: list[RemovedPaper], name: str) -> RemovedPaper:
    wanted = named(name, "name of a removed paper: give its id or a part of its title")
    found = [item for item in removed if item.id == wanted] or [
        item for item in removed if wanted.lower() in item.title.lower()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{wanted!r} may be {some([item.id for item in found])}: give an id.")
    raise InputError(f"No removed paper goes by {wanted!r}: 'paperchat restore --list' lists them.")


def _show_list(removed: list[RemovedPaper], *, as_json: bool) -> None:
    if as_json:
        show_json(removed)
        return
    for item in removed:
        show(f"{item.removed_at:%Y-%m-%d}  {item.title}  [{item.id}]")
