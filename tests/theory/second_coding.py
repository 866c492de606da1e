"""The model written a second time from docs/model.md: the simplest slow Python, no rule shared with the engine.

`history(scenario, seed, number)` plays one history of a scenario with its defaults written out and returns its row,
column by column, and its doubts. Numbers of the scenario stand in one dictionary by their path in the file (`now`);
whatever changes stands in dictionaries keyed by names. The numbers in comments are sections of docs/model.md. Where
the page left two readings open, the engine's columns decided, and the page now says it.
"""

import datetime
import math
import zlib
from itertools import pairwise, product

from scipy import stats

from sim.scenario.vocabulary import Number

INFINITY = float("inf")
BARGAINING, CARRYING_OUT, SUSPENDED, COLLAPSED, COMPLETE = range(5)
HOW = (
    "did_not_come", "stood_on_a_demand", "refused", "walked_out", "did_not_sign", "did_not_ratify",
    "did_not_deliver", "took_back", "no_room", "did_not_consent",
)  # fmt: skip
FORESIGHT = 24  # months over which a breach is feared
FEW_STEPS = 12
SLACK = 1e-12  # levels nearer than this are the same


# 7.15 Chance


def crc(name):
    return zlib.crc32(name.encode())


def mix(a, b):
    return (a * 0x9E3779B1 + b * 0x85EBCA77 + 0x165667B1) % 2**32


def philox(key, counter):
    k0, k1 = key
    c0, c1, c2, c3 = counter
    for _ in range(10):
        a, b = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b % 2**32, (a >> 32) ^ c3 ^ k1, a % 2**32
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


def unit(high, low):
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


class Chance:
    """All draws of one history."""

    def __init__(self, seed, history):
        self.key = (seed % 2**32, seed >> 32)
        self.history = history
        self.round = 0

    def words(self, purpose, who, what):
        return philox(self.key, (self.history, self.round * 64 + purpose, who, what))

    def uniform(self, purpose, who, what):
        o = self.words(purpose, who, what)
        return unit(o[0], o[1])

    def normal(self, purpose, who, what):
        o = self.words(purpose, who, what)
        return math.sqrt(-2 * math.log(1 - unit(o[0], o[1]))) * math.cos(2 * math.pi * unit(o[2], o[3]))

    def happens(self, p, purpose, who, what):
        if p <= 0 or p >= 1:
            return p >= 1
        return self.uniform(purpose, who, what) < p

    def gamma(self, shape, who):
        boost = 1.0
        if shape < 1:
            boost = (1 - self.uniform(9, who, mix(7, 7))) ** (1 / shape)
            shape += 1
        d = shape - 1 / 3
        c = 1 / math.sqrt(9 * d)
        j = 0
        while True:
            z = self.normal(9, who, 2 * j)
            u = 1 - self.uniform(9, who, 2 * j + 1)
            v = (1 + c * z) ** 3
            if v > 0 and math.log(u) < z * z / 2 + d - d * v + d * math.log(v):
                return d * v * boost
            j += 1

    def poisson(self, mean, who):
        if mean <= 0:
            return 0
        if mean < 10:
            u = self.uniform(26, who, 0)
            n, p = 0, math.exp(-mean)
            total = p
            while u >= total and n < 1000:
                n += 1
                p *= mean / n
                total += p
            return n
        b = 0.931 + 2.53 * math.sqrt(mean)
        a = -0.059 + 0.02483 * b
        j = 0
        while True:
            o = self.words(26, who, j)
            u, v = unit(o[0], o[1]) - 0.5, 1 - unit(o[2], o[3])
            us = 0.5 - abs(u)
            j += 1
            n = math.floor((2 * a / us + b) * u + mean + 0.43) if us > 0 else -1
            if us >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2):
                return n
            if n < 0 or (us < 0.013 and v > us):
                continue
            left = math.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / us**2 + b))
            if left <= n * math.log(mean) - mean - math.lgamma(n + 1):
                return n


# 5.1 Uncertain numbers


def range_of_key(model, key):
    for mark in type(model).model_fields[key].metadata:
        if hasattr(mark, "low"):
            return mark.low, mark.high
    return {
        "calm_by_party": (0, 1),
        "exposure_with": (-1, 2),
        "standing_with": (-1, 2),
        "effort_at": (-1, 1),
        "calls_off": (0, 1),
        "influence": (-1, 2),
        "shelters": (-1, 2),
        "acceptability": (-1, 1),
        "bias": (-1, 1),
    }.get(key, (-INFINITY, INFINITY))


def numbers_of(scenario):
    """Path → (number, low, high) of every number in a scenario."""
    found = {}

    def walk(path, value, low=-INFINITY, high=INFINITY):
        if isinstance(value, Number):
            found[path] = (value, low, high)
        elif isinstance(value, dict):
            for key, inner in value.items():
                if path == "war.answers" or path.startswith("war.answers."):
                    low, high = 0, 100
                walk(f"{path}.{key}", inner, low, high)
        elif isinstance(value, tuple):
            for i, inner in enumerate(value):
                if hasattr(type(inner), "model_fields"):
                    walk(f"{path}.{getattr(inner, 'name', i)}", inner, low, high)
        elif hasattr(type(value), "model_fields"):
            for key in type(value).model_fields:
                low, high = range_of_key(value, key)
                if key in ("ideal", "red_line"):
                    issue = path.split(".positions.")[1].split(".")[0]
                    low, high = sorted(scenario.issues[issue].range)
                if key in ("to", "add", "times"):  # an effect has only one of these, so the path stops before it
                    walk(path, getattr(value, key))
                else:
                    walk(f"{path}.{key}" if path else key, getattr(value, key), low, high)

    walk("", scenario)
    return found


TABLES = {}


def quantile(number, low, high, u):
    """The value at which the share u of the distribution lies below."""
    if number.value is not None:
        return number.value
    if number.choice is not None:
        weights = number.choices
        total, so_far = sum(weights.values()), 0.0
        for value, weight in sorted(weights.items()):
            so_far += weight
            if u < so_far / total:
                return value
        return value
    key = (number.uniform, number.triangular, number.normal, number.cut, number.beta, low, high)
    if key not in TABLES:
        TABLES[key] = table_of_quantiles(number, low, high)
    table = TABLES[key]
    i = min(int(u * 1024), 1023)
    return table[i] + (table[i + 1] - table[i]) * (u * 1024 - i)


def table_of_quantiles(number, low, high):
    shares = [i / 1024 for i in range(1025)]
    if number.normal or number.beta:
        shares[0], shares[-1] = 1 / 8192, 1 - 1 / 8192
    if number.uniform:
        a, b = number.uniform
        return [a + (b - a) * q for q in shares]
    if number.triangular:
        a, c, b = number.triangular
        if a == b:
            return [a for _ in shares]
        return [float(x) for x in stats.triang.ppf(shares, (c - a) / (b - a), a, b - a)]
    if number.normal:
        mean, sd = number.normal
        if number.cut is not None:
            low, high = max(low, mean - number.cut * sd), min(high, mean + number.cut * sd)
        if sd == 0:
            return [min(max(mean, low), high) for _ in shares]
        return [float(x) for x in stats.truncnorm.ppf(shares, (low - mean) / sd, (high - mean) / sd, mean, sd)]
    return [low + (high - low) * float(x) for x in stats.beta.ppf(shares, *number.beta)]


# 2 Scales: the calendar


