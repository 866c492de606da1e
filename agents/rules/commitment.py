"""The decisions of a peace process, each as its named terms, in u.

Every rule returns the terms twice: as they weigh for a party that means to settle, and for one that stalls (that
comes for recognition, time and leverage). Their sum is the advantage Δ of saying yes; `choice.probability` makes
a decision of it, and observers compare the two. The names of the terms stand beside each rule, in order.
"""

Terms = tuple[tuple[float, ...], tuple[float, ...]]
"""The terms of a decision for a party that means to settle, and for one that stalls; in u, in the order of `TERMS`."""

TERMS = {
    "attend": (
        "hope of a deal",
        "standing",
        "effort",
        "being seen",
        "grief over attacks",
        "mediators' pull",
        "sponsors' pressure",
    ),
    "stay": ("hope of a deal", "standing", "effort", "being seen"),
    "package": ("hope of a deal", "caution"),
    "sign": (
        "worth of the text",
        "fear of a breach",
        "walking away",
        "surprise of a secret deal",
        "sponsors' pressure",
        "resolve to fight on",
    ),
    "ratify": ("worth of the text at home", "walking away"),
    "consent": ("worth of the text", "walking away", "influence of those seated", "exclusion from the table"),
    "deliver": ("keeping one's word", "hope of a deal", "temptation", "guarantee", "cost of the step"),
    "deliver_unseated": ("allies' influence", "exclusion from the table", "temptation", "cost of the step"),
    "keep": ("worth of what is in force", "walking away", "lock-in", "guarantee", "resolve to fight on"),
    "keep_swap": ("keeping one's word", "hope of a deal", "temptation", "guarantee", "lock-in", "cost of the step"),
    "keep_unseated": ("allies' influence", "exclusion from the table", "temptation", "lock-in", "cost of the step"),
    "gesture": ("hope of a deal", "temptation", "cost of the step"),
    "press": ("gain on the ground", "backlash at the table"),
    "spoil": ("what the deal would cost them", "the leadership's control", "restraint of leaders who mean it"),
}


def attend(
    hope: float,
    standing: float,
    effort: float,
    exposure: float,
    public: bool,
    grief: float,
    attacks: float,
    pull: float,
    sponsors: float,
) -> Terms:
    """Come to a meeting, or back to suspended talks. `attacks`: the other side's, in sd above their seasonal mean.

    Standing is worth the same to both types and only those who mean it hope, so that coming never speaks against a
    party, and refusing never for it.
    """
    seen = exposure if public else 0.0
    hurt = grief * attacks
    return (
        (hope, standing, -effort, -seen, -hurt, pull, -sponsors),
        (0.0, standing, -effort, -seen, -hurt, pull, -sponsors),
    )


def stay(hope: float, standing: float, effort: float, exposure: float, public: bool) -> Terms:
    """Stay at an impasse that has lasted beyond one's patience."""
    seen = exposure if public else 0.0
    return (hope, standing, -effort, -seen), (0.0, standing, -effort, -seen)


def package(hope: float, caution: float) -> Terms:
    """Bargain over everything that is left at once [Sebenius 1983]."""
    return (hope, -caution), (hope, -caution)


def sign(
    worth: float,
    kept: float,
    after_breach: float,
    walk_away: float,
    surprise: float,
    secret: bool,
    sponsors: float,
    resolve: float,
) -> Terms:
    """Put one's name to a binding text; a secret deal surprises those at home [Putnam 1988], and stallers balk.

    With chance `kept` all others will keep it; else the party is left with `after_breach` [Fearon 1996; Walter 1997].
    """
    fear = (1.0 - kept) * (worth - after_breach)
    shock = surprise if secret else 0.0
    return (
        (worth, -fear, -walk_away, -shock, -sponsors, 0.0),
        (worth, -fear, -walk_away, -shock, -sponsors, -resolve),
    )


def ratify(worth_at_home: float, walk_away: float) -> Terms:
    """Ratification at home: the second level of the game [Putnam 1988]; the same for both types."""
    return (worth_at_home, -walk_away), (worth_at_home, -walk_away)


def consent(worth: float, walk_away: float, influence: float, exclusion: float) -> Terms:
    """Consent of whoever has no seat and yet must agree: a veto player [Tsebelis 2002]; the same for both types.

    Judged as at home, with what those seated may add and what being left out takes away.
    """
    return (worth, -walk_away, influence, -exclusion), (worth, -walk_away, influence, -exclusion)


def deliver(keep_word: float, hope: float, temptation: float, guarantee: float, cost: float) -> Terms:
    """Carry out one's part. `cost` is negative where the step moves toward one's own ideal."""
    return (
        (keep_word, hope, 0.0, guarantee, -cost),
        (keep_word, 0.0, -temptation, guarantee, -cost),
    )


def deliver_unseated(influence: float, exclusion: float, temptation: float, cost: float) -> Terms:
    """Carry out what others promised in one's absence: their influence against the insult of exclusion."""
    return (influence, -exclusion, 0.0, -cost), (influence, -exclusion, -temptation, -cost)


def keep(worth: float, walk_away: float, lock_in: float, guarantee: float, resolve: float) -> Terms:
    """Keep a binding agreement under review, now that power may have shifted [Fearon 1996; Walter 1997]."""
    return (
        (worth, -walk_away, lock_in, guarantee, 0.0),
        (worth, -walk_away, lock_in, guarantee, -resolve),
    )


def keep_swap(keep_word: float, hope: float, temptation: float, guarantee: float, lock_in: float, cost: float) -> Terms:
    """Keep an agreement that was not binding: as delivering it, with the lock-in of its being in force."""
    return (
        (keep_word, hope, 0.0, guarantee, lock_in, -cost),
        (keep_word, 0.0, -temptation, guarantee, lock_in, -cost),
    )


def keep_unseated(influence: float, exclusion: float, temptation: float, lock_in: float, cost: float) -> Terms:
    """Keep what others promised in one's absence: as delivering it, with the lock-in of its being in force."""
    return (influence, -exclusion, 0.0, lock_in, -cost), (influence, -exclusion, -temptation, lock_in, -cost)


def gesture(hope: float, informativeness: float, temptation: float, cost: float) -> Terms:
    """A revocable step at no table, such as a holiday truce, made to be seen."""
    return (hope * informativeness, 0.0, -cost), (0.0, -temptation, -cost)


def press(gain: float, backlash: float, live: bool, lowest_belief: float) -> Terms:
    """Fight harder this month; one who means to settle fears for talks that are live and trust that is there."""
    risk = backlash * lowest_belief if live else 0.0
    return (gain, -risk), (gain, 0.0)


def spoil(loss: float, control: float, restraint: float) -> Terms:
    """Hardliners attack on their own when a deal is near [Stedman 1997]; leaders who mean it hold them back, so that an
    attack speaks against their meaning it [Kydd & Walter 2002]."""
    return (loss, -control, -restraint), (loss, -control, 0.0)
