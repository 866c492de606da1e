"""The sample brief in the documentation: every command behind it, run anew (`make sample-brief`)."""

import shutil
import subprocess
import sys
from pathlib import Path

CASE = "scenarios/afghan_peace_2018.yaml"
FOLDER = Path("results/sample_brief")
PAGE, PICTURE = Path("docs/sample_brief.pdf"), Path("docs/sample_brief.png")
PPI = 120  # of the picture

CHANGES = {
    "office": ("the Qatar office were recognised first", "issues.qatar_office.in_force=1"),
    "bases": ("the United States gave up both bases", "parties.united_states.positions.bases.ideal=2"),
    "unmediated": ("nobody mediated between Washington and the Taliban", "tables.us_taliban.mediators=[]"),
    "trusted": ("the Taliban meant to settle, and all knew it", "parties.taliban.settles=1"),
}
"""Folder → what would be if, and the number that says so."""


def main() -> None:
    """Play all, write the brief, and put its PDF and a picture of its first page into the documentation."""
    from experiments.brief.content import content
    from experiments.brief.typst_page import pictures
    from experiments.store.folder import write_whole

    shutil.rmtree(FOLDER, ignore_errors=True)
    parley("run", CASE, "--out", FOLDER / "base")
    parley("rivals", CASE, "--out", FOLDER / "rivals")
    for name, (what, change) in CHANGES.items():
        parley("compare", CASE, "--set", f"title=What if {what}?", "--set", change, "--out", FOLDER / name)
    parley("ablate", CASE, "--out", FOLDER / "ablation")
    folders = [FOLDER / name for name in ("base", *CHANGES, "rivals", "ablation")]
    parley("brief", *folders)
    write_whole(PAGE, (FOLDER / "base" / "brief.pdf").read_bytes())
    write_whole(PICTURE, pictures(content(folders), PPI)[0])


def parley(*words: object) -> None:
    """Run a command, and stop if it fails."""
    subprocess.run([sys.executable, "-m", "experiments.cli", *map(str, words)], check=True)


if __name__ == "__main__":
    main()
