"""The server over a real socket: what its page may ask, what nobody else may, and that nobody keeps it from others."""

import http.client
import io
import json
import shutil
import socket
import threading
import time
from contextlib import closing

import pypdf
import pytest

pytest.importorskip("starlette", reason="the extra `page` is not installed")
pytest.importorskip("uvicorn", reason="the extra `page` is not installed")

from experiments.serve import app, briefs
from experiments.serve.run import HERE, NEXT, USUAL, ServeError, listening, serving
from tests.places import SCENARIOS

BASE, VARIANT = "second_meeting_2018_09.yaml", "what_if_no_mediator.yaml"
PATIENCE = 20
CHANGE = {"sets": {"issues.qatar_office.in_force": 1}, "title": "What if the office were recognised?"}
POLICY = "default-src 'none'; script-src 'unsafe-inline'; connect-src 'none'"


def stub(file, loaded, variants, served):
    """A page in the place of the real one."""
    title = f"{loaded.scenario.title}, {len(variants)}, {served}"
    return f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{POLICY}"><p>{title}'.encode()


@pytest.fixture
def folder(tmp_path):
    for name in (BASE, VARIANT):
        shutil.copy(SCENARIOS / name, tmp_path)
    return tmp_path


@pytest.fixture
def server(folder):
    with serving(folder / BASE, [folder / VARIANT], make=stub) as found:
        yield found


