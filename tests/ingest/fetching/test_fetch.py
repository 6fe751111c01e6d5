"""Fetching from servers on this machine: paging, patience, faults, and going on after them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import format_datetime
from time import monotonic, sleep

import pytest
from filelock import FileLock
from paper_services import ERROR, FEED, Fault, PaperServices, arxiv_id, daily, paper_services

from ingest.fetching.arxiv import reply_of
from ingest.fetching.clock import Clock
from ingest.fetching.fetch import Fetcher, Services, Watching
from ingest.fetching.requests import (
    ArxivIds,
    ArxivSearch,
    DailyPapers,
    request_from_text,
    request_to_text,
)
from paperchat.embedding.port import Embedder
from paperchat.errors import ConfigurationError, FetchError, InputError, LibraryError
from paperchat.library.library import Library
from paperchat.settings import Settings

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC).timestamp()
BEETLES = ArxivSearch("beetle")
PAGE = "<!DOCTYPE html><html><body>Rate exceeded.</body></html>"


class Time:
    """A clock on which waiting costs nothing."""

    def __init__(self) -> None:
        self.now, self.slept = NOW, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def library(home) -> Iterator[Library]:
    library = Library(home)
    yield library
    library.close()


Make = Callable[[str], Fetcher]


@pytest.fixture
def fetcher(library: Library, embedder: Embedder, time: Time, told: list[str]) -> Make:
    def make(address: str) -> Fetcher:
        settings = Settings(_env_file=None, arxiv_url=address, hf_url=address)
        watching = Watching(notify=told.append)
        return Fetcher(library, embedder, Services.of(settings), watching, time.clock)

    return make


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have servers of this machine treated as those out there are."""
    monkeypatch.setattr("ingest.fetching.service.is_loopback", lambda _: False)


@pytest.fixture
def server() -> Iterator[PaperServices]:
    with paper_services(250, {"2024-02-28": [daily(n) for n in range(1, 131)]}) as served:
        yield served


def _kept(library: Library) -> list[str]:
    return sorted(path.name for path in (library.home / "fetched").glob("*/*.page"))


def test_all_pages_of_a_search_come_in(server, fetcher, library) -> None:
    done = fetcher(server.address).fetch(BEETLES)
    assert [(ask["start"], ask["max_results"]) for ask in server.asked] == [
        ("0", "100"), ("100", "100"), ("200", "100"),
    ]  # fmt: skip
    assert {ask["search_query"] for ask in server.asked} == {"all:beetle"}
    assert all(agent.startswith("paperchat/") for agent in server.agents)
    assert (done.requests, done.pages, done.reused, done.notes) == (3, 3, 0, ())
    assert done.report is not None
    assert (done.report.read, done.report.new, done.report.embedded > 0) == (250, 250, True)
    paper = library.catalogue.papers()[0]
    assert (paper.source, paper.authors) == ("arXiv: beetle", ("Ada Weevil",))
    assert (library.health().sound, _kept(library)) == (True, [])


def test_again_changes_nothing(server, fetcher) -> None:
    fetcher(server.address).fetch(BEETLES)
    again = fetcher(server.address).fetch(BEETLES)
    assert again.report is not None
    assert (again.report.unchanged, again.report.new, again.report.embedded) == (250, 0, 0)


def test_the_limit_is_kept_and_told(server, fetcher) -> None:
    done = fetcher(server.address).fetch(ArxivSearch("beetle", limit=120))
    assert [ask["max_results"] for ask in server.asked] == ["100", "20"]
    assert done.report is not None
    assert done.report.new == 120
    assert done.notes == (
        "arXiv has 250 papers for this search; the newest 120 were taken, and --limit takes more.",
    )


def test_ids_are_asked_for_together_and_missing_ones_named(server, fetcher) -> None:
    done = fetcher(server.address).fetch(
        ArxivIds.of([f"{arxiv_id(7)}v3, {arxiv_id(9)} 2401.99999"])
    )
    assert [ask["id_list"] for ask in server.asked] == ["2401.00007,2401.00009,2401.99999"]
    assert done.report is not None
    assert (done.report.new, done.notes) == (2, ("arXiv has no paper 2401.99999.",))


def test_days_come_page_by_page(server, fetcher, library) -> None:
    done = fetcher(server.address).fetch(DailyPapers(date(2024, 2, 27), date(2024, 2, 28)))
    assert [(ask["date"], ask["p"]) for ask in server.asked] == [
        ("2024-02-27", "0"), ("2024-02-28", "0"), ("2024-02-28", "1"),
    ]  # fmt: skip
    assert done.report is not None
    assert (done.report.new, done.notes) == (130, ("1 of 2 days have no papers.",))
    assert library.catalogue.sources() == ["Hugging Face Daily Papers of 2024-02-28"]


