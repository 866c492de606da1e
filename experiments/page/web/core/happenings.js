/** What is kept of each kind of happening, by name and in real units. */

import { SAME_LEVEL, lastInReach, roomToOffer, tabled, wouldBind } from "./tabled.js";
import { roundLabel } from "./telling.js";

/** @typedef {import("./seen.js").Seen} Seen */
/** @typedef {import("./seen.js").Standing} Standing */
/**
 * Something that happened; `kind` says what, and which of the other keys are there (`experiments/trace/results.py`).
 * @typedef {object} Entry
 * @property {string} kind
 * @property {string} [table]
 * @property {string} [party]
 * @property {string} [issue]
 * @property {string} [decision]
 * @property {string} [type]
 * @property {Object<string, number>} [terms]
 * @property {number} [advantage]
 * @property {number} [rationality]
 * @property {number} [probability] of a yes
 * @property {{settle: number, stall: number}} [probability_if]
 * @property {boolean} [yes]
 * @property {boolean} [back]
 * @property {string[]} [parties]
 * @property {number} [number]
 * @property {string} [rung]
 * @property {boolean} [public]
 * @property {string} [mediator]
 * @property {Object<string, number>} [text]
 * @property {Object<string, number[]>} [room]
 * @property {Object<string, string[]>} [limits]
 * @property {Object<string, number> | number} [worth]
 * @property {number} [asked]
 * @property {boolean} [binding]
 * @property {number} [level]
 * @property {number} [agreed]
 * @property {number} [before]
 * @property {string} [until]
 * @property {string} [event]
 * @property {string} [hearer]
 * @property {number} [failures]
 * @property {number} [allowed]
 * @property {string} [stage]
 * @property {string} [side]
 * @property {number} [months]
 * @property {number} [size]
 * @property {string} [demand]
 * @property {boolean} [again]
 * @property {string} [reason]
 * @property {string} [next]
 */
/** @typedef {Partial<Omit<Entry, "kind">>} Details */
/**
 * What a happening may look at beside the world: what was told before.
 * @typedef {object} Before
 * @property {Entry[]} now of this round, so far
 * @property {Entry[]} last of the round before
 * @property {Object<string, boolean>} demands whether each was meant at the start
 */
/**
 * A happening as the kernel tells of it: at table `t`, to party `a`, about issue `k`, of size `x`.
 * @typedef {{t: number, a: number, k: number, x: number}} Told
 */

export const HELD_TO_A_DEMAND = "held to a demand";
export const MOVED_BY_AN_EVENT = "moved by an event";

/** @type {Object<string, (w: Seen, told: Told, before: Before) => Details>} */
export const HAPPENINGS = {
  meeting: (w, { t, x }) => ({
    table: w.table(t),
    parties: w.seated(t).map((a) => w.party(a)),
    number: x,
    rung: w.rung(t, w.whole("rung", t)),
    public: w.whole("public", t) !== 0,
  }),
  package: whereOf,
  offer: (w, { t, a, x }) => ({ table: w.table(t), party: w.party(a), ...tabled(w, t, x) }),
  text: (w, { t, a, x }) => ({
    table: w.table(t),
    mediator: w.data.mediators[a].name,
    ...(x >= 0 ? tabled(w, t, x) : {}),
  }),
  refusal: refusedOffer,
  "no offer possible": (w, told) => ({ ...whereOf(w, told), ...roomToOffer(w, told.t, told.x) }),
  agreed: (w, { t, x }) => ({
    table: w.table(t),
    rung: w.rung(t, lastInReach(w, t)),
    binding: x > 0 && wouldBind(w, t),
    text: agreedText(w, t),
  }),
  delivery: (w, told) => ({
    ...whereOf(w, told),
    level: w.real(told.k, told.x),
    agreed: w.real(told.k, w.number("text", told.t, told.k)),
  }),
  "not yet due": (w, told) => ({ ...whereOf(w, told), months: told.x }),
  [MOVED_BY_AN_EVENT]: (w, { k, x }) => ({ issue: w.issue(k), level: w.real(k, x) }),
  default: (w, told) => ({
    ...whereOf(w, told),
    level: w.real(told.k, w.number("next_level", told.k)),
    agreed: w.real(told.k, told.x),
  }),
  "taken back": (w, told) => ({
    ...whereOf(w, told),
    level: w.real(told.k, told.x),
    before: w.real(told.k, w.number("level", told.k)),
  }),
  climbed: (w, { t, k }) => ({ table: w.table(t), rung: w.rung(t, k) }),
  collapse: (w, { t, x }) => ({ table: w.table(t), failures: x }),
  "walk-out": whereOf,
  resumed: (w, { t }) => ({ table: w.table(t), stage: w.data.stages[w.whole("stage", t)] }),
  leak: whereOf,
  announced: whereOf,
  "called off": (w, { t, k }) => ({ table: w.table(t), event: w.data.events[k].name }),
  relented: (w, { a, k }) => ({ party: w.party(a), demand: w.data.demands[k].name }),
  "passed over": passedOver,
  [HELD_TO_A_DEMAND]: heldToADemand,
  won: (_, { x }) => ({ side: x > 0 ? "insurgent" : "government" }),
  warning: givenWord,
  vouching: givenWord,
  turnover: (w, { a, x }) => ({ party: w.party(a), type: w.data.types[x] }),
  event: (w, { k }) => {
    const until = w.whole("event_until", k);
    const lasts = until > w.wholeScalar("round");
    return { event: w.data.events[k].name, until: lasts ? roundLabel(w.data.calendar, until) : undefined };
  },
  gesture: (w, told) => {
    const until = w.whole("gesture_until", told.k);
    return {
      ...whereOf(w, told),
      level: w.real(told.k, told.x),
      until: until > 0 ? roundLabel(w.data.calendar, until) : undefined,
    };
  },
};