class Answer:
    """A status, headers, and a body."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def told(self):
        return json.loads(self.body)


def ask(server, method, path, body=None, **headers):
    """An answer to a request of the page, but for these headers (None: without)."""
    own = {"Host": f"{HERE}:{server.port}"}
    if method == "POST":
        own |= {"Origin": f"http://{HERE}:{server.port}", "Content-Type": "application/json"}
    own |= {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    with closing(http.client.HTTPConnection(HERE, server.port, timeout=PATIENCE)) as connection:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        own.setdefault("Content-Length", str(len(data)) if data is not None else None)
        for name, value in own.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(data)
        return Answer(connection.getresponse())


def post(server, path, body, **headers):
    return ask(server, "POST", path, body, **headers)


# ------------------------------------------------------------------------------
# What it answers


def test_the_page_with_its_own_policy_opened_to_the_server_alone(server):
    found = ask(server, "GET", "/")
    assert found.status == 200
    assert found.body.endswith("Second US–Taliban meeting, September 2018, 1, True".encode())
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert found.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/nothing"), ("POST", "/scenario"), ("POST", "/x")])
def test_every_answer_has_the_headers(server, method, path):
    headers = ask(server, method, path, {} if method == "POST" else None).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


def test_a_setting_as_a_file(server, folder):
    before = sorted(folder.iterdir())
    found = post(server, "/scenario", CHANGE | {"world": 1}).told
    assert found["problems"] == []
    assert found["yaml"].startswith(f"extends: {VARIANT}\ntitle: What if the office were recognised?\n")
    assert sorted(folder.iterdir()) == before


def test_a_setting_is_saved_beside_the_scenario_under_a_name_of_the_servers(server, folder):
    names = [post(server, "/scenario", CHANGE | {"save": True}).told["file"] for _ in range(2)]
    assert names == ["what_if_1.yaml", "what_if_2.yaml"]
    assert (folder / names[0]).read_text("utf-8") == post(server, "/scenario", CHANGE).told["yaml"]


def test_what_is_wrong_with_a_setting_is_told_and_nothing_is_saved(server, folder):
    before = sorted(folder.iterdir())
    found = post(server, "/scenario", {"sets": {"time.rounds": 0}, "save": True})
    assert found.status == 200
    assert found.told["problems"] == ["time.rounds: must be at least 1 and at most 1200, got 0"]
    assert "file" not in found.told
    assert sorted(folder.iterdir()) == before


def test_a_folder_that_cannot_be_written(server, folder, monkeypatch):
    monkeypatch.setattr("experiments.serve.variant.free_name", lambda _: "no_folder/what_if_1.yaml")
    monkeypatch.setattr(
        "experiments.serve.app.checked", lambda *_: type("C", (), {"text": "", "problems": (), "loaded": 1})
    )
    found = post(server, "/scenario", CHANGE | {"save": True})
    assert found.status == 400
    assert "cannot be written" in found.told["problems"][0]


# ------------------------------------------------------------------------------
# What it refuses


@pytest.mark.parametrize("host", ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "[::1]:PORT", ""])
def test_another_host_is_refused(server, host):
    """A name that somebody has pointed here."""
    named = host.replace("PORT", str(server.port))
    assert ask(server, "GET", "/", Host=named).status == 421
    assert post(server, "/scenario", CHANGE, Host=named, Origin=f"http://{named}").status == 421


@pytest.mark.parametrize("words", [["Host"], ["Host", "Host"]])
def test_no_host_and_two_are_refused(server, words):
    lines = "".join(f"{word}: {HERE}:{server.port}\r\n" for word in words[1:] * 2)
    assert b" 400 " in raw(server, f"GET / HTTP/1.1\r\n{lines}\r\n".encode()).splitlines()[0]


def test_localhost_is_the_same_host(server):
    named = f"localhost:{server.port}"
    assert ask(server, "GET", "/", Host=named).status == 200
    assert post(server, "/scenario", CHANGE, Host=named, Origin=f"http://{named}").status == 200


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "https://127.0.0.1:PORT", "http://127.0.0.1", "http://localhost:PORT"],
)
@pytest.mark.parametrize("path", ["/scenario", "/brief"])
def test_another_origin_is_refused(server, folder, path, origin):
    before = sorted(folder.iterdir())
    named = origin and origin.replace("PORT", str(server.port))
    assert post(server, path, CHANGE | {"save": True}, Origin=named).status == 403
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_what_a_form_could_send_is_refused(server, kind):
    assert post(server, "/scenario", CHANGE, Content_Type=kind).status == 415


def test_what_is_too_large_is_refused(server):
    head = (
        f"POST /scenario HTTP/1.1\r\nHost: {HERE}:{server.port}\r\nOrigin: http://{HERE}:{server.port}\r\n"
        "Content-Type: application/json\r\n"
    )
    assert b" 413 " in raw(server, f"{head}Content-Length: 65537\r\n\r\n".encode()).splitlines()[0]
    piece = b"1000\r\n" + b" " * 0x1000 + b"\r\n"  # in pieces, without saying how much it will be
    assert b" 413 " in raw(server, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + piece * 17).splitlines()[0]
    assert post(server, "/scenario", b" " * (65_536 - 2) + b"{}").status == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"file": "x.yaml"}', b'{"world": 2}'])
def test_what_is_no_setting_is_refused_with_a_sentence(server, body):
    found = post(server, "/scenario", body)
    assert found.status == 400
    assert found.told["problems"][0].endswith(".")


@pytest.mark.parametrize(
    "path",
    [
        f"/{BASE}", "/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/scenario/",
        "/static/page.css", "/favicon.ico", "/events/", f"/?file={BASE}/../x",
    ],
)  # fmt: skip
def test_no_path_is_a_file(server, path):
    found = ask(server, "GET", path)
    assert found.status == (200 if path.startswith("/?") else 404)
    assert b"root:" not in found.body
    assert b"parties:" not in found.body


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/scenario"), ("GET", "/brief"), ("POST", "/"), ("POST", "/events"), ("PUT", "/"), ("OPTIONS", "/scenario")]
)  # fmt: skip
def test_another_method_is_refused(server, method, path):
    assert ask(server, method, path, {} if method == "POST" else None).status == 405


def test_nobody_from_elsewhere_can_reach_it(server):
    with closing(socket.socket()) as other, pytest.raises(OSError, match=r"refused|unreachable"):
        other.connect(("127.0.0.2", server.port))  # another address of this machine


def raw(server, data):
    """What comes back when some bytes are sent."""
    with closing(socket.create_connection((HERE, server.port), timeout=PATIENCE)) as connection:
        connection.sendall(data)
        return connection.recv(65_536)


# ------------------------------------------------------------------------------
# Nobody hangs others


def test_slow_clients_hold_nobody_up_and_are_left(server, monkeypatch):
    monkeypatch.setattr(app, "PATIENCE", 0.5)
    head = (
        f"POST /scenario HTTP/1.1\r\nHost: {HERE}:{server.port}\r\nOrigin: http://{HERE}:{server.port}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    ).encode()
    slow = [socket.create_connection((HERE, server.port), timeout=PATIENCE) for _ in range(60)]
    try:
        for i, each in enumerate(slow):
            each.sendall(head if i % 2 else head[: 20 + i])  # half of them have not said all of what they want
        began = time.monotonic()
        assert ask(server, "GET", "/").status == 200
        assert post(server, "/scenario", CHANGE).status == 200
        assert time.monotonic() - began < 10
        assert b" 408 " in slow[1].recv(65_536).splitlines()[0]
    finally:
        for each in slow:
            each.close()


def test_what_is_no_http_ends_nothing(server):
    for data in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"A" * 70_000):
        with closing(socket.create_connection((HERE, server.port), timeout=PATIENCE)) as connection:
            connection.sendall(data)
    assert ask(server, "GET", "/").status == 200


def test_a_fault_of_parleys_is_told_and_ends_nothing(folder, capfd):
    def broken(*_):
        raise RuntimeError("no page today")

    with serving(folder / BASE, [], make=broken) as server:
        assert ask(server, "GET", "/").status == 500
        assert post(server, "/scenario", CHANGE).status == 200
    assert capfd.readouterr().err == "The page was not answered: RuntimeError: no page today\n"


# ------------------------------------------------------------------------------
# Briefs


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(briefs, "HISTORIES", 600)


@pytest.mark.slow
def test_a_brief_of_the_base_and_the_what_if(server, few):
    pytest.importorskip("typst", reason="the extra `brief` is not installed")
    found = post(server, "/brief", CHANGE)
    assert found.status == 200
    assert found.headers["content-disposition"] == "attachment; filename*=UTF-8''second_meeting_2018_09_brief.pdf"
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(found.body)).pages).split())
    assert "If the office were recognised" in text
    assert "--set issues.qatar_office.in_force=1 --histories 600" in text


@pytest.mark.slow
def test_a_brief_without_typst_is_a_page(server, few, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    found = post(server, "/brief", CHANGE | {"world": 1})
    assert found.headers["content-type"].startswith("text/html")
    assert found.headers["content-disposition"].endswith("_brief.html")
    assert b"<h1>Second US" in found.body


def test_a_brief_of_what_cannot_be_run(server):
    found = post(server, "/brief", {"sets": {"time.rounds": 0}})
    assert found.status == 422
    assert found.told["problems"] == ["time.rounds: must be at least 1 and at most 1200, got 0"]


def test_one_brief_at_a_time_and_the_server_answers_meanwhile(server, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def waiting(*_):
        begun.set()
        assert go_on.wait(PATIENCE)
        return briefs.Document("a b.pdf", "application/pdf", b"done")

    monkeypatch.setattr(briefs, "brief", waiting)
    answers = []
    first = threading.Thread(target=lambda: answers.append(post(server, "/brief", CHANGE)))
    first.start()
    assert begun.wait(PATIENCE)
    assert post(server, "/brief", CHANGE).status == 409
    assert "Another brief" in post(server, "/brief", CHANGE).told["problems"][0]
    assert ask(server, "GET", "/").status == 200
    assert post(server, "/scenario", CHANGE).status == 200
    go_on.set()
    first.join()
    assert (answers[0].status, answers[0].body) == (200, b"done")
    assert answers[0].headers["content-disposition"] == "attachment; filename*=UTF-8''a%20b.pdf"
    assert post(server, "/brief", CHANGE).status == 200


# ------------------------------------------------------------------------------
# News


class News:
    """Events as they come."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection(HERE, server.port, timeout=PATIENCE)
        self.connection.request("GET", "/events")
        self.response = self.connection.getresponse()
        assert self.response.headers["content-type"].startswith("text/event-stream")

    def next(self):
        """The next event's lines; there must be one within PATIENCE seconds, whatever else is sent to see who listens."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            lines = []
            while line := self.response.readline().decode().rstrip("\n"):
                lines.append(line)
            if lines[0].startswith("event: "):
                return lines
        raise AssertionError("no event came")

    def close(self):
        self.connection.close()


@pytest.mark.slow
def test_the_page_is_told_when_files_change_and_when_they_are_broken(server, folder):
    text = (folder / BASE).read_text("utf-8")
    assert b"<p>Second" in ask(server, "GET", "/").body
    with closing(News(server)) as news:
        (folder / BASE).write_text(text.replace("title: ", "title: New ", 1), "utf-8")
        assert news.next() == ["event: changed", "data: New Second US–Taliban meeting, September 2018"]
        assert b"<p>New Second" in ask(server, "GET", "/").body
        (folder / BASE).write_text(text.replace("as_of: 2018-09-13", "as_of: soon", 1), "utf-8")
        kind, said = news.next()
        assert kind == "event: broken"
        assert said.startswith(f"data: {BASE}:")
        assert "as_of: " in said
        assert b"<p>New Second" in ask(server, "GET", "/").body  # as it last loaded well
        (folder / BASE).write_text(text, "utf-8")
        assert news.next()[0] == "event: changed"


@pytest.mark.slow
def test_a_page_that_was_made_before_the_change_is_told_of_it_when_it_asks(server, folder):
    ask(server, "GET", "/")
    text = (folder / VARIANT).read_text("utf-8")
    (folder / VARIANT).write_text(text.replace("title: ", "title: New ", 1), "utf-8")
    deadline = time.monotonic() + PATIENCE
    while server.watch.state.number == 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    with closing(News(server)) as news:
        assert news.next()[0] == "event: changed"


# ------------------------------------------------------------------------------
# Ports


def test_the_next_port_is_taken_where_one_is(server):
    with closing(listening(None)) as other:
        assert USUAL <= other.getsockname()[1] < USUAL + NEXT
        assert other.getsockname()[1] != server.port
        assert other.getsockname()[0] == HERE


def test_a_port_that_is_asked_for_and_taken(server, folder):
    with (
        pytest.raises(ServeError, match=f"port {server.port} cannot be used .*choose another --port"),
        serving(folder / BASE, [], server.port),
    ):
        pass
