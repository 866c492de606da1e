"""What a level, a package and the alternative of fighting on are worth to a party, in u (its whole range is 1)."""


def clip(x: float, low: float, high: float) -> float:
    """`x` kept within [low, high]."""
    return max(low, min(high, x))


def expected_leverage(leverage: float, momentum: float, horizon: float) -> float:
    """The leverage a side expects `horizon` months ahead, in [0, 1]: a losing side feels the clock [Powell 2006]."""
    return clip(leverage + momentum * horizon, 0.0, 1.0)


def walk_away(leverage: float, hurt: float, weariness: float, shift: float, stake: float, cost: float) -> float:
    """Fearon's war payoff, D, in [0, 1] [Fearon 1995].

    `leverage` is that of the party's side (0–1), `hurt` violence relative to normal (1 = normal), `weariness` what
    time has taken so far (u), `shift` what this history adds (u); `stake` the share of the range that the battlefield
    decides, `cost` what normal violence takes, u.
    """
    return clip(0.5 + stake * (leverage - 0.5) - cost * felt(hurt) - weariness + shift, 0.0, 1.0)


def felt(hurt: float) -> float:
    """How much violence hurts, 1 at its normal level and 2 at most: each further rise is felt less."""
    return 2.0 * hurt / (1.0 + hurt)


def prospect(share: float, agreed: float, walk_away_value: float) -> float:
    """What talking could gain, in u: `share` of the stakes is on this table, `agreed` its Nash point's utility there."""
    return share * max(0.0, agreed - walk_away_value)


def hope(trust: float, gain: float) -> float:
    """What talking is worth: the prospect, if the others mean it."""
    return trust * gain


def reservation(status_quo: float, hope_value: float, agenda_share: float) -> float:
    """The least that a party accepts where nothing binds, within the agenda's range of utility, in [0, 1].

    The status quo less what keeping the talks alive is worth (`hope_value` u, spread over `agenda_share` of its
    stakes, above 0): a small swap is not weighed against the whole war.
    """
    return clip(status_quo - hope_value / agenda_share, 0.0, 1.0)


def binding_reservation(walk_away_value: float, home_premium: float, surprise: float, sponsors: float) -> float:
    """The least that a party accepts where the text will bind, in [0, 1]: what it would also sign.

    Its walk-away value, and on top what those at home, who may be surprised, and its sponsors want for it, in u.
    """
    return clip(walk_away_value + home_premium + surprise + sponsors, 0.0, 1.0)