def test_a_day_without_usable_papers_costs_only_itself(fetcher) -> None:
    without = {"paper": {"id": "2402.00009", "title": "No Abstract"}, "title": "No Abstract"}
    with paper_services(days={"2024-02-27": [without], "2024-02-28": [daily(1)]}) as server:
        done = fetcher(server.address).fetch(DailyPapers(date(2024, 2, 27), date(2024, 2, 28)))
    assert done.report is not None
    assert done.report.new == 1
    assert [(bad.where, bad.reason) for bad in done.report.rejected] == [
        ("Hugging Face Daily Papers of 2024-02-27", '"No Abstract" has no abstract'),
    ]


def test_a_paper_of_both_services_is_one(fetcher, library) -> None:
    moth = {"paper": {"id": arxiv_id(2), "title": "On the Gait of Beetle 2", "summary": "s" * 30}}
    with paper_services(3, {"2024-02-28": [moth]}) as server:
        fetcher(server.address).fetch(BEETLES)
        fetcher(server.address).fetch(DailyPapers(date(2024, 2, 28), date(2024, 2, 28)))
    found = [paper for paper in library.catalogue.papers() if paper.arxiv_id == arxiv_id(2)]
    assert len(found) == 1
    assert library.catalogue.sources_of(found)[found[0].id] == (
        "arXiv: beetle", "Hugging Face Daily Papers of 2024-02-28",
    )  # fmt: skip


@pytest.mark.parametrize("request_", [ArxivSearch("nothing"), DailyPapers(date(2024, 2, 25))])
def test_nothing_found_is_a_result(fetcher, library, request_) -> None:
    with paper_services() as server:
        done = fetcher(server.address).fetch(request_)
    assert (done.report, len(done.notes)) == (None, 1)
    assert library.catalogue.count() == 0


def test_days_to_come_are_refused(server, fetcher) -> None:
    with pytest.raises(InputError, match="today, which is 2024-03-01"):
        fetcher(server.address).fetch(DailyPapers(date(2024, 3, 2)))
    assert server.asked == []


# --- patience -------------------------------------------------------------------------------------


def test_three_seconds_lie_between_requests(server, fetcher, time, public) -> None:
    fetcher(server.address).fetch(BEETLES)
    fetcher(server.address).fetch(BEETLES)
    assert time.slept == [3.0] * 5  # the second run waits for its turn as well


def test_a_busy_server_is_waited_for(server, fetcher, time, told) -> None:
    http_date = format_datetime(datetime.fromtimestamp(NOW + 67, UTC), usegmt=True)
    server.faults = [
        Fault(429, headers=(("Retry-After", "7"),)),
        Fault(503, headers=(("Retry-After", http_date),)),
    ]
    done = fetcher(server.address).fetch(BEETLES)
    assert done.report is not None
    assert (done.report.new, time.slept) == (250, [7.0, 60.0])
    assert told == [
        "arXiv: it is busy, status 429; waiting 7 seconds.",
        "arXiv: it is busy, status 503; waiting 60 seconds.",
    ]


def test_without_a_time_the_pauses_grow(server, fetcher, time, public) -> None:
    server.faults = [Fault(503), Fault(500), Fault(0)]
    fetcher(server.address).fetch(ArxivIds((arxiv_id(1),)))
    assert (time.slept, len(server.asked)) == ([3.0, 6.0, 12.0], 4)


def test_a_server_that_wants_an_hour_is_left_alone(server, fetcher, time) -> None:
    server.faults = [Fault(429, headers=(("Retry-After", "3600"),))]
    with pytest.raises(FetchError, match="asks to wait 60 minutes: run the command again then"):
        fetcher(server.address).fetch(BEETLES)
    assert (time.slept, len(server.asked)) == ([], 1)


# --- faults ---------------------------------------------------------------------------------------

