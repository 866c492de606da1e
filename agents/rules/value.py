"""What a level, a package and the alternative of fighting on are worth to a party, in u (its whole range is 1)."""


def clip(x: float, low: float, high: float) -> float:
    """`x` kept within [low, high]."""
    return max(low, min(high, x))


def expected_leverage(leverage: float, momentum: float, horizon: float) -> float:
    """The leverage a side expects `horizon` months ahead, in [0, 1]: a losing side feels the clock [Powell 2006]."""
    return clip(leverage + momentum * horizon, 0.0, 1.0)


def walk_away(
    leverage: float, hurt: float, months: float, shift: float, stake: float, cost: float, weary: float
) -> float:
    """Fearon's war payoff, D, in [0, 1] [Fearon 1995].

    `leverage` is that of the party's side (0–1), `hurt` violence relative to normal (1 = normal), `months` the
    time since the start, `shift` what this history adds (u); `stake` the share of the range that the battlefield
    decides, `cost` u per unit of hurt, `weary` u a month.
    """
    return clip(0.5 + stake * (leverage - 0.5) - cost * hurt - weary * months + shift, 0.0, 1.0)


def prospect(share: float, agreed: float, walk_away_value: float) -> float:
    """What talking could gain, in u: `share` of the stakes is on this table, `agreed` its Nash point's utility there."""
    return share * max(0.0, agreed - walk_away_value)


def hope(trust: float, gain: float) -> float:
    """What talking is worth: the prospect, if the others mean it."""
    return trust * gain


def reservation(
    binding: bool, walk_away_value: float, status_quo: float, hope_value: float, agenda_share: float
) -> float:
    """The least that a party accepts on a rung, within the agenda's range of utility.

    Binding: its walk-away value. Not binding: the status quo less what keeping the talks alive is worth
    (`hope_value` u, spread over `agenda_share` of its stakes): a small swap is not weighed against the whole war.
    """
    if binding:
        return walk_away_value
    if agenda_share <= 0.0:
        return 0.0
    return clip(status_quo - hope_value / agenda_share, 0.0, 1.0)
