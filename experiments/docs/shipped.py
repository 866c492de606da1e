"""`python -m experiments.docs.shipped`: play the experiments that come with parley, and write what they say to README.md."""

import tempfile
from pathlib import Path

from experiments.experiment_files import Said, play_experiment
from experiments.runs.workers.threads import Threads
from experiments.sensitivity.tables import sentences
from experiments.store.files import write_whole
from experiments.sweep.experiment import load_experiment
from experiments.sweep.run import Request
from experiments.sweep.words import sentence

HERE = Path(__file__).parents[1]
PICTURES = HERE.parent / "docs" / "experiments"
HEADING = """# Experiments

Each file here asks of a scenario what would have to change, and by how much. `parley sweep experiments/NAME.yaml` plays it
and writes a folder with every point (`points.csv`), what it says (`summary.json`) and its figures. This page is written by
`make experiments`; the shares are shares of simulated histories, with sampling error only.
"""


def files() -> list[Path]:
    """The experiments that come with parley."""
    return sorted(HERE.glob("*.yaml"))


def section(file: Path, told: Said, pictures: list[str]) -> str:
    """What the page says of one experiment."""
    if told["design"] == "sobol_indices" or told["design"] == "morris":
        points, said, shown = told["evaluations"], " ".join(sentences(told)), "what it rests on"
    else:
        points, said, shown = len(told["points"]), sentence(told), "the share of histories at every point"
    about = f"{points:,} points, {told['histories']:,} histories at each, seed {told['seed']}"
    note = load_experiment(file).experiment.note
    lines = [
        f"## {told['experiment']}",
        f"*{told['question']}* (`{file.name}`: {about})",
        said,
        note or "",
    ]
    lines += [f"![{told['experiment']}: {shown}](../docs/experiments/{name})" for name in pictures]
    return "\n\n".join(filter(None, lines))


def write(file: Path) -> str:
    """Play one experiment, keep its figures among the documents, and return its section."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        request = Request(load_experiment(file), Path(folder) / "out", resume=False, quiet=False)
        swept = play_experiment(request, Threads())
        assert swept.told is not None
        pictures = []
        for drawn in sorted((swept.folder / "figures").iterdir()):
            name = f"{file.stem}_{drawn.name}"
            write_whole(PICTURES / name, drawn.read_bytes())
            pictures.append(name)
        return section(file, swept.told, pictures)


def main() -> None:
    """Write the page."""
    sections = [write(file) for file in files()]
    write_whole(HERE / "README.md", ("\n\n".join([HEADING.strip(), *sections]) + "\n").encode())


if __name__ == "__main__":
    main()