WHOLE = FEED.format(total=3, entries="")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (PAGE, "a web page instead of a feed"),
        (WHOLE[:-20], "a feed that is damaged or cut off"),
        (WHOLE, "an empty page, although 3 papers should follow"),
        ("", "an empty reply"),
        ("<feed/>", "a feed that is damaged or cut off"),
    ],
)
def test_broken_feeds_are_asked_for_again_then_told(server, fetcher, body, said) -> None:
    server.faults = [Fault(200, body)]
    assert fetcher(server.address).fetch(BEETLES).requests == 4
    server.faults = [Fault(200, body)] * 4
    with pytest.raises(FetchError, match=f"failed 4 times \\({said}\\): run the command again"):
        fetcher(server.address).fetch(BEETLES)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (PAGE, "a web page instead of JSON"),
        ('[{"paper": {"id"', "JSON that is cut off"),
        ('{"error": "no"}', "JSON that is no list of papers"),
        ("", "an empty reply"),
    ],
)
def test_broken_lists_are_told(server, fetcher, body, said) -> None:
    server.faults = [Fault(200, body)] * 4
    with pytest.raises(FetchError, match=said):
        fetcher(server.address).fetch(DailyPapers(date(2024, 2, 28), date(2024, 2, 28)))


@pytest.mark.parametrize("status", [200, 400])
def test_what_arxiv_says_is_wrong_is_passed_on(server, fetcher, status) -> None:
    server.faults = [Fault(status, FEED.format(total=1, entries=ERROR))]
    with pytest.raises(FetchError, match=r"^arXiv refuses the request: incorrect id format"):
        fetcher(server.address).fetch(BEETLES)
    assert len(server.asked) == 1


def test_redirects_are_not_followed(server, fetcher) -> None:
    server.faults = [Fault(302, headers=(("Location", "http://elsewhere.example/x"),))]
    with pytest.raises(FetchError, match=r"sends on to elsewhere\.example, which is not followed"):
        fetcher(server.address).fetch(BEETLES)


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_offline_is_one_sentence(fetcher, library, time) -> None:
    with pytest.raises(FetchError, match=r"cannot be reached .* fetching needs the network"):
        fetcher(f"http://127.0.0.1:{_closed_port()}").fetch(BEETLES)
    assert (time.slept, library.catalogue.count()) == ([], 0)


def test_a_name_that_is_not_found_is_one_sentence(fetcher, monkeypatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"arXiv at papers\.invalid cannot be reached"):
        fetcher("http://papers.invalid").fetch(BEETLES)


@pytest.mark.parametrize("address", ["ftp://127.0.0.1", "127.0.0.1:80", "http://", "http://[", ""])
def test_an_address_that_is_none_names_its_setting(fetcher, address) -> None:
    with pytest.raises(ConfigurationError, match="PAPERCHAT_HF_URL cannot be used"):
        fetcher(address).fetch(DailyPapers(date(2024, 2, 28)))


