"""The briefs in the documentation: the reports of the Afghan cases, made anew by one command each (`make sample-brief`)."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SAMPLE = "second_meeting_2018_09"
CASES = {
    SAMPLE: Path("docs/sample_brief.pdf"),
    "afghan_peace_2018": Path("docs/reports/afghan_peace_2018.pdf"),
    "secret_talks_2018_05": Path("docs/reports/secret_talks_2018_05.pdf"),
}
"""Scenario → where its brief goes."""
FOLDER, PICTURE = Path("results/reports"), Path("docs/sample_brief.png")
MINUTES = 5
PPI = 120  # of the picture


def main() -> None:
    """Play the reports, put their briefs into the documentation, and a picture of the sample's first page."""
    from experiments.brief.content import content
    from experiments.brief.typst_page import pictures
    from experiments.store.files import write_whole

    for case, page in CASES.items():
        out = FOLDER / case
        shutil.rmtree(out, ignore_errors=True)
        words = ["report", f"scenarios/{case}.yaml", "--minutes", str(MINUTES), "--out", str(out)]
        subprocess.run([sys.executable, "-m", "experiments.cli", *words], check=True)
        page.parent.mkdir(parents=True, exist_ok=True)
        write_whole(page, (out / "brief.pdf").read_bytes())
    write_whole(PICTURE, pictures(content(list(folders(FOLDER / SAMPLE))), PPI)[0])


def folders(out: Path) -> Iterator[Path]:
    """What a report's brief was made from: the folders of its pieces that are done."""
    plan = json.loads((out / "report.json").read_text(encoding="utf-8"))
    for piece in plan["pieces"]:
        if (out / piece["name"] / piece["answer"]).is_file():
            yield out / piece["name"]


if __name__ == "__main__":
    main()
