"""The lines that the page of examples shows run as a script and in a notebook, twice over, and leave nothing but what they name."""

import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from tests.command_line.commands import environment
from tests.places import ROOT

pytestmark = pytest.mark.slow

SMALL = {
    "20_000": "400",
    'qatar_office.in_force": 1}': 'qatar_office.in_force": 1}, histories=400',
    "parley.grid(0.1, 0.9, 9)}": "parley.grid(0.1, 0.9, 3)}, histories=40",
}


def lines() -> str:
    """The Python lines of the page of examples, with few histories."""
    text = (ROOT / "docs" / "at_a_glance.md").read_text(encoding="utf-8")
    found = re.search(r"```python\nimport parley\n.*?```", text, re.DOTALL)
    assert found, "the page shows how to use parley in Python"
    code = found[0].removeprefix("```python\n").removesuffix("```")
    assert len([line for line in code.splitlines() if line.strip()]) <= 12
    for large, small in SMALL.items():
        assert large in code
        code = code.replace(large, small)
    return code.replace('"scenarios/', f'"{ROOT}/scenarios/')


def test_as_a_script(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", lines()], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment()
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"results", "talks.pdf"}
    assert (tmp_path / "talks.pdf").read_bytes().startswith(b"%PDF")


@pytest.fixture
def notebook(monkeypatch):
    """A notebook with a cell for every line that stands alone."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in lines().splitlines() if cell.strip()]
    return made


def test_in_a_notebook(notebook, tmp_path):
    again = [cell.copy() for cell in notebook.cells if "save(" not in cell.source]  # every other cell may run twice
    notebook.cells = [*notebook.cells, *again, nbformat.v4.new_code_cell('base.run(50, quiet=True)["nothing"]')]
    client = NotebookClient(
        notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.allow_errors = True
    client.execute()
    *good, bad = notebook.cells
    for cell in good:
        assert not [output for output in cell.outputs if output.output_type == "error"], cell.source
    shown = [output for cell in good for output in cell.outputs if output.output_type == "execute_result"]
    assert shown
    assert all(len(output.data.get("text/html", "").encode()) <= 50_000 for output in shown)
    assert any("<svg" in output.data.get("text/html", "") for output in shown)
    (error,) = [output for output in bad.outputs if output.output_type == "error"]
    assert error.ename == "ParleyError"
    assert len(error.traceback) == 1, "the message, and no frames"


def test_the_page_on_python_does_what_it_says(tmp_path):
    """Every block of docs/python.md, one after another, with few histories."""
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    fewer = {
        "20_000": "150", "2000": "30", "0.9, 9": "0.9, 2", "range(20)": "range(2)",
        "no_mediator.yaml\", changed)": "no_mediator.yaml\", changed, histories=150)",
        "no_mediator.yaml\")  # about": "no_mediator.yaml\", points=8, histories=20)  # about",
    }  # fmt: skip
    for large, small in fewer.items():
        assert large in code
        code = code.replace(large, small)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    (tmp_path / "page.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "page.py"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"scenarios", "page.py", "results", "talks.pdf"}
