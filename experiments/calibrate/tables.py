"""What fitting gave, as tables on a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.calibrate.results import CalibrationResult
from experiments.words.names import readable
from experiments.words.tables import house_table, section


def print_calibration(told: CalibrationResult, console: Console) -> None:
    """Rates as published and as fitted; parameters; what the data cannot tell apart. `told` as from `fit.as_object`."""
    played = told["points"] * told["histories_per_point"]
    console.print(Text("Defaults of the rule book against base rates of peace processes", style="bold"))
    console.print(
        Text(
            f"{told['points']:,} points of {told['histories_per_point']:,} histories ({played:,} in all), "
            f"worth {told['effective_size']:,.0f} draws from the posterior",
            style="dim",
        )
    )
    section(console, "Rates: published with 95 % interval, posterior mean with 90 % interval", _rate_table(told))
    section(console, "Parameters: posterior beside the present default", _parameter_table(told))
    pairs = ", ".join(
        f"{readable(a)} and {readable(b)} ({ridge['correlation']:+.2f})"
        for ridge in told["ridges"][:4]
        for a, b in [ridge["between"]]
    )
    console.print(Text(f"\nWhat the data hardly tell apart (posterior correlation): {pairs}.", style="dim"))


def _rate_table(told: CalibrationResult) -> Table:
    table = house_table()
    table.add_column("rate")
    for heading in ("published", "posterior", "defaults", ""):
        table.add_column(heading, justify="right" if heading else "left")
    for rate in told["rates"]:
        notes = [note for note, holds in (("held out", rate["held_out"]), ("outside", not rate["inside"])) if holds]
        table.add_row(
            rate["title"],
            f"{100 * rate['share']:.0f} % ({100 * rate['lo']:.0f}–{100 * rate['hi']:.0f})",
            f"{100 * rate['posterior']:.0f} % ({100 * rate['posterior_lo']:.0f}–{100 * rate['posterior_hi']:.0f})",
            f"{100 * rate['defaults']:.1f} %",
            ", ".join(notes),
        )
    return table


def _parameter_table(told: CalibrationResult) -> Table:
    table = house_table()
    table.add_column("parameter")
    for heading in ("prior", "posterior mean", "90 %", "default", "learnt"):
        table.add_column(heading, justify="right")
    for name, value in told["parameters"].items():
        low, high = value["prior"]
        table.add_row(
            "prior settle, insurgent" if name == "settles" else readable(name),
            f"{low:g}–{high:g}",
            f"{value['mean']:.3g} ± {value['sd']:.2g}",
            f"{value['q05']:.3g}–{value['q95']:.3g}",
            f"{value['default']:g}",
            f"{100 * value['learnt']:.0f} %",
        )
    return table
