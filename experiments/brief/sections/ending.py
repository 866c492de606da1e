"""How it ends, and the path of talks until then."""

from collections.abc import Iterator

from experiments.brief import pictures
from experiments.brief.document import Block, Table
from experiments.brief.folders import Run
from experiments.brief.judgements import tables_in_order
from experiments.brief.likelihood import Chance, phrase, plain
from experiments.brief.names import Names
from experiments.words.conditions import condition_words
from experiments.words.sentences import begin


def ending(run: Run, names: Names) -> Iterator[Block]:
    """Outcomes as a figure, and as a table with what each means."""
    yield pictures.outcomes(run, names)
    total = run.summary["histories"]
    rows = []
    for name, share in run.summary["outcomes"].items():
        chance = Chance.of(share, total)
        means = names.rungs_in(condition_words(run.scenario.outcomes[name], run.scenario))
        rows.append((begin(names.outcome(name)), plain(chance), means))
    yield Table(
        "What the outcomes mean: the first that holds counts",
        ("Outcome", "Share", "It holds when"),
        tuple(rows),
        (1,),
        tuple(share["p"] for share in run.summary["outcomes"].values()),
    )


def path(run: Run, names: Names) -> Iterator[Block]:
    """The ladders over time, and how often each table meets."""
    order = tables_in_order(run)
    drawn = pictures.path(run, order, names)
    if drawn is not None:
        yield drawn
    total, said = run.summary["histories"], []
    for name in order:
        table = run.summary["tables"][name]
        mean = table["meetings_mean"]
        meets = f"meets {mean:.1f} times on average" if mean >= 0.05 else "meets less than once in 20 histories"
        collapsed = Chance.of(table["collapsed"], total)
        said.append(f"“{names.table(name)}” {meets} and breaks down for good in {phrase(collapsed)} histories.")
    yield " ".join(said)
    if drawn is None:
        yield "The histories themselves are not in the folder, so their course over time cannot be drawn."
