"""The picture of a calibration: rates as published and as fitted, and what was learnt of each parameter."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.calibrate.results import CalibrationResult, ParameterTold, RateTold
from experiments.figures.page import BLUE, BODY, FAINT, INK, QUIET, RUST, SMALL, TITLE, style

WIDTH, HEIGHT = 6.3, 6.6  # inches: 16 cm, as every figure
SHOWN = 12  # defaults that are drawn: those that most was learnt of


@style()
def calibration(told: CalibrationResult) -> Figure:
    """Rates above, defaults below; `told` as from `told.as_object`."""
    figure = Figure(figsize=(WIDTH, HEIGHT))
    rates, parameters = figure.subplots(2, 1, height_ratios=[9, SHOWN], gridspec_kw={"hspace": 0.26})
    figure.subplots_adjust(left=0.43, right=0.95, top=0.91, bottom=0.06)
    figure.text(0.012, 0.978, "What the defaults rest on", size=TITLE, weight="bold", va="top")
    figure.text(
        0.012, 0.944,
        "Grey: published, 95 %. Blue: the model's posterior, 90 %. Orange: the defaults. * held out while fitting.",
        size=SMALL, color=QUIET, va="top",
    )  # fmt: skip
    _draw_rates(rates, told["rates"])
    most = sorted(told["parameters"].values(), key=lambda each: -each["learnt"])
    _draw_parameters(parameters, most[:SHOWN])
    played = told["points"] * told["histories_per_point"] + told["kept"] * told["kept_histories"]
    figure.text(
        0.012, 0.012, f"UCDP Peace Agreements 22.1, PA-X 9, to September 2018; {played:,} histories of the generic case",
        size=SMALL, color=QUIET,
    )  # fmt: skip
    figure.set_label("calibration")
    return figure


def _bare(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names, size=SMALL)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(length=0, labelsize=SMALL)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)


def _draw_rates(axes: Axes, rates: list[RateTold]) -> None:
    _bare(axes, [_rate_words(rate["name"]) + (" *" if rate["held_out"] else "") for rate in rates])
    for y, rate in enumerate(rates):
        axes.plot([100 * rate["lo"], 100 * rate["hi"]], [y, y], color=FAINT, lw=9, solid_capstyle="butt")
        axes.plot([100 * rate["share"]] * 2, [y - 0.32, y + 0.32], color=QUIET, lw=1.2)
        axes.plot([100 * rate["posterior_lo"], 100 * rate["posterior_hi"]], [y, y], color=BLUE, lw=2.2)
        axes.plot([100 * rate["posterior"]], [y], "o", color=BLUE, ms=5)
        axes.plot([100 * rate["defaults"]], [y], "D", color=RUST, ms=4, mfc="white", mew=1.4)
    axes.set_xlim(0, 90)
    axes.set_xticks([0, 20, 40, 60, 80], ["0", "20", "40", "60", "80 %"])
    axes.grid(axis="x", color=FAINT, lw=0.5)
    axes.set_axisbelow(True)


def _draw_parameters(axes: Axes, rows: list[ParameterTold]) -> None:
    _bare(axes, [each["title"] for each in rows])
    for y, value in enumerate(rows):
        low, high = value["prior"]

        def place(x: float, low: float = low, high: float = high) -> float:
            return (x - low) / (high - low)

        axes.plot([0, 1], [y, y], color=FAINT, lw=9, solid_capstyle="butt")
        axes.plot([place(value["q05"]), place(value["q95"])], [y, y], color=BLUE, lw=2.2)
        axes.plot([place(value["mean"])], [y], "o", color=BLUE, ms=5)
        axes.plot([place(value["default"])], [y], "D", color=RUST, ms=4, mfc="white", mew=1.4)
        axes.text(-0.015, y, f"{low:g}", size=SMALL, color=QUIET, ha="right", va="center")
        axes.text(1.015, y, f"{high:g}", size=SMALL, color=QUIET, ha="left", va="center")
    axes.set_xlim(-0.14, 1.14)
    axes.set_xticks([])
    heading = "Most was learnt of these (grey: thought possible)"
    axes.set_title(heading, size=BODY, color=INK, loc="left", pad=4)


def _rate_words(name: str) -> str:
    kind, _, months = name.rpartition("_")
    if months.isdigit():
        years = int(months) // 12
        return f"{kind} agreement signed within {years} year{'s' if years > 1 else ''}"
    return {
        "partial_to_full": "partial → full within 5 years",
        "partial_ended": "partial agreement ended within 5 years",
        "full_ended": "full agreement ended within 5 years",
    }.get(name, name)
