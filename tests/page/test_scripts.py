"""Modules run outside a browser, and what TypeScript says of their types."""

import json
import re
import shutil
import subprocess

import pytest

from tests.page import tools
from tests.page.samples import SUM
from tests.page.scripts import run_node

ADD = 'import {sum} from "./sum.js";\nconsole.log(sum(Float64Array.from(process.argv.slice(2), Number)));'
MISTAKES = {
    "text_for_numbers": (
        'import {sum} from "../sum.js";\nsum("1, 2");',
        "not assignable to parameter of type 'Float64",
    ),
    "misspelt_import": ('import {sun} from "../sum.js";\nsun(new Float64Array(2));', "no exported member 'sun'"),
    "missing_file": ('import {sum} from "../sums.js";\nsum(new Float64Array(2));', "Cannot find module"),
    "parameter_without_type": ("export function twice(x) { return 2 * x; }", "implicitly has an 'any' type"),
    "perhaps_nothing": ('export const text = document.querySelector("p").textContent;', "is possibly 'null'"),
    "unused_name": ("export {};\nconst unused = 1;", "is declared but its value is never read"),
    "nothing_wrong_in_a_page": ('document.querySelector("p")?.append("text");', None),
    "nothing_wrong_in_a_worker": (
        "const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));\n"
        "scope.onmessage = (event) => scope.postMessage(event.data, [new ArrayBuffer(8)]);",
        None,
    ),
}
"""A few lines each, and what the compiler says of them."""


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """A folder with the settings of the page's scripts, and one module that is sound."""
    folder = tmp_path_factory.mktemp("modules")
    for name in ("package.json", "tsconfig.json"):
        shutil.copy(tools.WEB / name, folder)
    (folder / "sum.js").write_text(SUM, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def said(modules):
    """What the compiler says of all mistakes at once."""
    (modules / "mistakes").mkdir()
    for name, (lines, _) in MISTAKES.items():
        (modules / "mistakes" / f"{name}.js").write_text(f"{lines}\n", encoding="utf-8")
    command = [tools.node(), str(tools.package("typescript/bin/tsc")), "--project", str(modules), "--pretty", "false"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode != 0
    return done.stdout


@pytest.mark.parametrize("name", MISTAKES)
def test_the_compiler_says_what_is_wrong_and_nothing_else(name, said):
    errors = re.findall(rf"\b{name}\.js\(\d+,\d+\): error (.*)", said)
    expected = MISTAKES[name][1]
    assert bool(errors) == (expected is not None), errors
    if expected is not None:
        assert any(expected in error for error in errors), errors


def test_a_sound_module_is_not_complained_of(said):
    assert not re.search(r"^\S*sum\.js\(", said, re.M), said


@pytest.mark.parametrize("of_playwright", [False, True])
def test_node_runs_a_module_from_its_text_or_file(of_playwright, modules, monkeypatch, tmp_path):
    if of_playwright:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "playwright" in tools.node()
    file = modules / "add.js"
    file.write_text(ADD, encoding="utf-8")
    assert run_node(ADD, 20, 22.5, folder=modules) == "42.5\n"
    assert run_node(file, 20, 22.5) == "42.5\n"


def test_what_a_module_throws_fails_the_test_in_its_own_words(modules):
    with pytest.raises(AssertionError, match="told so"):
        run_node('throw new Error("told so")', folder=modules)


def test_what_make_tools_installed_is_of_the_versions_that_are_named():
    for name, version in json.loads((tools.WEB / "package.json").read_text(encoding="utf-8"))[
        "devDependencies"
    ].items():
        assert json.loads(tools.package(f"{name}/package.json").read_text(encoding="utf-8"))["version"] == version
