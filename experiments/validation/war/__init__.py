"""The war of one total series (all parties together), fitted to a monthly count of deaths and scored as a forecast.

    N_t ~ NegBin(mean λ_t, dispersion r),   variance λ + λ²/r
    λ_t = (1 − α) · level_t · season[month] + α · N_{t−1}

with α, the branching ratio, given and not estimated; `season` has mean 1 over the twelve calendar months. The level, deaths
a month with season and chance aside, is read in three ways:

* a trend, level · exp(growth · (t − t_end)), by maximum likelihood (`fit`);
* that of the last twelve months (`levels`), what a scenario should begin with;
* a random walk of its logarithm, whose monthly standard deviation is the `volatility` of a scenario (`walk`).

`scores` and `bands` say which of them foretold best.
"""