def test_a_proxy_is_not_asked_for_what_is_here(server, fetcher, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{_closed_port()}")
    assert fetcher(server.address).fetch(BEETLES).pages == 3


def test_a_proxy_is_asked_for_what_is_elsewhere(fetcher, monkeypatch) -> None:
    with paper_services(3) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        done = fetcher("http://papers.invalid").fetch(BEETLES)
    assert (done.requests, len(proxy.asked)) == (1, 1)


# --- going on -------------------------------------------------------------------------------------


def test_a_run_that_failed_goes_on_where_it_stopped(server, fetcher, library) -> None:
    make = fetcher(server.address)
    make.fetch(ArxivIds((arxiv_id(250),)))
    server.asked.clear()
    server.faults_at = {"200": PAGE}
    with pytest.raises(FetchError, match="what came before is kept, and the same command goes on"):
        make.fetch(BEETLES)
    server.faults_at.clear()
    assert (library.catalogue.count(), _kept(library)) == (1, ["000000.page", "000100.page"])
    server.asked.clear()
    done = make.fetch(BEETLES)
    assert [ask["start"] for ask in server.asked] == ["200"]
    assert done.report is not None
    assert (done.reused, done.report.new, library.catalogue.count()) == (2, 249, 250)


def test_pages_of_yesterday_are_asked_for_again(server, fetcher, library, time) -> None:
    make = fetcher(server.address)
    failing = replace(make, embedder=_Broken(make.embedder))
    with pytest.raises(RuntimeError):
        failing.fetch(BEETLES)
    for path in (library.home / "fetched").glob("*/*.page"):
        os.utime(path, (NOW, NOW))
    assert len(_kept(library)) == 3
    time.now += 25 * 3600
    done = make.fetch(BEETLES)
    assert (done.requests, done.reused) == (3, 0)


def test_pages_of_a_run_killed_while_embedding_are_not_asked_for_again(
    server, fetcher, library
) -> None:
    make = fetcher(server.address)
    with pytest.raises(RuntimeError):
        replace(make, embedder=_Broken(make.embedder)).fetch(BEETLES)
    assert library.catalogue.count() == 250
    done = make.fetch(BEETLES)
    assert (done.requests, done.reused) == (0, 3)
    assert library.health().sound


def test_a_second_run_waits_for_the_first(server, fetcher, library, told) -> None:
    (library.home / "fetched").mkdir()
    first = FileLock(library.home / "fetched" / "arxiv_url.lock", is_singleton=False)
    with ThreadPoolExecutor(1) as pool:
        with first:
            second = pool.submit(fetcher(server.address).fetch, BEETLES)
            until = monotonic() + 60
            while not told and monotonic() < until:
                sleep(0.01)
            assert told == ["Another run is asking arXiv; waiting for it to finish."]
            assert server.asked == []
        assert second.result(60).pages == 3


def test_a_folder_that_takes_no_pages_is_told(server, fetcher, library) -> None:
    (library.home / "fetched").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be written to"):
        fetcher(server.address).fetch(BEETLES)
    assert server.asked == []


# --- again and again ------------------------------------------------------------------------------


def test_a_search_that_ran_before_stops_at_what_is_known(server, fetcher) -> None:
    make = fetcher(server.address)
    make.fetch(BEETLES)
    server.papers, before = 370, len(server.asked)
    done = make.fetch(BEETLES, last_run=datetime(2024, 2, 1))
    assert done.report is not None
    # 120 new ones: a page of them, one where they end, and one that is known.
    assert (len(server.asked) - before, done.report.new) == (3, 120)


def test_ids_that_are_there_are_not_asked_for_again(server, fetcher) -> None:
    make, request = fetcher(server.address), ArxivIds((arxiv_id(250), arxiv_id(251)))
    make.fetch(request)
    server.papers = 251
    make.fetch(request, last_run=datetime(2024, 2, 1))
    assert server.asked[-1]["id_list"] == arxiv_id(251)
    again = make.fetch(request, last_run=datetime(2024, 2, 1))
    assert (again.requests, again.report) == (0, None)


def test_days_go_on_from_those_that_may_have_grown(server, fetcher) -> None:
    fetcher(server.address).fetch(DailyPapers(date(2024, 1, 1)), last_run=datetime(2024, 2, 29, 8))
    assert sorted({ask["date"] for ask in server.asked}) == [
        "2024-02-28", "2024-02-29", "2024-03-01",
    ]  # fmt: skip


# --- replies --------------------------------------------------------------------------------------


def test_a_real_reply_is_understood(shared) -> None:
    files = sorted((shared / "bench" / "parser-inputs" / "arxiv").glob("*.xml"))
    assert files
    reply = reply_of(files[0].read_bytes())
    assert (reply.ids, reply.total) == (("1601.00001",), 1)


# --- requests -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "since", "expected"),
    [
        ("reward  model", None, "all:reward AND all:model"),
        ('"reward model" gaming', None, 'all:"reward model" AND all:gaming'),
        ("cat:cs.CL AND ti:beetle", None, "cat:cs.CL AND ti:beetle"),
        (
            "beetle",
            date(2024, 1, 2),
            "(all:beetle) AND submittedDate:[202401020000 TO 202403012359]",
        ),
        ("", date(2024, 1, 2), "submittedDate:[202401020000 TO 202403012359]"),
    ],
)
def test_how_arxiv_is_asked(query, since, expected) -> None:
    assert ArxivSearch(query, since).expression(date(2024, 3, 1)) == expected


@pytest.mark.parametrize("query", ["", "  ", '""'])
def test_an_empty_search_is_refused(query) -> None:
    with pytest.raises(InputError, match="The search is empty"):
        ArxivSearch(query)


@pytest.mark.parametrize("given", [["fish"], ["2401.1"], [""], ["2401.00001", "x/y"]])
def test_what_is_no_id_is_refused(given) -> None:
    with pytest.raises(InputError, match="is no id of arXiv"):
        ArxivIds.of(given)


@pytest.mark.parametrize(
    "request_",
    [ArxivSearch("x", date(2024, 1, 1)), ArxivIds(("2401.00001",)), DailyPapers(date(2024, 1, 1))],
)
def test_requests_survive_being_kept(request_) -> None:
    assert request_from_text(request_to_text(request_)) == request_


def test_a_request_of_another_version_is_told() -> None:
    with pytest.raises(LibraryError, match="fetch unwatch"):
        request_from_text('{"service": "elsewhere"}')


class _Broken:
    """An embedder that dies as a killed process would, after the papers are stored."""

    def __init__(self, whole: Embedder) -> None:
        self._whole = whole

    def __getattr__(self, name: str) -> object:
        if name.startswith("embed"):
            raise RuntimeError("killed")
        return getattr(self._whole, name)
