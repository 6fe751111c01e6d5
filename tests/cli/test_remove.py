"""remove and restore."""

from __future__ import annotations


def _ids(cli, home, *options: str) -> list[str]:
    return [paper["id"] for paper in cli("papers", "--json", *options, home=home).json]


def test_a_paper_is_removed_by_a_name_and_put_back(cli, own_home) -> None:
    before = cli("papers", "--json", home=own_home).json
    first, second = before[0], before[1]
    done = cli("remove", first["id"], second["title"], "--json", home=own_home)
    assert done.code == 0
    assert [item["id"] for item in done.json["removed"]] == [first["id"], second["id"]]
    assert done.json["papers"] == len(before) - 2
    assert done.json["undo"] == ["paperchat", "restore", first["id"], second["id"]]
    assert first["id"] not in _ids(cli, own_home)
    found = cli("search", first["title"], "-k", "48", "--json", home=own_home).json
    assert first["id"] not in {row["paper_id"] for row in found}

    listed = cli("restore", "--list", "--json", home=own_home).json
    assert {item["id"] for item in listed} == {first["id"], second["id"]}
    assert set(listed[0]) == {"id", "title", "removed_at", "removal"}
    back = cli("restore", "--json", home=own_home)
    assert {item["id"] for item in back.json["restored"]} == {first["id"], second["id"]}
    assert cli("papers", "--json", home=own_home).json == before
    found = cli("search", first["title"], "--json", home=own_home).json
    assert found[0]["paper_id"] == first["id"]


def test_it_says_what_it_did_and_how_to_undo_it(cli, own_home) -> None:
    paper_id = _ids(cli, own_home)[3]
    done = cli("remove", paper_id, home=own_home)
    assert done.code == 0
    assert done.out.startswith("Removed ")
    assert "paperchat restore" in done.err
    part = done.out.removeprefix("Removed ").partition("  [")[0][3:]
    back = cli("restore", part, home=own_home)
    assert (back.code, back.out.startswith("Restored ")) == (0, True)


def test_nothing_is_removed_where_a_name_is_not_clear(cli, own_home) -> None:
    ids = _ids(cli, own_home)
    told = cli("remove", ids[0], "no such paper at all xyzzy", "--json", home=own_home).failed(2)
    assert "xyzzy" in told
    assert "may be" in cli("remove", "survey", home=own_home).failed(2)
    assert cli("remove", " ", home=own_home).failed(2)
    assert cli("remove", home=own_home).failed(2)
    assert _ids(cli, own_home) == ids


def test_what_was_not_removed_cannot_be_put_back(cli, own_home, tmp_path) -> None:
    assert cli("restore", home=own_home).failed(2)
    assert cli("restore", "--list", "--json", home=own_home).json == []
    ids = _ids(cli, own_home)
    cli("remove", ids[0], home=own_home)
    assert ids[1] in cli("restore", ids[1], home=own_home).failed(2)


def test_a_paper_removed_can_be_ingested_again(cli, own_home) -> None:
    ids = _ids(cli, own_home)
    cli("remove", *ids[:2], home=own_home)
    assert cli("ingest", "starter", "--json", home=own_home).json["new"] == 2
    assert cli("restore", home=own_home).failed(2)
    assert set(_ids(cli, own_home)) == set(ids)


def test_papers_are_listed_by_words_order_and_number(cli, starter_home) -> None:
    newest = cli("papers", "--sort", "newest", "--limit", "5", "--json", home=starter_home).json
    assert [p["published"] for p in newest] == sorted(
        (p["published"] for p in newest), reverse=True
    )
    found = cli("papers", "--words", "reward mod", "--json", home=starter_home).json
    assert found
    assert all("reward" in f"{p['title']} {p['text']}".lower() for p in found)
    assert len(_ids(cli, starter_home, "--limit", "3")) == 3
    assert "newest" in cli("papers", "--sort", "colour", home=starter_home).failed(2)
