"""What fitting gave, as tables on a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.calibrate.results import CalibrationResult, ParameterTold
from experiments.words.numbers import figure
from experiments.words.tables import house_table, section

SHOWN = 16  # defaults that are printed: those that most was learnt of


def print_calibration(told: CalibrationResult, console: Console) -> None:
    """Rates as published and as fitted; defaults; what the data cannot tell apart. `told` as from `told.as_object`."""
    console.print(Text("Defaults of the rule book against base rates of peace processes", style="bold"))
    console.print(
        Text(
            f"{told['points']:,} points of {told['histories_per_point']:,} histories taught an emulator, which weighed "
            f"{told['draws']:,} draws (worth {told['draws_effective_size']:,.0f}); {told['kept']:,} of these were played "
            f"again, {told['kept_histories']:,} histories each, and are worth {told['effective_size']:,.0f} draws from the "
            "posterior.",
            style="dim",
        )
    )
    section(console, "Rates: published with 95 % interval, posterior mean with 90 % interval", _rate_table(told))
    most = sorted(told["parameters"].items(), key=lambda item: -item[1]["learnt"])
    section(console, "Defaults that the rates say most of", _parameter_table([each for _, each in most[:SHOWN]]))
    pairs = ", ".join(
        f"{told['parameters'][a]['title']} and {told['parameters'][b]['title']} ({ridge['correlation']:+.2f})"
        for ridge in told["ridges"][:4]
        for a, b in [ridge["between"]]
    ).replace("-0", "−0")
    console.print(Text(f"\nWhat the data hardly tell apart (posterior correlation): {pairs}.", style="dim"))
    console.print(Text(_placed(told), style="dim"))


def _placed(told: CalibrationResult) -> str:
    """Which defaults stand outside their own interval."""
    outside = [each["title"] for each in told["parameters"].values() if not each["placed"]]
    if not outside:
        return "Every default lies within its 90 % interval."
    return f"Outside their 90 % intervals: {', '.join(outside)}."


def _rate_table(told: CalibrationResult) -> Table:
    table = house_table()
    table.add_column("rate")
    for heading in ("published", "posterior", "defaults", "emulator explains", ""):
        table.add_column(heading, justify="right" if heading else "left")
    for rate in told["rates"]:
        notes = [note for note, holds in (("held out", rate["held_out"]), ("outside", not rate["inside"])) if holds]
        table.add_row(
            rate["title"],
            f"{100 * rate['share']:.0f} % ({100 * rate['lo']:.0f}–{100 * rate['hi']:.0f})",
            f"{100 * rate['posterior']:.0f} % ({100 * rate['posterior_lo']:.0f}–{100 * rate['posterior_hi']:.0f})",
            f"{100 * rate['defaults']:.1f} %",
            f"{100 * rate['explained']:.0f} %, ± {100 * rate['emulator_error']:.1f} points",
            ", ".join(notes),
        )
    return table


def _parameter_table(rows: list[ParameterTold]) -> Table:
    table = house_table()
    table.add_column("default")
    for heading in ("prior", "posterior mean", "90 %", "default", "learnt"):
        table.add_column(heading, justify="right")
    for each in rows:
        low, high = each["prior"]
        table.add_row(
            each["title"],
            f"{figure(low)}–{figure(high)} {each['unit']}",
            f"{each['mean']:.3g} ± {each['sd']:.2g}",
            f"{each['q05']:.3g}–{each['q95']:.3g}",
            figure(each["default"]),
            f"{100 * each['learnt']:.0f} %",
        )
    return table
