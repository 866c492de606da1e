"""Pages are opened from disk as a reader opens them, and nothing that they do wrong goes unheard."""

import re

import pytest
from playwright.sync_api import expect

from tests.page import tools
from tests.page.axe import violations
from tests.page.samples import ASKS_A_WORKER, BODY, page_of
from tests.page.watch import Watch

pytestmark = pytest.mark.slow

FETCH = 'fetch("http://127.0.0.1:9/").catch(() => {});'
WRONG = {
    "an error on the console": 'console.error("told so")',
    "an exception": 'throw new Error("told so")',
    "a promise that nobody awaits": 'Promise.reject(new Error("told so"))',
    "an error on a worker's console": ("new Worker(URL.createObjectURL(new Blob([\"console.error('told so')\"])))"),
    "an exception in a worker": "new Worker(URL.createObjectURL(new Blob([\"throw new Error('told so')\"])))",
    "a promise that nobody awaits in a worker": (
        "new Worker(URL.createObjectURL(new Blob([\"Promise.reject(new Error('told so'))\"])))"
    ),
}
ASKED = {
    "by a script": FETCH,
    "by a worker": f"new Worker(URL.createObjectURL(new Blob([{FETCH!r}])))",
    "for a picture": 'new Image().src = "http://127.0.0.1:9/"',
    "for a socket": 'new WebSocket("ws://127.0.0.1:9/")',
}


def without_policy(html):
    return re.sub("<meta http-equiv.*?>", "", html)


@pytest.fixture
def saved(tmp_path):
    """Saves a page as a file."""

    def save(html):
        file = tmp_path / "a page.html"
        file.write_text(html, encoding="utf-8")
        return file

    return save


@pytest.fixture
def watched(browser, saved):
    """Opens a page that is meant to do wrong; returns its watch."""
    contexts = []

    def opened(html, until, **options):
        contexts.append(browser.new_context())
        watch = Watch(contexts[-1], **options)
        page = contexts[-1].new_page()
        page.goto(saved(html).as_uri())
        for _ in range(100):
            if until(watch):
                break
            page.wait_for_timeout(50)
        return watch

    yield opened
    for context in contexts:
        context.close()


def test_a_page_from_disk_asks_a_worker_made_of_a_blob(page, saved):
    expect(page(saved(page_of())).locator("output")).to_have_text("42")


def test_the_policy_holds_back_a_script_that_is_not_its_own(watched):
    html = page_of().replace("[20, 22]", "[20, 23]")
    watch = watched(html, lambda watch: watch.errors)
    assert "Content Security Policy" in watch.errors[0]


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_is_heard(name, watched):
    watch = watched(page_of(WRONG[name]), lambda watch: watch.errors)
    assert any("told so" in error for error in watch.errors), watch.errors
    assert watch.strangers() == []


@pytest.mark.parametrize("name", ASKED)
def test_a_page_that_asks_others_is_heard(name, watched):
    watch = watched(without_policy(page_of(ASKED[name])), Watch.strangers)
    assert [re.sub(r"^\w+", "", url) for url in watch.strangers()] == ["://127.0.0.1:9/"]


def test_a_page_whose_policy_keeps_it_from_asking_is_heard(watched):
    watch = watched(page_of(FETCH), lambda watch: watch.errors)
    assert "Content Security Policy" in watch.errors[0]


def test_a_page_that_is_served_may_ask_its_own_origin_alone(watched):
    script = FETCH + FETCH.replace(":9/", ":10/")
    watch = watched(
        without_policy(page_of(script)), lambda watch: len(watch.requests) == 3, origin="http://127.0.0.1:10"
    )
    assert watch.strangers() == ["http://127.0.0.1:9/"]


def test_viewport_and_colour_scheme_are_as_asked(page, saved):
    opened = page(saved(page_of()), width=390, height=844, scheme="dark")
    asked = "[innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]"
    assert opened.evaluate(asked) == [390, 844, True]


def test_axe_finds_what_is_missing_and_nothing_in_a_sound_page(page, saved):
    assert violations(page(saved(page_of()))) == []
    unlabelled = page_of(ASKS_A_WORKER, BODY + "<input>")
    found = violations(page(saved(unlabelled)))
    assert any(line.startswith("label: ") and line.count("input") for line in found), found


def test_without_chromium_tests_are_skipped_and_fail_where_nobody_would_see_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        tools.chromium()
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        tools.chromium()