def add_months(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


class Calendar:
    def __init__(self, as_of, step):
        self.as_of, self.weekly = as_of, step == "week"
        self.whole = 7 / (365.25 / 12) if self.weekly else 1.0

    def length(self, t):
        if t != 1:
            return self.whole
        if self.weekly:
            return self.whole * (7 - self.as_of.weekday()) / 7
        days = (add_months(self.as_of, 1) - add_months(self.as_of, 0)).days
        return (days - self.as_of.day + 1) / days

    def month(self, t):
        """The month of the round's last day, 0 for January; round 0 ends the day before the scenario's date."""
        if t == 0:
            return (self.as_of - datetime.timedelta(days=1)).month - 1
        if self.weekly:
            return (self.as_of + datetime.timedelta(days=7 * t - 1 - self.as_of.weekday())).month - 1
        return add_months(self.as_of, t - 1).month - 1

    def round_of(self, when):
        if isinstance(when, int):
            return when
        if self.weekly:
            return (when - self.as_of + datetime.timedelta(days=self.as_of.weekday())).days // 7 + 1
        return (when.year - self.as_of.year) * 12 + when.month - self.as_of.month + 1


def within(conditions):
    """Conditions, and all conditions inside them."""
    for c in conditions:
        yield c
        yield from within((*(c.all or ()), *(c.any or ()), *([c.not_] if c.not_ else [])))


def clip(value, low, high):
    return min(max(value, low), high)


def logit(p):
    return math.log(p / (1 - p))


def logistic(x):
    return 1 / (1 + math.exp(-x))


def solve(matrix, right):
    """Solve matrix · x = right by Gauss–Jordan elimination."""
    n = len(right)
    rows = [[*list(matrix[i]), right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for r in range(n):
            if r != i:
                rows[r] = [v - rows[r][i] * p for v, p in zip(rows[r], rows[i], strict=True)]
    return [row[-1] for row in rows]


# 7.7 The Nash point


class Table(tuple):
    """7.17: what each option is worth to a party, its worst 0 and its best 1."""


class Left(tuple):
    """7.17: the levels of the options that may be agreed, in the order of their draws: what bounds are elsewhere."""

    def width(self, steps):
        return (len(self) - 1) / steps


def worth(level, ideal):
    """7.2: what a level is worth, 0 to 1; of options, whose table stands in place of an ideal, what that says."""
    if isinstance(ideal, Table):
        return ideal[round(level * (len(ideal) - 1))]
    return 1 - abs(level - ideal) / max(ideal, 1 - ideal)


def nash_point(seats, issues, weights, ideals, base, d, power, bounds, steps, tie):
    """Levels that maximise the product of surpluses to their powers, or None.

    `weights[p][k]` and `base[p]`: p's utility is base + Σ weight · worth. `bounds[k]`: lowest and highest level.
    """
    power = {p: max(power[p], 1e-6) for p in seats}
    allowed = {k: allowed_levels(bounds[k], steps[k]) for k in issues}
    if any(levels == [] for levels in allowed.values()):
        return None
    bounds_given, bounds = bounds, {k: (allowed[k][0], allowed[k][-1]) for k in issues}
    for k in issues:
        if not any(weights[p][k] for p in seats):  # it matters to nobody
            ideal = ideals[min(seats)][k]
            if isinstance(ideal, Table):
                continue
            level = clip(math.floor(ideal * steps[k] + 0.5) / steps[k] if steps[k] else ideal, *bounds[k])
            allowed[k], bounds[k] = [level], (level, level)

    def surplus(text):
        return {p: base[p] - d[p] + sum(weights[p][k] * worth(text[k], ideals[p][k]) for k in issues) for p in seats}

    way = along_the_chain if len(seats) == 2 else by_climbing
    whole = [k for k in issues if 0 < steps[k] <= FEW_STEPS or (steps[k] and len(seats) > 2)]
    whole.sort(key=lambda k: (not isinstance(bounds_given[k], Left), steps[k], tie[k]))
    rest = [k for k in issues if k not in whole]
    best, best_value = None, -INFINITY
    for levels in product(*(allowed[k] for k in whole)):
        text = dict(zip(whole, levels, strict=True))
        here = {p: base[p] + sum(weights[p][k] * worth(text[k], ideals[p][k]) for k in whole) for p in seats}
        text |= way(seats, rest, weights, ideals, here, d, power, bounds, tie)
        s = surplus(text)
        if min(s.values()) > 1e-12:
            value = sum(power[p] * math.log(s[p]) for p in seats)
            if value > best_value - 1e-9:  # of equal products the higher level
                best, best_value = text, value
    for k in rest:
        if steps[k] and best is not None:
            nearest = math.floor(best[k] * steps[k] + 0.5) / steps[k]
            best[k] = clip(nearest, allowed[k][0], allowed[k][-1])
    return best


def allowed_levels(bounds, steps):
    """All allowed levels of an issue with steps; for a continuous one the two ends."""
    if isinstance(bounds, Left):
        return list(bounds)
    low, high = bounds
    if not steps:
        return [low, high] if low <= high else []
    return [i / steps for i in range(steps + 1) if low - 1e-9 <= i / steps <= high + 1e-9]


def along_the_chain(seats, issues, weights, ideals, here, d, power, bounds, tie):
    """Two seats: walk from what is best for the first to what is best for the second, cheapest exchange first."""
    a, b = seats
    text, pieces = {}, []
    for k in issues:
        start, end = clip(ideals[a][k], *bounds[k]), clip(ideals[b][k], *bounds[k])
        if weights[a][k] == 0:
            start = end
        if weights[b][k] == 0:
            end = start
        text[k] = start
        if start != end:
            loss = weights[a][k] * (worth(start, ideals[a][k]) - worth(end, ideals[a][k]))
            gain = weights[b][k] * (worth(end, ideals[b][k]) - worth(start, ideals[b][k]))
            pieces.append((gain / loss if loss else INFINITY, k, start, end, loss, gain))
    pieces.sort(key=lambda piece: (-piece[0], tie[piece[1]]))
    share = {p: power[p] / (power[a] + power[b]) for p in seats}
    s = {p: here[p] - d[p] + sum(weights[p][k] * worth(text[k], ideals[p][k]) for k in issues) for p in seats}
    best, best_value = dict(text), -INFINITY
    for _, k, start, end, loss, gain in pieces:
        t = clip(share[b] * s[a] / loss - share[a] * s[b] / gain, 0, 1) if loss and gain else 1.0
        first, second = s[a] - t * loss, s[b] + t * gain
        if first > 0 and second > 0:
            value = share[a] * math.log(first) + share[b] * math.log(second)
            if value > best_value:
                best, best_value = text | {k: start + t * (end - start)}, value
        text = text | {k: end}
        s = {a: s[a] - loss, b: s[b] + gain}
    return best


def by_climbing(seats, issues, weights, ideals, here, d, power, bounds, _):
    """Three seats or more: issue by issue to the exact best level, over and over, then Newton's method."""
    text = {k: (bounds[k][0] + bounds[k][1]) / 2 for k in issues}
    if not issues:
        return text
    corners = {
        k: sorted({bounds[k][0], bounds[k][1]} | {clip(ideals[p][k], *bounds[k]) for p in seats if weights[p][k]})
        for k in issues
    }

    def slopes(k, low, high):
        return {p: weights[p][k] * (worth(high, ideals[p][k]) - worth(low, ideals[p][k])) / (high - low) for p in seats}

    def rise(s):
        return 1 / max(s, small)

    def surplus(text):
        return {p: here[p] - d[p] + sum(weights[p][k] * worth(text[k], ideals[p][k]) for k in issues) for p in seats}

    def best_level(k, s):
        """Where the slope of the sum changes its sign."""
        at = {p: s[p] - weights[p][k] * worth(text[k], ideals[p][k]) for p in seats}

        def slope(level, low, high):
            slope_of = slopes(k, low, high)
            total = 0.0
            for p in seats:
                total += power[p] * slope_of[p] * rise(at[p] + weights[p][k] * worth(level, ideals[p][k]))
            return total

        for low, high in pairwise(corners[k]):
            if slope(low, low, high) <= 0:
                return low
            if slope(high, low, high) < 0:
                lower, upper = low, high
                for _ in range(60):
                    middle = (lower + upper) / 2
                    if slope(middle, low, high) > 0:
                        lower = middle
                    else:
                        upper = middle
                return (lower + upper) / 2
        return corners[k][-1]

    for small in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6):
        for _ in range(400):
            before = dict(text)
            for k in issues:
                text[k] = best_level(k, surplus(text))
            if max(abs(text[k] - before[k]) for k in issues) < 1e-13:
                break
            free = [k for k in issues if min(abs(text[k] - c) for c in corners[k]) > 1e-7]
            if len(free) > 1:
                text = newton(text, free, corners, slopes, surplus, power, seats) or text
        if min(surplus(text).values()) > small:
            break  # the tangents play no part any more
    return text


def newton(text, free, corners, slopes, surplus, power, seats):
    """One step of Newton's method on the issues inside their pieces, kept inside, if it makes things better."""
    slope_of = {}
    for k in free:
        low, high = next((a, b) for a, b in pairwise(corners[k]) if a < text[k] < b)
        slope_of[k] = slopes(k, low, high)
    s = surplus(text)
    if min(s.values()) <= 1e-6:
        return None
    gradient = [sum(power[p] * slope_of[k][p] / s[p] for p in seats) for k in free]
    curvature = [
        [sum(power[p] * slope_of[k][p] * slope_of[j][p] / s[p] ** 2 for p in seats) + (k == j) * 1e-12 for j in free]
        for k in free
    ]
    try:
        move = solve(curvature, gradient)
    except ZeroDivisionError:
        return None
    moved = dict(text)
    for k, by in zip(free, move, strict=True):
        low, high = next((a, b) for a, b in pairwise(corners[k]) if a < text[k] < b)
        moved[k] = clip(text[k] + by, low, high)
    after = surplus(moved)
    if min(after.values()) <= 0:
        return None
    value = sum(power[p] * (math.log(after[p]) - math.log(s[p])) for p in seats)
    return moved if value > 0 else None


# 7.6 Offers


def best_of_all_options(issues, own, ideals, perceived, others, target, bounds, steps, ties, acceptable):
    """The same where some issues are options: the best of what is best with each combination of them (7.17)."""
    chosen = sorted((k for k in issues if isinstance(bounds[k], Left)), key=lambda k: (steps[k], ties[k]))
    rest = [k for k in issues if k not in chosen]
    best, best_by = None, None
    for levels in product(*(reversed(bounds[k]) for k in chosen)):
        text = dict(zip(chosen, levels, strict=True))
        fixed = sum(own[k] * worth(text[k], ideals["me"][k]) for k in chosen)
        more = best_offer(
            rest, own, ideals, perceived, others, target - fixed, bounds, steps, ties, lambda value: True
        )  # fmt: skip
        if more is None:
            return None
        text |= more
        mine = sum(own[k] * worth(text[k], ideals["me"][k]) for k in issues)
        theirs = sum(perceived[q][k] * worth(text[k], ideals[q][k]) for q in others for k in issues)
        by = (True, theirs, mine) if mine >= target - 2e-12 else (False, mine, theirs)
        if best is None or is_more(by, best_by):
            best, best_by = text, by
    if best is None or not acceptable(sum(own[k] * worth(best[k], ideals["me"][k]) for k in issues)):
        return None
    return best


def is_more(one, other):
    """Whether one list of numbers comes before another, differences below 1e-9 apart."""
    for x, y in zip(one, other, strict=True):
        if abs(x - y) > 1e-9:
            return x > y
    return False


def best_offer(issues, own, ideals, perceived, others, target, bounds, steps, ties, acceptable):
    """The offer of a seat, or None if it tables nothing.

    `own[k]`: its weights; `ideals[p][k]`; `perceived[q][k]`: the others' weights as it sees them.
    """
    me = "me"

    def mine(k, level):
        return own[k] * worth(level, ideals[me][k])

    def theirs(k, level):
        return sum(perceived[q][k] * worth(level, ideals[q][k]) for q in others)

    few = [k for k in issues if 0 < steps[k] <= FEW_STEPS]
    rest = [k for k in issues if k not in few]
    start, path = {}, {}
    for k in issues:
        levels = allowed_levels(bounds[k], steps[k])
        if not levels:
            return None
        if steps[k]:
            start[k] = max(levels, key=lambda level, k=k: worth(level, ideals[me][k]))
        else:
            start[k] = clip(ideals[me][k], *bounds[k])
        path[k] = way_of_the_others(k, start[k], levels, steps[k], ideals, others, theirs)
    best_own = sum(mine(k, start[k]) for k in issues)
    if best_own < target:
        if not acceptable(best_own):
            return None
        target = best_own
    best, best_value = None, -INFINITY
    for levels in product(*(path[k] for k in few)):
        text = dict(zip(few, levels, strict=True))
        budget = sum(mine(k, text[k]) for k in few) + sum(mine(k, start[k]) for k in rest) - target
        if budget < -1e-12:
            continue
        pieces = []
        for k in rest:
            text[k] = start[k]
            for a, b in pairwise(path[k]):
                loss, gain = own[k] * abs(b - a) / max(ideals[me][k], 1 - ideals[me][k]), theirs(k, b) - theirs(k, a)
                ratio = in_37_bits(gain / loss) if loss > 0 else INFINITY
                pieces.append((ratio, ties[k], k, a, b, loss))
        for _, _, k, a, b, loss in sorted(pieces, key=lambda piece: (-piece[0], piece[1])):
            if text[k] != a:
                continue
            part = 1.0 if loss <= max(budget, 0) else max(budget, 0) / loss
            text[k] = b if part == 1 else a + part * (b - a)
            budget -= part * loss
        value = sum(theirs(k, text[k]) for k in issues)
        if value > best_value + 1e-9:
            best, best_value = text, value
    for k in rest:
        if steps[k]:
            exact = best[k] * steps[k]
            whole = math.ceil(exact - 1e-9) if start[k] >= best[k] else math.floor(exact + 1e-9)
            best[k] = whole / steps[k]
    return best


def in_37_bits(ratio):
    mantissa, exponent = math.frexp(ratio)
    return math.ldexp(round(mantissa * 2**37), exponent)


def way_of_the_others(k, start, levels, steps, ideals, others, theirs):
    """From one's own start the way in which the others' sum rises, as far as it rises: where a piece may end."""
    if 0 < steps <= FEW_STEPS:
        stops = levels
    else:
        ends = {levels[0], levels[-1]}
        stops = sorted(ends | {start} | {clip(ideals[q][k], levels[0], levels[-1]) for q in others})
    best = [start]
    for way in (
        [level for level in stops if level > start],
        [level for level in reversed(stops) if level < start],
    ):
        path = [start]
        for level in way:
            if theirs(k, level) <= theirs(k, path[-1]):
                break
            path.append(level)
        if len(path) > 1:
            best = path
    return best


# 3 The rounds


class History:
    def __init__(self, scenario, seed, number):
        self.doubts = []  # where another coding of the same rules may come out elsewhere
        self.scenario = scenario
        self.chance = Chance(seed, number)
        self.calendar = Calendar(scenario.as_of, scenario.time.step)
        self.issues = list(scenario.issues)
        self.principals = list(scenario.principals)
        self.tables = list(scenario.tables)
        self.steps = {k: scenario.issues[k].steps for k in self.issues}
        self.side = {a: p.side for a, p in scenario.principals.items()}
        self.initialise()

    # 5 Initialisation

    def initialise(self):
        s, chance = self.scenario, self.chance
        self.t, self.elapsed = 0, 0.0
        self.m = self.calendar.length(0)
        self.ranges = {path: (low, high) for path, (_, low, high) in numbers_of(s).items()}
        self.drawn = {}
        for path, (number, low, high) in numbers_of(s).items():
            u = chance.uniform(0, crc(path), 0) if number.uncertain else 0.0
            self.drawn[path] = quantile(number, low, high, u)
        self.medians = {path: quantile(*number, 0.5) for path, number in numbers_of(s).items()}
        self.median_rate = {a: self.medians[f"parties.{a}.violence"] for a in self.principals}
        self.start = {
            k: 0.0 if issue.in_force is None else issue.level(issue.in_force) for k, issue in s.issues.items()
        }
        self.x, self.next, self.base = dict(self.start), dict(self.start), dict(self.start)
        self.tie = {k: chance.uniform(3, crc(k), 0) for k in self.issues}
        self.drawn_order = {
            k: sorted(
                range(len(issue.options)),
                key=lambda i, k=k: chance.uniform(3, crc(k), crc(list(s.issues[k].options)[i])),
            )
            for k, issue in s.issues.items()
        }
        self.shift_z = {a: clip(chance.normal(1, crc(a), 0), -2, 2) for a in self.principals}
        self.patience_z = {a: chance.normal(2, crc(a), 0) for a in self.principals}
        self.event_until = {}  # event → last round in which it is in force
        self.event_happened = set()
        self.set_numbers()
        self.set_out()
        self.want()
        self.settles, self.settles_at_start, self.belief, self.turnovers = {}, {}, {}, {}
        self.first_turnover = {}
        for a in self.principals:
            p = self.now[f"parties.{a}.settles"]
            if 0 < p < 1:
                p = logistic(logit(p) + math.log(self.now[f"parties.{a}.signals"]))
            truth = self.now.get(f"parties.{a}.truly_settles", p)
            self.settles[a] = self.settles_at_start[a] = chance.happens(truth, 4, crc(a), 0)
            self.turnovers[a], self.first_turnover[a] = 0, 0
            for b in self.principals:
                if a != b:
                    self.belief[b, a] = p
        self.weariness = dict.fromkeys(self.principals, 0.0)
        self.stands, self.given_up = {}, {}  # (party, demand) → whether it stands, when it was given up
        for a, party in s.principals.items():
            for demand in party.demands:
                firm = self.drawn[f"parties.{a}.demands.{demand}.firm"]
                self.stands[a, demand] = chance.happens(firm, 29, crc(a), crc(demand))
                self.given_up[a, demand] = 0
        self.meant = dict(self.stands)
        self.pending = dict.fromkeys(self.issues)
        self.gesture = dict.fromkeys(self.issues)
        self.table = {}
        for name, t in s.tables.items():
            self.table[name] = {
                "stage": BARGAINING,
                "goes_on": BARGAINING,  # where it goes on after it was suspended
                "rung": 0,
                "agenda": [set(rung.agenda) for rung in t.rungs],
                "spoken": False,
                "n": t.met,
                "public": not t.secret,
                "bundled": False,
                "asked": False,
                "failures": 0.0,
                "text": None,
                "agreements": [],
                "hope": dict.fromkeys(t.parties, 0.0),
                "nash": dict(self.x),
                "climbed": None,
                "meetings": 0,
                "first_meeting": 0,
                "walk_outs": 0,
                "first_walk_out": 0,
                "called_off": 0,
                "first_called_off": 0,
                "leaked": 0,
                "collapsed": 0,
                "blocked": (None, None, None),
                "block_draw": -1.0,  # of the block named so far in this round
                "reached": [0] * len(t.rungs),
                "signed": [0] * len(t.rungs),
                "delivered": [0] * len(t.rungs),
                "ended": [0] * len(t.rungs),
            }
        self.agreed, self.agreed_at = dict.fromkeys(self.issues, 0), {}
        self.agreed_level = dict(self.start)
        self.in_force = dict.fromkeys(self.issues, 0)
        self.defaults = dict.fromkeys(self.issues, 0)
        self.begin_war()
        self.evidence = {}
        self.D = dict.fromkeys(self.principals, 0.0)
        self.snapshots = [self.snapshot()]

    def begin_war(self):
        """5.7."""
        self.L, self.M, self.H, self.V, self.won = 0.5, 0.0, 1.0, 0.0, 0
        self.counts = dict.fromkeys(self.principals, 0.0)
        self.incidents = dict.fromkeys(self.principals, 0)
        self.by_round = []  # incidents by party, round by round
        if self.scenario.war:
            self.L, self.M, self.H = (self.now[f"war.{key}"] for key in ("leverage", "momentum", "hurt"))
            self.usual_total = sum(self.stationary(self.median_rate, median=True))
            factor = self.season(0) * self.m
            mean = {a: self.now[f"parties.{a}.violence"] * factor for a in self.principals}
            self.counts = dict(zip(self.principals, self.stationary(mean), strict=True))
        self.usual = dict(self.counts)

    def season(self, t):
        season = self.scenario.war.season
        return season[self.calendar.month(t)] / (sum(season) / 12)

    def answers(self, a, b, median=False):
        """6: how many incidents by a for each by b, times branching."""
        given = self.scenario.war.answers
        now = self.medians if median else self.drawn
        branching = now["war.branching"]
        if given:
            return branching * now.get(f"war.answers.{a}.{b}", 0.0)
        if {self.side[a], self.side[b]} != {"insurgent", "government"}:
            return 0.0
        total = sum(self.median_rate[c] for c in self.principals if self.side[c] == self.side[a])
        return branching * self.median_rate[a] / total if total else 0.0

    def stationary(self, rates, median=False):
        names = self.principals
        matrix = [[(a == b) - self.answers(a, b, median) for b in names] for a in names]
        return solve(matrix, [rates[a] for a in names])

    def set_numbers(self):
        """7.11: the numbers as drawn, then changed by the events in force; 5.3 and 5.4 what follows from them."""
        now = dict(self.drawn)
        for event in sorted(self.event_until):
            for i, effect in enumerate(next(e for e in self.scenario.events if e.name == event).effects):
                path = effect.change
                if path == "leverage" or path.endswith(".secret") or path.startswith("issues."):
                    continue
                by = self.drawn[f"events.{event}.effects.{i}"]
                if effect.to is not None:
                    value = by
                elif effect.add is not None:
                    value = now[path] + by
                else:
                    value = now[path] * by
                now[path] = clip(value, *self.ranges[path])
        self.now = now

    def set_out(self):
        """5.4: what is fixed at the start; events do not change it."""
        self.patience, self.shift = {}, {}
        for a in self.principals:
            spread = self.drawn[f"parties.{a}.patience_spread"]
            self.patience[a] = self.drawn[f"parties.{a}.patience"] * math.exp(spread * self.patience_z[a])
            self.shift[a] = self.drawn[f"parties.{a}.walk_away_spread"] * self.shift_z[a]

    def want(self):
        """5.3, and anew after events."""
        self.w, self.ideal, self.home_w, self.home_ideal = {}, {}, {}, {}
        for a in self.principals:
            salience, at_home = {}, {}
            self.ideal[a], self.home_ideal[a] = {}, {}
            for k, issue in self.scenario.issues.items():
                path = f"parties.{a}.positions.{k}."
                salience[k] = self.now.get(path + "salience", 0.0)
                if issue.kind == "options":
                    values = [self.now.get(f"{path}values.{option}", 0.0) for option in issue.options]
                    low, high = min(values), max(values)
                    table = Table((v - low) / (high - low) if high > low else 1.0 for v in values)
                    self.ideal[a][k] = self.home_ideal[a][k] = table
                    at_home[k] = self.now.get(path + "home.salience", salience[k])
                    continue
                ideal = self.now.get(path + "ideal", issue.range[0])
                self.ideal[a][k] = clip(issue.level(ideal), 0, 1)
                at_home[k] = self.now.get(path + "home.salience", salience[k])
                self.home_ideal[a][k] = clip(issue.level(self.now.get(path + "home.ideal", ideal)), 0, 1)
            total, home = sum(salience.values()), sum(at_home.values())
            self.w[a] = {k: v / total if total else 0.0 for k, v in salience.items()}
            self.home_w[a] = {k: v / home if home else 0.0 for k, v in at_home.items()}

    def of(self, a, key):
        return self.now[f"parties.{a}.{key}"]

    def maybe(self, path, otherwise=0.0):
        return self.now.get(path, otherwise)

    def per_round(self, p):
        return 1.0 if p >= 1 else 1 - (1 - p) ** self.m

    # 3 One round

    def play_round(self):
        self.t += 1
        self.chance.round = self.t
        self.last_m, self.m = self.m, self.calendar.length(self.t)
        self.events()
        self.turnover()
        self.give_demands_up()
        self.pass_over()
        self.note_open_tables()
        self.ready = {k for k, i in self.scenario.issues.items() if i.after is None or self.holds(i.after)}
        self.war()
        self.weigh_up()
        for name in sorted(self.tables, key=lambda name: self.chance.uniform(27, crc(name), 0)):
            self.table_round(name)
        self.reviews()
        self.gestures()
        self.close()

    # 7.11 Events

    def events(self):
        begun = []
        for event in self.scenario.events:
            name = event.name
            if self.event_until.get(name, self.t) < self.t:
                del self.event_until[name]
            if name in self.event_until:
                continue
            if event.on is not None:
                chance = 1.0 if event.chance is None else self.drawn[f"events.{name}.chance"]
                happens = self.calendar.round_of(event.on) == self.t and self.chance.happens(chance, 6, crc(name), 0)
            else:
                happens = self.may_happen_at_random(event) and self.chance.happens(
                    self.per_round(self.drawn[f"events.{name}.rate"]), 6, crc(name), 0
                )
            if not happens:
                continue
            self.event_happened.add(name)
            begun.append(event)
            rounds = max(1, math.floor(self.drawn[f"events.{name}.months"] / self.calendar.whole + 0.5))
            self.event_until[name] = self.t + rounds - 1
            for i, effect in enumerate(event.effects):
                if effect.change == "leverage":
                    self.L += self.drawn[f"events.{name}.effects.{i}"]
                elif effect.change.endswith(".secret"):
                    self.make_public(effect.change.split(".")[1])
                elif effect.change.startswith("issues."):
                    self.move(effect.change.split(".")[1], effect, self.drawn[f"events.{name}.effects.{i}"])
        self.set_numbers()
        self.want()
        for event in begun:
            for table in event.calls_off:
                self.may_be_called_off(event.name, table)

    def move(self, k, effect, by):
        issue = self.scenario.issues[k]
        if effect.to is not None:
            level = issue.level(by)
        else:
            level = self.x[k] + by / (issue.range[1] - issue.range[0])
        level = clip(level, 0, 1)
        if self.steps[k]:
            level = math.floor(level * self.steps[k] + 0.5) / self.steps[k]
        self.x[k] = self.next[k] = self.base[k] = level
        self.gesture[k] = None

    def may_happen_at_random(self, event):
        early = event.not_before is not None and self.t < self.calendar.round_of(event.not_before)
        return not early and not (event.once and event.name in self.event_happened)

    def may_be_called_off(self, event, table):
        t = self.table[table]
        ever_met = t["meetings"] + self.scenario.tables[table].met > 0
        if not ever_met or t["stage"] not in (BARGAINING, CARRYING_OUT):
            return
        if self.chance.happens(self.drawn[f"events.{event}.calls_off.{table}"], 31, crc(event), crc(table)):
            t["called_off"] += 1
            t["first_called_off"] = t["first_called_off"] or self.t
            t["stage"], t["goes_on"], t["spoken"] = SUSPENDED, t["stage"], False
            self.fail(table, 0.5)

    def make_public(self, table):
        t = self.table[table]
        if not t["public"]:
            t["public"], t["leaked"] = True, self.t

    def rest(self):
        """7.3: a round after the war was won."""
        self.t += 1
        self.by_round.append(dict.fromkeys(self.principals, 0))
        self.snapshots.append(self.snapshot())

    # 7.1 Choice and belief

    def turnover(self):
        for a in self.principals:
            hazard, prior = self.per_round(self.of(a, "turnover")), self.of(a, "settles")
            if self.chance.happens(hazard, 5, crc(a), 0):
                self.settles[a] = self.chance.happens(prior, 4, crc(a), 0)
                self.turnovers[a] += 1
                self.first_turnover[a] = self.first_turnover[a] or self.t
            for b in self.principals:
                if a != b:
                    self.belief[b, a] = (1 - hazard) * self.belief[b, a] + hazard * prior

    def pr(self, a, delta):
        if self.of(a, "rationality") == INFINITY:
            if abs(delta) < 1e-12:
                self.doubts.append("a hard threshold met but for rounding")
            return 1.0 if delta >= 0 else 0.0
        return logistic(clip(self.of(a, "rationality") * delta, -30, 30))

    def decide(self, a, settle, stall, purpose, who, what, audience):
        """Draw a decision by the list of the true type; observers learn by Bayes' rule."""
        pr = {True: self.pr(a, settle), False: self.pr(a, stall)}
        yes = self.chance.happens(pr[self.settles[a]], purpose, who, what)
        self.learn(audience, a, *((pr[True], pr[False]) if yes else (1 - pr[True], 1 - pr[False])))
        return yes

    def learn(self, audience, a, if_settles, if_stalls):
        if if_settles > 0 and if_stalls > 0:
            for b in audience:
                if b != a:
                    word = math.log(if_settles / if_stalls)
                    self.evidence[b, a] = self.evidence.get((b, a), 0.0) + word

    def audience(self, table):
        return self.principals if self.table[table]["public"] else self.seats(table)

    def seats(self, table):
        return list(self.scenario.tables[table].parties)

    # 7.14 Conditions

    def snapshot(self):
        keys = ("reached", "signed", "ended", "meetings", "stage", "walk_outs")
        tables = {}
        for name, t in self.table.items():
            tables[name] = {key: list(t[key]) if isinstance(t[key], list) else t[key] for key in keys}
        agreed = {k: self.x[k] if self.pending[k] is None else self.agreed_level[k] for k in self.x}
        side = self.insurgents(self.x)
        leverage = {"insurgent": side, "government": 1 - side}
        return {"tables": tables, "levels": dict(self.x), "agreed": agreed, "leverage": leverage, "won": self.won}

    def holds(self, c, demands_met=False):
        """`demands_met`: all demands count as met (7.16)."""
        if c.demand is not None and (demands_met or not self.demand_counts(c)):
            return True
        by = None if c.by is None else self.calendar.round_of(c.by)
        past = self.snapshots if by is None else self.snapshots[: by + 1]
        last = [self.snapshot()] if by is None else past
        answers = []
        if c.table is not None:
            names = [rung.name for rung in self.scenario.tables[c.table].rungs]
            states = [s["tables"][c.table] for s in last]
            if c.reached is not None:
                answers.append(any(any(s["reached"][names.index(c.reached) :]) for s in states))
            if c.signed is not None:
                answers.append(any(any(s["signed"][names.index(c.signed) :]) for s in states))
            if c.ended is not None:
                answers.append(any(s["ended"][names.index(c.ended)] > 0 for s in states))
            if c.meetings is not None:
                answers.append(any(s["meetings"] >= c.meetings for s in states))
            if c.walk_outs is not None:
                answers.append(any(s["walk_outs"] >= c.walk_outs for s in states))
            for asked, stage in ((c.collapsed, COLLAPSED), (c.suspended, SUSPENDED)):
                if asked is not None:
                    answers.append(any(s["stage"] == stage for s in states) == asked)
        if c.leverage is not None:
            shares = [s["leverage"][c.leverage] for s in last]
            if c.at_least is not None:
                answers.append(any(share >= c.at_least - 1e-9 for share in shares))
            if c.at_most is not None:
                answers.append(all(share <= c.at_most + 1e-9 for share in shares))
        if c.issue is not None:
            issue = self.scenario.issues[c.issue]
            levels = [s["agreed" if c.agreed else "levels"][c.issue] for s in last]
            if c.is_ is not None:
                asked = list(issue.options).index(c.is_) / (len(issue.options) - 1)
                answers.append(any(abs(level - asked) < 1e-9 for level in levels))
            if c.at_least is not None:
                answers.append(any(level >= issue.level(c.at_least) - 1e-9 for level in levels))
            if c.at_most is not None:
                answers.append(all(level <= issue.level(c.at_most) + 1e-9 for level in levels))
        if c.violence is not None:
            answers.append(self.violence_holds(c, len(past) - 1))
        if c.all is not None:
            answers.append(all(self.holds(inner, demands_met) for inner in c.all))
        if c.any is not None:
            answers.append(any(self.holds(inner, demands_met) for inner in c.any))
        if c.not_ is not None:
            answers.append(not self.holds(c.not_, demands_met))
        if c.won is not None:
            answers.append(any(s["won"] == {"insurgent": 1, "government": -1}[c.won] for s in last))
        return all(answers)

    def violence_holds(self, c, end):
        rounds = max(1, math.floor((12 if c.months is None else c.months) / self.calendar.whole + 0.5))
        who, times = self.principals if c.violence == "all" else [c.violence], 1.0

        def count(end):
            return sum(counts[a] for counts in self.by_round[max(0, end - rounds) : max(0, end)] for a in who)

        if c.earlier is not None:
            back = end - max(1, math.floor(c.earlier / self.calendar.whole + 0.5))
            if back < rounds:
                return False
            times = count(back)
        enough = c.at_least is None or count(end) >= c.at_least * times
        return enough and (c.at_most is None or count(end) <= c.at_most * times)

    def note_open_tables(self):
        self.open = set()
        for name, t in self.table.items():
            if t["stage"] != COMPLETE:
                rung = self.scenario.tables[name].rungs[t["rung"]]
                if rung.not_before is not None and self.t < self.calendar.round_of(rung.not_before):
                    continue
                if all(self.holds(c) for c in rung.requires):
                    self.open.add(name)
                elif self.would_bargain(t):
                    self.blame_demands(name, rung)

    # 7.16 Demands

    def give_demands_up(self):
        for (a, demand), stands in self.stands.items():
            relent = self.per_round(self.drawn[f"parties.{a}.demands.{demand}.relent"])
            if stands and self.chance.happens(relent, 30, crc(a), crc(demand)):
                self.stands[a, demand] = False
                self.given_up[a, demand] = self.t

    def demand_counts(self, c):
        """Whether a demand that something requires stands and is not moot."""
        a, demand = c.demand.split(".")
        if not self.stands[a, demand]:
            return False
        if c.issue is None:
            return True
        asked = self.scenario.issues[c.issue].level(c.at_most if c.at_least is None else c.at_least)
        ideal = self.ideal[a][c.issue]
        return worth(self.x[c.issue], ideal) < worth(asked, ideal)

    def blame_demands(self, name, rung):
        if not all(self.holds(c, demands_met=True) for c in rung.requires):
            return
        for c in within(rung.requires):
            if c.demand is not None and not self.holds(c):
                self.block(name, c.demand.split(".")[0], c.issue, "stood_on_a_demand")

    def pass_over(self):
        for name, t in self.table.items():
            while self.would_bargain(t) and self.has_fallen_away(name):
                for later in t["agenda"][t["rung"] + 1 :]:
                    if later:
                        later.update(t["agenda"][t["rung"]])
                        break
                self.stand_on(name, t["rung"] + 1)
                if t["rung"] == len(t["agenda"]):
                    t["stage"] = COMPLETE

    def would_bargain(self, t):
        return t["stage"] == BARGAINING or (t["stage"] == SUSPENDED and t["goes_on"] == BARGAINING)

    def has_fallen_away(self, name):
        t = self.table[name]
        whose = self.scenario.tables[name].rungs[t["rung"]].demand
        if whose is None:
            return False
        a, demand = whose.split(".")
        agenda = t["agenda"][t["rung"]]
        if not self.stands[a, demand]:
            return True
        return bool(agenda) and not any(self.wants_more(a, k) for k in agenda)

    # 7.3 The war

    def war(self):
        self.grief = dict.fromkeys(self.principals, 0.0)
        if not self.scenario.war:
            return
        names = self.principals
        boost = dict.fromkeys(names, 1.0)
        for a in names:
            if self.of(a, "violence") > 0:
                boost[a] = self.press_and_spoil(a)
        self.V += self.now["war.volatility"] * math.sqrt(self.m) * self.chance.normal(33, 0, 0)
        scale = math.exp(self.now["war.trend"] * self.elapsed + self.V) * self.season(self.t) * self.m
        ratio = self.m / self.last_m
        usual, expected, counts = {}, {}, {}
        for a in names:
            own = self.of(a, "violence") * scale
            usual[a] = own + ratio * sum(self.answers(a, b) * self.usual[b] for b in names)
            answer = ratio * sum(self.answers(a, b) * self.counts[b] for b in names)
            base = own * (1 - self.calm(a)) * self.troops(a)
            expected[a] = base + answer
            counts[a] = self.count(a, base * boost[a] + answer)
        self.usual, self.expected, self.counts = usual, expected, counts
        self.by_round.append(counts)
        for a in names:
            self.incidents[a] += counts[a]
        g = self.per_round(self.now["war.memory"])
        normal = self.now["war.normal"] or self.usual_total
        if normal > 0:
            self.H += g * (sum(counts.values()) / (normal * self.m) - self.H)
        r = self.now["war.dispersion"]
        for a in names:
            other = {"insurgent": "government", "government": "insurgent"}.get(self.side[a])
            them = [b for b in names if self.side[b] == other]
            variance = sum(usual[b] + usual[b] ** 2 / r for b in them)
            if variance > 0:
                self.grief[a] = max(0, sum(counts[b] - usual[b] for b in them)) / math.sqrt(variance)

    def calm(self, a):
        left = 1.0
        for k in self.issues:
            path = f"issues.{k}.effects.calm"
            left *= 1 - self.maybe(f"{path}_by_party.{a}", self.now[path]) * self.x[k]
        return 1 - left

    def troops(self, a):
        if self.of(a, "troops") <= 0:
            return 1.0
        gone = 0.0
        for k in self.issues:
            if a in self.scenario.issues[k].delivered_by:
                gone += self.now[f"issues.{k}.effects.troops"] * self.x[k]
        return clip(1 - gone / self.of(a, "troops"), 0, 1)

    def count(self, a, mean):
        r = self.now["war.dispersion"]
        if mean > 0 and r != INFINITY:
            mean = self.chance.gamma(r, crc(a)) * mean / r
        return self.chance.poisson(mean, crc(a))

    def press_and_spoil(self, a):
        live = [
            t
            for t in self.tables
            if t in self.open and a in self.seats(t) and self.table[t]["stage"] in (BARGAINING, CARRYING_OUT)
        ]
        lowest = min((self.belief[b, a] for t in live for b in self.seats(t) if b != a), default=0.0)
        swing = self.of(a, "press_swing")
        pr_press, boost, attack = {True: 0.0, False: 0.0}, 1.0, False
        if swing > 0:
            pr_press[True] = self.pr(a, self.of(a, "press_gain") - self.of(a, "backlash") * lowest)
            pr_press[False] = self.pr(a, self.of(a, "press_gain"))
            attack = self.chance.happens(pr_press[self.settles[a]], 7, crc(a), 0)
            boost = 1 + swing if attack else 1 - swing
        q = {True: 0.0, False: 0.0}
        losses = [self.loss_of_hardliners(a, t) for t in self.tables if self.near_a_deal(a, t)]
        if self.scenario.parties[a].hardliners is not None and losses:
            delta = self.of(a, "hardliners.stake") * max(losses) - self.of(a, "hardliners.control")
            q = {True: self.pr(a, delta - self.of(a, "hardliners.restraint")), False: self.pr(a, delta)}
            if self.chance.happens(q[self.settles[a]], 8, crc(a), 0):
                attack = True
                boost += self.of(a, "hardliners.force")
        seen = {kind: 1 - (1 - pr_press[kind]) * (1 - q[kind]) for kind in (True, False)}
        if attack:
            self.learn(self.principals, a, seen[True], seen[False])
        else:
            self.learn(self.principals, a, 1 - seen[True], 1 - seen[False])
        return boost

    def near_a_deal(self, a, table):
        t = self.table[table]
        if a not in self.seats(table) or t["stage"] == COLLAPSED:
            return False
        recently = t["climbed"] is not None and self.elapsed - t["climbed"] <= 3 + 1e-9
        return recently or t["stage"] == CARRYING_OUT

    def loss_of_hardliners(self, a, table):
        t, loss = self.table[table], 0.0
        for k in self.issues_of(table):
            level = t["text"][k] if t["text"] and k in t["text"] else t["nash"][k]
            loss += self.w[a][k] * min(1, 1 - worth(level, self.ideal[a][k]))
        return loss

    # 7.2 What levels are worth

    def issues_of(self, table):
        """Issues on any rung, in the order of the scenario."""
        on = {k for rung in self.scenario.tables[table].rungs for k in rung.agenda}
        return [k for k in self.issues if k in on]

    def what_stands(self, k):
        """The level in force, or the base level while a gesture that will lapse holds it."""
        held = self.gesture[k]
        if held is None or self.x[k] != held["level"] or self.in_an_agreement(k):
            return self.x[k]
        return self.base[k]

    def in_an_agreement(self, k):
        return any(k in ag["issues"] for t in self.table.values() for ag in t["agreements"])

    def wants_more(self, a, k):
        if isinstance(self.ideal[a][k], Table):
            return self.w[a][k] > 0 and worth(self.what_stands(k), self.ideal[a][k]) < 1 - SLACK
        return self.w[a][k] > 0 and self.ideal[a][k] > self.what_stands(k) + SLACK

    def wanted(self, table, k):
        for a in self.seats(table):
            if isinstance(self.ideal[a][k], Table):
                if self.wants_more(a, k):
                    return True
                continue
            less = self.w[a][k] > 0 and self.ideal[a][k] < self.what_stands(k) - SLACK
            if self.wants_more(a, k) or (less and self.scenario.issues[k].two_way):
                return True
        return False

    def wanted_on(self, table, first, last):
        """What is wanted on the agendas of these rungs, both ends included."""
        on = {k for agenda in self.table[table]["agenda"][first : last + 1] for k in agenda}
        return [k for k in self.issues if k in on and self.wanted(table, k)]

    def utility(self, a, levels, issues, w=None, ideal=None):
        w, ideal = w or self.w, ideal or self.ideal
        share = sum(w[a][k] for k in issues)
        if not share:
            return 0.0
        return sum(w[a][k] * worth(levels[k], ideal[a][k]) for k in issues) / share

    def cost(self, a, k, y, z):
        return self.w[a][k] * (worth(y, self.ideal[a][k]) - worth(z, self.ideal[a][k]))

    def insurgents(self, levels):
        """Leverage of the insurgent side with these levels in force."""
        shift = sum(self.now[f"issues.{k}.effects.leverage"] * levels[k] for k in self.issues)
        return clip(self.L + shift, 0, 1)

    def walk_away(self, a, levels, horizon):
        insurgents = self.insurgents(levels)
        side = {"insurgent": 1, "government": -1}.get(self.side[a], 0)
        leverage = {1: insurgents, -1: 1 - insurgents, 0: 0.5}[side]
        expected = clip(leverage + side * self.M * horizon, 0, 1)
        suffering = self.of(a, "cost") * 2 * self.H / (1 + self.H)
        fighting_on = 0.5 + self.of(a, "stake") * (expected - 0.5) - suffering
        return clip(fighting_on - self.weariness[a] + self.shift[a], 0, 1)

    def weigh_up(self):
        for a in self.principals:
            self.D[a] = self.walk_away(a, self.x, self.of(a, "horizon"))
        here = {}  # trust · prospect of every party at every table
        for name, t in self.table.items():
            if t["stage"] == COLLAPSED:
                continue
            prospect = self.prospect(name)
            for a in self.seats(name):
                trust = math.prod(self.belief[a, b] for b in self.seats(name) if b != a)
                here[name, a] = trust * prospect[a]
        for name, t in self.table.items():
            if t["stage"] == COLLAPSED:
                continue
            waiting = [other for other in self.tables if other != name and self.waits_for(other, name)]
            for a in self.seats(name):
                t["hope"][a] = here[name, a] + sum(here[other, a] for other in waiting if a in self.seats(other))

    def waits_for(self, other, name):
        t = self.table[other]
        if t["stage"] in (COLLAPSED, COMPLETE) or other in self.open:
            return False
        return any(c.table == name for c in within(self.scenario.tables[other].rungs[t["rung"]].requires))

    def prospect(self, table):
        t, seats, issues = self.table[table], self.seats(table), self.issues_of(table)
        share = {a: sum(self.w[a][k] for k in issues) for a in seats}
        none = dict.fromkeys(seats, 0.0)
        t["nash"] = dict(self.x)
        if not issues:
            return none
        left = [k for k in self.wanted_on(table, t["rung"], len(t["agenda"])) if self.pending[k] in (None, table)]
        weights = {a: {k: self.w[a][k] / share[a] if share[a] else 0.0 for k in issues} for a in seats}
        base = {}
        for a in seats:
            settled = [k for k in issues if k not in left]
            base[a] = sum(weights[a][k] * worth(self.x[k], self.ideal[a][k]) for k in settled)
        d = {a: self.D[a] if share[a] else -1.0 for a in seats}
        bounds = self.bounds(table, left)
        equal = dict.fromkeys(seats, 1.0)
        text = nash_point(seats, left, weights, self.ideal, base, d, equal, bounds, self.steps, self.tie)
        if text is None:
            return none
        t["nash"] |= text
        return {a: share[a] * max(0, self.utility(a, t["nash"], issues) - self.D[a]) for a in seats}

    def bounds(self, table, issues):
        """7.6: the lowest and highest level that may be agreed."""
        seats, found = self.seats(table), {}
        for k in issues:
            low, high, issue = 0.0, 1.0, self.scenario.issues[k]
            if issue.kind == "options":
                found[k] = self.options_left(table, k)
                continue
            for a in seats:
                position = self.scenario.parties[a].positions.get(k)
                if position is not None and position.red_line is not None:
                    at = f"parties.{a}.positions.{k}.red_line"
                    ends = sorted(clip(issue.level(self.now[f"{at}.{i}"]), 0, 1) for i in (0, 1))
                    low, high = max(low, ends[0]), min(high, ends[1])
            for c in self.asked_first(k, seats):
                wanted = self.ideal[c.demand.split(".")[0]][k]
                if c.at_least is not None:
                    low = max(low, min(issue.level(c.at_least), wanted))
                if c.at_most is not None:
                    high = min(high, max(issue.level(c.at_most), wanted))
            for d in issue.delivered_by:
                if d in seats or issue.follow is not None:
                    continue
                ideal, will = self.ideal[d][k], self.influence(table, d) - self.of(d, "exclusion")
                if self.w[d][k] > 0:
                    reach = abs(self.x[k] - ideal)
                    reach += max(0, will - 1e-9) * issue.tranches * max(ideal, 1 - ideal) / self.w[d][k]
                    low, high = max(low, ideal - reach), min(high, ideal + reach)
                elif will < 0:
                    low, high = max(low, self.x[k]), min(high, self.x[k])
            if not issue.two_way:
                low, high = max(low, self.what_stands(k)), max(high, self.what_stands(k))
            found[k] = (low, high)
        return found

    def options_left(self, table, k):
        """7.17: the options that nobody seated refuses and that an absent deliverer would carry out."""
        issue, seats = self.scenario.issues[k], self.seats(table)
        held = [self.scenario.parties[a].positions.get(k) for a in seats]
        refused = {option for position in held if position is not None for option in position.refuses}
        left = [i for i in self.drawn_order[k] if list(issue.options)[i] not in refused]
        for d in (d for d in issue.delivered_by if d not in seats):
            table_of, will = self.ideal[d][k], self.influence(table, d) - self.of(d, "exclusion")
            here = round(self.x[k] * self.steps[k])
            if self.w[d][k] > 0:
                left = [i for i in left if table_of[here] - table_of[i] <= max(0, will - 1e-9) / self.w[d][k]]
            elif will < 0:
                left = [i for i in left if i == here]
        return Left(i / self.steps[k] for i in left)

    def asked_first(self, k, seats):
        """What standing demands of those seated ask of an issue, at any table (7.16)."""
        left = [c for table in self.scenario.tables.values() for rung in table.rungs for c in rung.requires]
        while left:
            c = left.pop()
            left += [*(c.all or ()), *(c.any or ()), *([c.not_] if c.not_ else [])]
            if c.demand is not None and c.issue == k:
                a, demand = c.demand.split(".")
                if a in seats and self.stands[a, demand]:
                    yield c

    def influence(self, table, a):
        return sum(self.maybe(f"parties.{b}.influence.{a}") for b in self.seats(table))

    # 7.4 Tables

    def table_round(self, name):
        t, T = self.table[name], crc(name)
        number = f"tables.{name}."
        if t["stage"] == CARRYING_OUT:
            self.carry_out(name)
        elif name in self.open and t["stage"] == BARGAINING:
            if self.chance.happens(self.per_round(self.now[number + "occasion"]), 10, T, 0):
                leak = self.per_round(self.now[number + "leak"])
                if not t["public"] and self.chance.happens(leak, 11, T, 0):
                    self.make_public(name)
                if self.all_come(name):
                    self.meet(name)
        elif t["stage"] == SUSPENDED and (name in self.open or t["goes_on"] == CARRYING_OUT):
            resume = self.per_round(self.now[number + "resume"])
            if self.chance.happens(resume, 13, T, 0) and self.all_come(name):
                t["stage"] = t["goes_on"]

    def all_come(self, name):
        convener = self.scenario.tables[name].convener
        if convener is not None and not self.comes(name, convener):
            return False
        return all([self.comes(name, a) for a in self.seats(name) if a != convener])  # noqa: C419  all are asked

    def comes(self, name, a):
        t = self.table[name]
        stall = self.standing(name, a) - self.effort(name, a) - self.seen(name, a)
        stall += self.pull(name, a) - self.of(a, "grief") * self.grief[a] - self.sponsors(a, self.x)
        yes = self.decide(a, stall + t["hope"][a], stall, 12, crc(a), crc(name), self.audience(name))
        if not yes:
            self.block(name, a, self.costliest_at_stake(name, a), "did_not_come")
        return yes

    def effort(self, name, a):
        return self.of(a, "effort") + self.of(a, f"effort_at.{name}")

    def standing(self, name, a):
        others = [b for b in self.seats(name) if b != a]
        return min(self.maybe(f"parties.{a}.standing_with.{b}", self.of(a, "standing")) for b in others)

    def seen(self, name, a):
        if not self.table[name]["public"]:
            return 0.0
        others = [b for b in self.seats(name) if b != a]
        return self.of(a, "exposure") + sum(self.maybe(f"parties.{a}.exposure_with.{b}") for b in others)

    def pull(self, name, a):
        total = 0.0
        for m in self.scenario.tables[name].mediators:
            total += self.of(m, "pull") * self.maybe(f"parties.{m}.acceptability.{a}", 1.0)
        return total

    def sponsors(self, a, levels):
        total = 0.0
        for s in self.principals:
            shelter = self.maybe(f"parties.{s}.shelters.{a}")
            if shelter:
                unmet = sum(self.w[s][k] * (1 - worth(levels[k], self.ideal[s][k])) for k in self.issues)
                total += shelter * unmet
        return total

    def guarantee(self, name):
        mediators = self.scenario.tables[name].mediators
        return self.now[f"tables.{name}.guarantee"] + sum(self.of(m, "guarantee") for m in mediators)

    def last_rung(self, name):
        """The rung to which success would lead."""
        t = self.table[name]
        return len(t["reached"]) - 1 if t["bundled"] else t["rung"]

    def at_stake(self, name):
        return self.wanted_on(name, self.table[name]["rung"], self.last_rung(name))

    def binds(self, name):
        rungs = self.scenario.tables[name].rungs[self.table[name]["rung"] : self.last_rung(name) + 1]
        return any(rung.binding for rung in rungs)

    def meet(self, name):
        t, T, seats = self.table[name], crc(name), self.seats(name)
        rungs = self.scenario.tables[name].rungs
        t["n"] += 1
        t["meetings"] += 1
        t["first_meeting"] = t["first_meeting"] or self.t
        if not t["spoken"]:
            self.mediators_speak(name)
            t["spoken"] = True
        if rungs[t["rung"]].package and t["rung"] < len(rungs) - 1 and not t["asked"]:
            t["asked"] = True
            all_will = True
            for a in seats:
                delta = t["hope"][a] - self.of(a, "caution")
                all_will &= self.decide(a, delta, delta, 18, crc(a), T, self.audience(name))
            t["bundled"] = all_will
        stake = self.at_stake(name)
        if not stake:
            self.climb(name, self.last_rung(name), None)
            return
        agenda = [k for k in stake if self.pending[k] is None]
        if not agenda:
            return
        text = self.bargain(name, agenda)
        if text is not None:
            self.accepted(name, text)
            return
        all_stay = True
        for a in seats:
            if t["n"] < self.patience_at(name, a, agenda):
                continue
            stall = self.standing(name, a) - self.effort(name, a) - self.seen(name, a)
            if not self.decide(a, stall + t["hope"][a], stall, 17, crc(a), T, self.audience(name)):
                self.block(name, a, self.costliest_at_stake(name, a), "walked_out")
                all_stay = False
        if not all_stay:
            t["walk_outs"] += 1
            t["first_walk_out"] = t["first_walk_out"] or self.t
            self.suspend(name)

    def patience_at(self, name, a, agenda):
        """7.2: patience at the table."""
        share, whole = (sum(self.w[a][k] for k in issues) for issues in (agenda, self.issues_of(name)))
        return max(1, self.patience[a] * share / whole) if whole else 1

    def suspend(self, name):
        t = self.table[name]
        t["stage"], t["goes_on"], t["bundled"], t["spoken"] = SUSPENDED, BARGAINING, False, False
        self.fail(name, 1)

    def fail(self, name, by):
        t = self.table[name]
        t["failures"] += by
        if t["failures"] >= self.now[f"tables.{name}.failures"]:
            self.drop_text(name)
            t["stage"], t["collapsed"] = COLLAPSED, self.t
            t["hope"] = dict.fromkeys(t["hope"], 0.0)

    def drop_text(self, name):
        t = self.table[name]
        for k in self.issues:
            if self.pending[k] == name:
                self.pending[k] = None
        t["text"] = None

    # 7.13 Blame

    def block(self, name, a, k, how):
        t, what = self.table[name], mix(crc(name), 0 if k is None else crc(k))
        draw = self.chance.uniform(28, crc(a), what)
        if draw >= t["block_draw"]:  # equal for the same party and issue: how it blocked last
            t["blocked"], t["block_draw"] = (a, k, how), draw

    def costliest(self, a, levels, issues, w=None, ideal=None):
        w, ideal = w or self.w, ideal or self.ideal
        cost = {k: w[a][k] * (1 - worth(levels[k], ideal[a][k])) for k in issues}
        return max(issues, key=lambda k: (cost[k], self.tie[k]), default=None)

    def costliest_at_stake(self, name, a):
        t, now = self.table[name], self.at_stake(name)
        all_left = self.wanted_on(name, t["rung"], len(t["agenda"]))
        free = [k for k in all_left if self.pending[k] in (None, name)]
        return self.costliest(a, t["nash"], [k for k in free if k in now] or free)

    # 7.6 Bargaining

    def bargain(self, name, agenda):
        """The text that all accept, or None."""
        t, T, seats = self.table[name], crc(name), self.seats(name)
        bounds, binding, n = self.bounds(name, agenda), self.binds(name), t["n"]
        share = {a: sum(self.w[a][k] for k in agenda) for a in seats}
        weight = {a: {k: self.w[a][k] / share[a] if share[a] else 0.0 for k in agenda} for a in seats}
        R = {}
        for a in seats:
            if not share[a]:
                R[a] = 0.0
                continue
            R[a] = self.D[a] + self.of(a, "home_premium") + self.surprise(name, a) + self.sponsors(a, self.x)
            if not binding:
                R[a] = self.utility(a, self.x, agenda) - t["hope"][a] / share[a]
            R[a] = clip(R[a], 0, 1)
        patience = {a: self.patience_at(name, a, agenda) for a in seats}

        def asks(a, moment):
            """7.2: the aspiration, also at a moment between two meetings."""
            if not share[a] or moment >= patience[a]:
                return R[a]
            return R[a] + (1 - R[a]) * (1 - (moment / patience[a]) ** (1 / self.of(a, "concession")))

        mediators = self.scenario.tables[name].mediators
        deaf = 1 - self.now[f"tables.{name}.communication"]
        for m in mediators:
            deaf *= 1 - self.of(m, "communication")
        sigma = 0.8 * deaf / math.sqrt(n)

        def answers(a, text, least):
            if not share[a]:
                return True
            value = sum(weight[a][k] * worth(text[k], self.ideal[a][k]) for k in agenda)
            return value >= least[a] - 1e-9 and (not binding or value > 1e-9)

        def all_answer(text, asked, least):
            everyone = True
            for a in asked:
                if not answers(a, text, least):
                    self.block(name, a, self.costliest(a, text, agenda), "refused")
                    everyone = False
            return everyone

        for a in sorted(seats, key=lambda a: self.chance.uniform(14, crc(a), T)):
            others = [b for b in seats if b != a]
            perceived = {}
            for b in others:
                perceived[b] = {}
                for k in agenda:
                    z = self.chance.normal(15, mix(crc(a), crc(b)), mix(T, crc(k))) if sigma > 0 else 0.0
                    perceived[b][k] = weight[b][k] * math.exp(sigma * z)

            def acceptable(value, a=a):
                return not share[a] or (value >= R[a] - 1e-9 and (not binding or value > 1e-9))

            def offer(moment, a=a, others=others, perceived=perceived, acceptable=acceptable):
                options = any(isinstance(bounds[k], Left) for k in agenda)
                asked = asks(a, moment)
                return (best_of_all_options if options else best_offer)(
                    agenda,
                    weight[a],
                    self.ideal | {"me": self.ideal[a]},
                    perceived,
                    others,
                    max(asked, 2e-9) if binding else asked,
                    bounds,
                    self.steps,
                    self.tie,
                    acceptable,
                )

            text = offer(n)
            if text is None:
                narrowest = min(agenda, key=lambda k: (self.width(k, bounds[k]), -self.tie[k]))
                self.block(name, a, narrowest, "no_room")
            elif all_answer(text, others, {b: asks(b, n) for b in others}):
                apart, together = 0.0, float(n)  # when, of the meetings so far, claims did not fit and did
                for _ in range(5):
                    moment = (apart + together) / 2
                    early = offer(moment)
                    if early is not None and all(answers(b, early, {b: asks(b, moment)}) for b in others):
                        together, text = moment, early
                    else:
                        apart = moment
                return text
        return self.mediators_text(name, agenda, weight, share, R, bounds, all_answer)

    # 7.8 Mediators

    def mediators_speak(self, name):
        for m in self.scenario.tables[name].mediators:
            skill = self.of(m, "skill")
            for hearer in self.seats(name):
                for subject in self.seats(name):
                    if hearer == subject:
                        continue
                    bias = [self.maybe(f"parties.{m}.bias.{a}") for a in (hearer, subject)]
                    lean = clip(bias[0] - bias[1], -1, 1)
                    warning = min(0.999, skill * max(0, lean))
                    vouching = min(0.999, skill * (1 - abs(lean)) * self.of(m, "stake"))
                    strength, number, speaks_for = vouching, 2, True
                    if warning > 0 and warning >= vouching:
                        strength, number, speaks_for = warning, 1, False
                    if strength <= 0:
                        continue
                    pr = {speaks_for: 0.5 + strength / 2, (not speaks_for): 0.5 - strength / 2}
                    who, what = mix(crc(hearer), crc(subject)), mix(mix(crc(m), crc(name)), number)
                    if self.chance.happens(pr[self.settles[subject]], 25, who, what):
                        self.learn([hearer], subject, pr[True], pr[False])
                    else:
                        self.learn([hearer], subject, 1 - pr[True], 1 - pr[False])

    def width(self, k, bounds):
        return bounds.width(self.steps[k]) if isinstance(bounds, Left) else bounds[1] - bounds[0]

    def mediators_text(self, name, agenda, weight, share, R, bounds, all_answer):
        t, T, seats = self.table[name], crc(name), self.seats(name)
        if t["n"] < 3:
            return None
        willing = []
        for m in self.scenario.tables[name].mediators:
            if self.chance.happens(self.of(m, "formulation"), 16, crc(m), T):
                willing.append((self.chance.uniform(16, crc(m), mix(T, 1)), m))
        if not willing:
            return None
        m = max(willing)[1]
        d = {a: R[a] if share[a] else -1.0 for a in seats}
        power = {a: 1 + self.maybe(f"parties.{m}.bias.{a}") for a in seats}
        base = dict.fromkeys(seats, 0.0)
        text = nash_point(seats, agenda, weight, self.ideal, base, d, power, bounds, self.steps, self.tie)
        return text if text is not None and all_answer(text, seats, R) else None

    # 7.9 Agreements

    def accepted(self, name, text):
        t, T, seats = self.table[name], crc(name), self.seats(name)
        last, issues = self.last_rung(name), list(text)
        for k in issues:
            self.agreed[k], self.agreed_level[k], self.agreed_at[k] = self.t, text[k], self.elapsed
        if self.binds(name):
            all_sign = True
            fear = {a: self.fear(name, a, text) for a in seats}
            for a in seats:
                settle, stall = (delta - fear[a] for delta in self.sign_row(name, a, text))
                if not self.decide(a, settle, stall, 19, crc(a), T, self.audience(name)):
                    self.block(name, a, self.costliest(a, text, issues), "did_not_sign")
                    all_sign = False
            if not all_sign:
                return
        t["signed"][last] = t["signed"][last] or self.t
        if self.binds(name):
            all_ratify = True
            for a in seats:
                if not self.scenario.parties[a].ratifies:
                    continue
                delta = 0.0
                if any(self.home_w[a][k] for k in issues):
                    delta = self.utility(a, text, issues, self.home_w, self.home_ideal) - self.D[a]
                if not self.decide(a, delta, delta, 20, crc(a), T, self.audience(name)):
                    self.block(name, a, self.costliest(a, text, issues), "did_not_ratify")
                    all_ratify = False
            if all_ratify:
                rungs = self.scenario.tables[name].rungs[t["rung"] : last + 1]
                for a in sorted({who for rung in rungs for who in rung.consent}):
                    delta = self.text_worth(a, text) - self.D[a] + self.influence(name, a) - self.of(a, "exclusion")
                    if not self.decide(a, delta, delta, 35, crc(a), T, self.audience(name)):
                        self.block(name, a, self.costliest(a, text, issues), "did_not_consent")
                        all_ratify = False
            if not all_ratify:
                self.fail(name, 0.5)
                return
        if any(self.scenario.issues[k].public for k in issues):
            self.make_public(name)
        t["text"], t["last"], t["owed"], t["out"] = dict(text), last, set(issues), 0
        t["step"] = {}
        for k in issues:
            self.pending[k] = name
            step = abs(text[k] - self.x[k]) / self.scenario.issues[k].tranches
            if self.steps[k]:
                step = math.ceil(step * self.steps[k] - 1e-9) / self.steps[k]
            t["step"][k] = step
        t["stage"] = CARRYING_OUT
        self.carry_out(name)

    def surprise(self, name, a):
        return 0.0 if self.table[name]["public"] else self.of(a, "surprise")

    def sign_row(self, name, a, text):
        """7.5: Δ at signature without fear, of one that settles and of one that stalls."""
        delta = self.text_worth(a, text) - self.D[a] - self.surprise(name, a) - self.sponsors(a, self.x | text)
        return delta, delta - self.of(a, "resolve")

    def text_worth(self, a, text):
        """To a party that nothing in a text matters to, it is worth its walk-away value."""
        return self.utility(a, text, text) if any(self.w[a][k] for k in text) else self.D[a]

    def fear(self, name, a, text):
        """7.5: fear of a breach at signature."""
        look = 1 - (1 - self.now[f"tables.{name}.review"]) ** FORESIGHT
        kept = 1.0
        for b in self.principals:
            part = [
                k
                for k in text
                if b in self.scenario.issues[k].delivered_by
                and self.scenario.issues[k].revocable
                and abs(text[k] - self.base[k]) > SLACK
            ]
            if b == a or not part:
                continue
            if b in self.seats(name):
                signs = {
                    kind: self.pr(b, d) for kind, d in zip((True, False), self.sign_row(name, b, text), strict=True)
                }
                settle = self.of(b, "lock_in") + self.guarantee(name)
                if any(self.w[b][k] for k in text):
                    settle += self.text_worth(b, text) - self.walk_away(b, self.x | text, FORESIGHT)
                stall = settle - self.of(b, "resolve")
            else:
                signs = {True: 1.0, False: 1.0}
                cost = sum(self.cost(b, k, self.base[k], text[k]) for k in part)
                settle = self.influence(name, b) - self.of(b, "exclusion") + self.of(b, "lock_in") - cost
                stall = settle - self.of(b, "temptation")
            p = self.belief[a, b]
            total = p * signs[True] + (1 - p) * signs[False]
            p = p * signs[True] / total if total else 1.0
            kept *= 1 - look * (1 - p * self.pr(b, settle) - (1 - p) * self.pr(b, stall))
        lasting, given = dict(self.x), 0.0
        for k in text:
            issue = self.scenario.issues[k]
            if not issue.revocable or not issue.delivered_by:
                lasting[k] = text[k]
            if not issue.revocable and a in issue.delivered_by:
                given += self.cost(a, k, self.x[k], text[k])
        share = sum(self.w[a][k] for k in text)
        left = clip(self.walk_away(a, lasting, FORESIGHT) - (given / share if share else 0), 0, 1)
        return (1 - kept) * (self.text_worth(a, text) - left)

    def carry_out(self, name):
        t = self.table[name]
        order = self.scenario.tables[name].rungs[t["last"]].order
        moved, due = False, False  # whether anything was delivered or took effect, and whether anything was to be
        for k in sorted(t["owed"], key=lambda k: order.index(k) if k in order else -1):
            target, issue = t["text"][k], self.scenario.issues[k]
            if abs(self.x[k] - target) <= SLACK:
                self.settle(name, k)
            elif issue.follow is not None:
                due = True
                party = self.table[issue.follow.table]["blocked"][0]
                for who in [party] if party is not None else issue.delivered_by:
                    self.block(name, who, k, "did_not_deliver")
            elif self.must_wait(k, order, t["owed"]):
                continue
            elif not issue.delivered_by:
                self.next[k] = target
                self.settle(name, k)
                moved = due = True
            else:
                due = True
                moved |= self.ask_to_deliver(name, k, issue.delivered_by)
        if due:
            t["out"] = 0 if moved else t["out"] + 1
        if not t["owed"]:
            self.climb(name, t["last"], t["text"])
        elif due and t["out"] > self.now[f"tables.{name}.grace"]:
            for k in t["owed"]:
                self.defaults[k] += 1
            t["ended"][t["last"]] = t["ended"][t["last"]] or self.t
            self.drop_text(name)
            self.suspend(name)

    def must_wait(self, k, order, owed):
        """7.9: what stands behind another issue in the order, and what is not yet due."""
        if k in order and any(j in owed for j in order[: order.index(k)]):
            return True
        return k not in self.ready or self.elapsed < self.agreed_at[k] + self.now[f"issues.{k}.lag"] - SLACK

    def ask_to_deliver(self, name, k, deliverers):
        t, target, x = self.table[name], self.table[name]["text"][k], self.x[k]
        step = t["step"][k]
        if abs(target - x) <= step + SLACK:
            z = target
        else:
            z = x + step if target > x else x - step
        all_do = True
        for d in sorted(deliverers):
            cost = self.cost(d, k, x, z)
            if d in self.seats(name):
                settle = self.of(d, "keep_word") + t["hope"][d] + self.guarantee(name) - cost
                stall = self.of(d, "keep_word") - self.of(d, "temptation") + self.guarantee(name) - cost
            else:
                settle = self.influence(name, d) - self.of(d, "exclusion") - cost
                stall = settle - self.of(d, "temptation")
            if not self.decide(d, settle, stall, 21, crc(d), mix(crc(name), crc(k)), self.audience(name)):
                self.block(name, d, k, "did_not_deliver")
                all_do = False
        if all_do:
            self.next[k] = z
            if z == target:
                self.settle(name, k)
        return all_do

    def settle(self, name, k):
        t = self.table[name]
        t["owed"].discard(k)
        if abs(t["text"][k] - self.base[k]) > SLACK:
            self.in_force[k] = self.in_force[k] or self.t

    def climb(self, name, last, text):
        t = self.table[name]
        for r in range(t["rung"], last + 1):
            t["reached"][r] = t["reached"][r] or self.t
            if self.scenario.tables[name].rungs[r].public:
                self.make_public(name)
        names = [rung.name for rung in self.scenario.tables[name].rungs]
        for k, issue in self.scenario.issues.items():
            if issue.follow is not None and issue.follow.table == name and names.index(issue.follow.reached) <= last:
                self.next[k] = 1.0
        t["delivered"][last] = t["delivered"][last] or self.t
        if text is None:
            t["signed"][last] = t["signed"][last] or self.t
        else:
            first = t["rung"]
            binding = any(rung.binding for rung in self.scenario.tables[name].rungs[first : last + 1])
            older = next((ag for ag in t["agreements"] if ag["last"] == last), None)
            if older is not None:  # it becomes part of the new one
                t["agreements"].remove(older)
                first, binding = min(first, older["first"]), binding or older["binding"]
                text = older["issues"] | text.keys()
            t["agreements"].append({"first": first, "last": last, "issues": set(text), "binding": binding})
            self.drop_text(name)
        self.stand_on(name, last + 1)
        t["climbed"] = self.elapsed
        t["stage"] = COMPLETE if last + 1 == len(t["reached"]) else BARGAINING

    def stand_on(self, name, rung):
        t = self.table[name]
        t["rung"], t["n"], t["bundled"], t["asked"], t["spoken"] = rung, 0, False, False, False

    def reviews(self):
        settled = []
        for name, t in self.table.items():
            for agreement in t["agreements"]:
                unwilling = [a for a in self.principals if self.reviews_and_leaves(name, agreement, a)]
                if unwilling:
                    settled.append((name, agreement, unwilling))
        for name, agreement, unwilling in settled:
            t = self.table[name]
            for a in unwilling:
                for k in self.own_part(agreement, a):
                    self.next[k] = self.base[k]
            t["agreements"].remove(agreement)
            t["ended"][agreement["last"]] = t["ended"][agreement["last"]] or self.t
            if t["stage"] != COLLAPSED:
                self.drop_text(name)
                if agreement["first"] < t["rung"]:
                    self.stand_on(name, agreement["first"])
                self.suspend(name)

    def own_part(self, agreement, a):
        """What a delivers under it, can take back and has delivered."""
        part = []
        for k in agreement["issues"]:
            issue = self.scenario.issues[k]
            if issue.revocable and a in issue.delivered_by and self.x[k] != self.base[k]:
                part.append(k)
        return part

    def reviews_and_leaves(self, name, agreement, a):
        part = self.own_part(agreement, a)
        if not part:
            return False
        rung = self.scenario.tables[name].rungs[agreement["last"]].name
        what = mix(crc(name), crc(rung))
        if not self.chance.happens(self.per_round(self.now[f"tables.{name}.review"]), 22, crc(a), what):
            return False
        t, issues = self.table[name], agreement["issues"]
        cost = sum(self.cost(a, k, self.base[k], self.x[k]) for k in part)
        if a not in self.seats(name):
            settle = self.influence(name, a) - self.of(a, "exclusion") + self.of(a, "lock_in") - cost
            stall = settle - self.of(a, "temptation")
        elif agreement["binding"]:
            gain = self.utility(a, self.x, issues) - self.D[a] if any(self.w[a][k] for k in issues) else 0.0
            settle = gain + self.of(a, "lock_in") + self.guarantee(name)
            stall = settle - self.of(a, "resolve")
        else:
            rest = self.of(a, "keep_word") + self.guarantee(name) + self.of(a, "lock_in") - cost
            settle, stall = rest + t["hope"][a], rest - self.of(a, "temptation")
        if self.decide(a, settle, stall, 23, crc(a), what, self.audience(name)):
            return False
        for k in part:
            self.block(name, a, k, "took_back")
        return True

    # 7.10 Gestures

    def gestures(self):
        for k in self.issues:
            held = self.gesture[k]
            if held is not None and self.t >= held["until"] and self.pending[k] is None:
                if self.x[k] == held["level"] and not self.in_an_agreement(k):
                    self.next[k] = self.base[k]
                self.gesture[k] = None
        for k in self.issues:
            able = []
            for a in self.principals:
                for gesture in self.scenario.parties[a].gestures.values():
                    if gesture.issue == k:
                        able.append(a)
            for a in sorted(able, key=lambda a, k=k: self.chance.uniform(24, crc(a), mix(crc(k), 2))):
                self.ask_for_gesture(a, k)

    def ask_for_gesture(self, a, k):
        name, gesture = next((n, g) for n, g in self.scenario.parties[a].gestures.items() if g.issue == k)
        at_base = self.x[k] == self.base[k] == self.next[k]
        if not at_base or self.in_an_agreement(k) or self.pending[k] is not None or self.gesture[k] is not None:
            return
        level = self.scenario.issues[k].level(gesture.level)
        if abs(level - self.x[k]) <= SLACK or (level < self.x[k] and not self.scenario.issues[k].revocable):
            return
        if not self.chance.happens(self.per_round(self.of(a, f"gestures.{name}.rate")), 24, crc(a), crc(k)):
            return
        hope = max([0.0] + [t["hope"][a] for t in self.table.values() if a in t["hope"]])
        cost = self.cost(a, k, self.x[k], level)
        settle = self.of(a, "informativeness") * hope - cost
        stall = -self.of(a, "temptation") - cost
        if self.decide(a, settle, stall, 24, crc(a), mix(crc(k), 1), self.principals):
            rounds = max(1, math.floor(self.of(a, f"gestures.{name}.months") / self.calendar.whole + 0.5))
            self.next[k] = level
            if gesture.lasting:
                self.base[k] = level
            else:
                self.gesture[k] = {"level": level, "until": self.t + rounds}

    # 7.12 The end of a round

    def close(self):
        for pair, evidence in self.evidence.items():
            if 0 < self.belief[pair] < 1:
                self.belief[pair] = logistic(logit(self.belief[pair]) + evidence)
        self.evidence = {}
        self.x = dict(self.next)
        self.move_leverage()
        self.may_be_won()
        for t in self.table.values():
            t["block_draw"] = -1.0
        self.elapsed += self.m
        for a in self.principals:
            self.weariness[a] += self.of(a, "weary") * self.m
        self.snapshots.append(self.snapshot())

    def move_leverage(self):
        if not self.scenario.war:
            self.L = clip(self.L, -1, 2)
            return
        sided = [a for a in self.principals if self.side[a] in ("insurgent", "government")]
        rebels = [a for a in sided if self.side[a] == "insurgent"]
        happened, expected = sum(self.counts[a] for a in sided), sum(self.expected[a] for a in sided)
        delta = 0.0
        if happened > 0 and expected > 0:
            share = sum(self.counts[a] for a in rebels) / happened - sum(self.expected[a] for a in rebels) / expected
            delta = self.now["war.drift"] * share
        self.M += self.per_round(self.now["war.memory"]) * (delta - self.M)
        fortunes = self.now["war.leverage_volatility"] * math.sqrt(self.m) * self.chance.normal(32, 0, 0)
        self.L = clip(self.L + delta * self.m + fortunes, -1, 2)

    def may_be_won(self):
        """7.3 Victory."""
        if not self.scenario.war:
            return
        hazard, leverage = self.now["war.victory"] * min(1, self.H), self.insurgents(self.x) - 0.5
        first = self.per_round(min(1, hazard * math.exp(6 * leverage)))
        second = self.per_round(min(1, hazard * math.exp(-6 * leverage)))
        u = self.chance.uniform(34, 0, 0)
        if u < first:
            self.won = 1
        elif u < first + second:
            self.won = -1

    # 4 Observation

    def row(self):
        row = {"outcome": -1, "won": self.won}
        for i, condition in enumerate(self.scenario.outcomes.values()):
            if self.holds(condition):
                row["outcome"] = i
                break
        row["progress"] = int(any(any(t["reached"]) for t in self.table.values()))
        for name, t in self.table.items():
            party, issue, how = t["blocked"]
            row |= {
                f"{name}.rungs": t["rung"],
                f"{name}.stage": t["stage"],
                f"{name}.public": int(t["public"]),
                f"{name}.block_party": -1 if party is None else sorted(self.principals).index(party),
                f"{name}.block_issue": -1 if issue is None else sorted(self.issues).index(issue),
                f"{name}.block_how": -1 if how is None else HOW.index(how),
            }
            whens = ("first_meeting", "first_walk_out", "first_called_off", "leaked", "collapsed")
            for key in ("meetings", "walk_outs", "called_off", *whens):
                row[f"{name}.{key}"] = t[key]
            for r, rung in enumerate(self.scenario.tables[name].rungs):
                for key in ("reached", "signed", "delivered", "ended"):
                    row[f"{name}.{rung.name}.{key}"] = t[key][r]
        for k in self.issues:
            row |= {f"{k}.agreed": self.agreed[k], f"{k}.in_force": self.in_force[k], f"{k}.defaults": self.defaults[k]}
            row |= {f"{k}.agreed_level": self.agreed_level[k], f"{k}.level": self.x[k]}
        row |= {"leverage": self.L, "hurt": self.H}
        for a in self.principals:
            beliefs = [self.belief[b, a] for b in self.principals if b != a]
            row |= {
                f"{a}.settles_at_start": int(self.settles_at_start[a]),
                f"{a}.settles": int(self.settles[a]),
                f"{a}.turnovers": self.turnovers[a],
                f"{a}.first_turnover": self.first_turnover[a],
                f"{a}.utility": self.utility(a, self.x, self.issues),
                f"{a}.belief": sum(beliefs) / len(beliefs) if beliefs else self.belief.get(a, 0.0),
                f"{a}.incidents": self.incidents[a],
                f"{a}.walk_away": self.D[a],
            }
        for (a, demand), meant in self.meant.items():
            row |= {f"{a}.{demand}.meant": int(meant), f"{a}.{demand}.given_up": self.given_up[a, demand]}
        return row


def history(scenario, seed, number):
    """One history of a scenario whose defaults are written out: its row, by column, and its doubts."""
    played = History(scenario, seed, number)
    for _ in range(scenario.time.rounds):
        if played.won:
            played.rest()
        else:
            played.play_round()
    return played.row(), played.doubts