/**
 * At which table, whose doing, about which issue; undefined where there is none.
 * @param {Seen} w
 * @param {Told} told
 * @returns {Details}
 */
export function whereOf(w, { t, a, k }) {
  return {
    table: t >= 0 ? w.table(t) : undefined,
    party: a >= 0 ? w.party(a) : undefined,
    issue: k >= 0 ? w.issue(k) : undefined,
  };
}

/** @param {Seen} w @param {number} t @returns {Object<string, number>} */
function agreedText(w, t) {
  const covered = w.data.issues.map((_, k) => k).filter((k) => w.whole("covered", t, k) !== 0);
  return Object.fromEntries(covered.map((k) => [w.issue(k), w.real(k, w.number("text", t, k))]));
}

/** @param {Seen} w @param {Told} told @param {Before} before @returns {Details} */
function refusedOffer(w, told, before) {
  const last = [...before.now].reverse().find(({ kind }) => kind === "offer" || kind === "text");
  const worth = /** @type {Object<string, number>} */ (last?.worth);
  return { ...whereOf(w, told), worth: worth[w.party(told.a)], asked: told.x, mediator: last?.mediator };
}

/** @param {Seen} w @param {Told} told @returns {Details} */
function givenWord(w, { t, a, k, x }) {
  return { table: w.table(t), mediator: w.data.mediators[x].name, hearer: w.party(k), party: w.party(a) };
}

/** @param {Seen} w @param {Told} told @param {Before} before @returns {Details} */
function passedOver(w, { t, a, k, x }, before) {
  const demand = w.data.demands[k].name;
  const dropped = before.demands[demand] ? "given up" : "bluff";
  return {
    table: w.table(t),
    party: w.party(a),
    demand,
    rung: w.rung(t, x),
    next: w.rung(t, x + 1),
    reason: w.whole("demand_stands", k) !== 0 ? "moot" : dropped,
  };
}

/** @param {Seen} w @param {Told} told @param {Before} before @returns {Details} */
function heldToADemand(w, told, before) {
  const [table, demand] = [w.table(told.t), w.data.demands[told.x].name];
  return {
    ...whereOf(w, told),
    rung: w.rung(told.t, w.whole("rung", told.t)),
    demand,
    again: before.last.some((e) => e.kind === HELD_TO_A_DEMAND && e.table === table && e.demand === demand),
  };
}

/**
 * Failures counted against a table in a round, with what they did to it.
 * @param {Object<string, Standing>} now
 * @param {Object<string, Standing> | null} before
 * @returns {Entry[]}
 */
export function failuresOf(now, before) {
  return Object.entries(now)
    .filter(([table, { failures }]) => failures > (before === null ? 0 : before[table].failures))
    .map(([table, { failures, allowed, stage }]) => ({ kind: "failure", table, failures, allowed, stage }));
}

/**
 * Levels that moved without anyone's decision: gestures that lapsed, what follows a step, what nobody delivers.
 * @param {Seen} w
 * @param {Entry[]} entries of the round
 * @param {Object<string, number>} now levels at its end
 * @param {Object<string, number>} before
 * @param {{held: Set<string>, running: Set<string>}} gestures issues that gestures held before it, and hold now
 * @returns {Entry[]}
 */
export function untoldLevels(w, entries, now, before, gestures) {
  const moves = ["delivery", "taken back", "gesture", MOVED_BY_AN_EVENT];
  const told = new Set(entries.filter(({ kind }) => moves.includes(kind)).map(({ issue }) => issue));
  return w.data.issues
    .filter(({ name }) => Math.abs(now[name] - before[name]) > SAME_LEVEL && !told.has(name))
    .map(({ name, follow }) => {
      const lapsed = gestures.held.has(name) && !gestures.running.has(name);
      const kind = lapsed ? "lapsed" : follow ? "followed" : "took effect";
      return { kind, ...(follow ? { table: follow } : {}), issue: name, level: now[name] };
    });
}
