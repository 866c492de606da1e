/** What is on the table at a meeting: the offer, how far it could go and why no further, and what it is worth. */

/** @typedef {import("./seen.js").Seen} Seen */

/** Least difference between two levels that is told; what decisions compare is exact. */
export const SAME_LEVEL = 1e-9;
const HALF_A_STEP = 0.5;

/**
 * The first `n` items, the room that there was, and what the package is worth to each seat within the agenda.
 * @param {Seen} w
 * @param {number} t
 * @param {number} n
 */
export function tabled(w, t, n) {
  const items = itemsOf(w, n);
  const text = items.map((k, i) => [w.issue(k), w.real(k, w.number("item_text", i))]);
  const worth = w.seated(t).map((a, s) => [w.party(a), packageWorth(w, s, items)]);
  return { ...roomToOffer(w, t, n), text: Object.fromEntries(text), worth: Object.fromEntries(worth) };
}

/**
 * By issue, the ends within which an offer could lie, or the options that are left, where not all could be; and why.
 * @param {Seen} w
 * @param {number} t
 * @param {number} n
 */
export function roomToOffer(w, t, n) {
  /** @type {Object<string, number[]>} */
  const room = {};
  /** @type {Object<string, string[]>} */
  const limits = {};
  itemsOf(w, n).forEach((k, i) => {
    const [low, high] = [w.number("item_low", i), w.number("item_high", i)];
    if (low > SAME_LEVEL || high < 1 - SAME_LEVEL) {
      room[w.issue(k)] = [w.real(k, low), w.real(k, high)];
      limits[w.issue(k)] = limitsOf(w, t, k, low, high);
    }
    if (w.whole("options", k) > w.whole("item_count", i)) {
      room[w.issue(k)] = optionsLeft(w, k, i).map((level) => w.real(k, level));
      limits[w.issue(k)] = limitsOf(w, t, k, 0, 1);
    }
  });
  return { room, limits };
}

/** @param {Seen} w @param {number} n @returns {number[]} issues by the items of the agenda */
function itemsOf(w, n) {
  return Array.from({ length: n }, (_, i) => w.whole("item", i));
}

/** @param {Seen} w @param {number} k @param {number} i @returns {number[]} levels of the options that are left */
function optionsLeft(w, k, i) {
  const count = w.whole("item_count", i);
  const levels = Array.from({ length: count }, (_, j) => w.whole("item_option", i, j) / w.whole("steps", k));
  return levels.sort((one, other) => one - other);
}

/**
 * What keeps an offer on issue `k` at a table within these bounds, 0 to 1.
 * @param {Seen} w
 * @param {number} t
 * @param {number} k
 * @param {number} low
 * @param {number} high
 * @returns {string[]}
 */
function limitsOf(w, t, k, low, high) {
  const seated = w.seated(t);
  const parties = w.data.parties.map((_, a) => a);
  const options = Array.from({ length: w.whole("options", k) }, (_, option) => option);
  const floor = low > SAME_LEVEL && Math.abs(low - standingLevel(w, k)) <= SAME_LEVEL && !w.whole("two_way", k);
  const demand = w.data.demands.some(
    (_, d) =>
      w.whole("demand_stands", d) !== 0 &&
      seated.includes(w.whole("demand_party", d)) &&
      (w.number("demand_low", d, k) > 0 || w.number("demand_high", d, k) < 1),
  );
  const absent = parties.some((a) => w.whole("delivers", k, a) !== 0 && !seated.includes(a));
  const refused = seated.some((a) => options.some((option) => w.whole("refuses", a, k, option) !== 0));
  const redLine = seated.some((a) => w.number("red_low", a, k) > 0 || w.number("red_high", a, k) < 1);
  /** @type {[string, boolean][]} */
  const found = [
    ["in force", floor],
    ["demand", demand],
    ["absent deliverer", absent && w.whole("follow_table", k) < 0],
    ["red line", refused || redLine],
  ];
  return found.filter(([, holds]) => holds).map(([limit]) => limit);
}

/** @param {Seen} w @param {number} k @returns {number} the level from which they bargain: no gesture that will lapse */
function standingLevel(w, k) {
  const level = w.number("level", k);
  const lapses = w.whole("gesture_until", k) > 0 && level === w.number("gesture_level", w.whole("gesture_by", k), k);
  return lapses && !inAgreement(w, k) ? w.number("base_level", k) : level;
}

/** @param {Seen} w @param {number} k */
function inAgreement(w, k) {
  return w.data.tables.some(({ rungs }, t) => rungs.some((_, r) => w.whole("agreement", t, r, k) !== 0));
}

/**
 * What the package is worth to a seat, within the agenda.
 * @param {Seen} w
 * @param {number} s
 * @param {number[]} items
 */
function packageWorth(w, s, items) {
  return items.reduce((sum, k, i) => {
    const [weight, level] = [w.number("item_weight", s, i), w.number("item_text", i)];
    if (!w.whole("options", k)) return sum + weight * levelWorth(level, w.number("item_ideal", s, i));
    const option = Math.floor(level * w.whole("item_steps", i) + HALF_A_STEP);
    return sum + weight * w.number("item_worth", s, i, option);
  }, 0);
}

/** @param {number} level @param {number} ideal */
function levelWorth(level, ideal) {
  return 1 - Math.abs(level - ideal) / Math.max(ideal, 1 - ideal);
}

/** @param {Seen} w @param {number} t @returns {number} the last step that success in this bargaining would reach */
export function lastInReach(w, t) {
  return w.whole("bundled", t) !== 0 ? w.data.tables[t].rungs.length - 1 : w.whole("rung", t);
}

/** @param {Seen} w @param {number} t @returns {boolean} whether what is bargained over would bind */
export function wouldBind(w, t) {
  const [first, last] = [w.whole("rung", t), lastInReach(w, t)];
  return w.data.tables[t].rungs.some((_, r) => first <= r && r <= last && w.whole("binding", t, r) !== 0);
}
