/** A scenario's arrays as the kernel reads them, with numbers of the file set in them. */

import { decoded } from "./bytes.js";
import { POINTS, choiceOf, tableOf } from "./quantiles.js";

/** @typedef {import("./quantiles.js").Shape} Shape */
/** @typedef {{of: string, start: number, end: number}} Scale */
/** @typedef {{flat: number, low: number, high: number, scale: Scale | null, row: number}} Spot */
/** @typedef {Object<string, Object<string, number>>} Answers by how many incidents each party answers one of each */
/** @typedef {{rates: Object<string, number>, sides: Object<string, string>, answers: Answers | null, normal: boolean,
 *   branching: number}} Violence */
/**
 * @typedef {object} Image
 * @property {number[]} extents parties, issues, tables, mediators, events, rounds
 * @property {Object<string, number[]>} fields where each array begins, in bytes, and its lengths
 * @property {string} bytes
 * @property {{shape: Shape, scale: Scale | null}[]} rows
 * @property {string[]} columns
 * @property {number} measures
 * @property {Violence | null} violence
 */
/** @typedef {number | boolean | Shape} Value what a path is set to, as a scenario file writes it */
/** @typedef {Object<string, Value>} Changes */
/** @typedef {{image: Image, spots: Object<string, Spot[]>, levels: Object<string, {issue: number, scale: Scale}>}} Laid */

/**
 * A level in its issue's unit as the arrays hold it.
 * @param {Scale | null} scale
 * @param {number} real
 */
export function scaled(scale, real) {
  if (scale === null) return real;
  if (scale.of === "part") return real / (scale.end - scale.start);
  return Math.min(Math.max((real - scale.start) / (scale.end - scale.start), 0), 1);
}

/** Numbers on which it rests who answers whom, and what is normal. */
const OF_VIOLENCE = /^(parties\.[^.]+\.violence|war\.(branching|normal|answers\..*))$/;
const MOST_VIOLENCE = 1e7; // what a party can begin in a month
const MOST_ANSWERS = 100; // for each incident

/** Arrays of one scenario: as they stand, and with changes. */
export class World {
  /** @param {Laid} laid */
  constructor(laid) {
    this.image = laid.image;
    this.laid = laid;
    const [tables, rows] = this.image.fields.quantiles;
    this.size = tables + 8 * rows * POINTS;
    this.clean = new Uint8Array(this.size);
    this.clean.set(decoded(this.image.bytes));
    this.bytes = this.clean.slice();
    this.floats = new Float64Array(this.bytes.buffer);
    this.wholes = new Int32Array(this.bytes.buffer);
    this.image.rows.forEach((row, u) => this.lay(u, row.shape, row.scale, -Infinity, Infinity));
    this.clean.set(this.bytes);
  }

  /**
   * Make these changes and no others; the bytes are then in `bytes`.
   * @param {Changes} changes
   */
  change(changes) {
    this.bytes.set(this.clean);
    for (const [path, value] of Object.entries(changes)) this.set(path, value);
    const violence = this.image.violence;
    if (violence && Object.keys(changes).some((path) => OF_VIOLENCE.test(path))) this.answerViolence(violence, changes);
  }

  /**
   * @param {string} path
   * @param {Value} value
   */
  set(path, value) {
    const level = this.laid.levels[path];
    if (level) {
      this.floats[this.at("start_level") + level.issue] = scaled(level.scale, Number(value));
      return;
    }
    const spots = this.laid.spots[path];
    if (!spots) throw new Error(`nothing stands at ${path}`);
    for (const spot of spots) this.setAt(spot, value);
  }

  /** @param {Spot} spot @param {Value} value */
  setAt(spot, value) {
    if (typeof value === "object") {
      if (spot.row < 0) throw new Error("a number that is known cannot become uncertain");
      this.lay(spot.row, value, spot.scale, spot.low, spot.high);
      return;
    }
    const x = scaled(spot.scale, Number(value));
    this.floats[this.at("given") + spot.flat] = x;
    if (spot.row >= 0) this.choose(spot.row, [1], [x], 1);
  }

  /**
   * Lay the table of an uncertain number.
   * @param {number} row
   * @param {Shape} shape
   * @param {Scale | null} scale
   * @param {number} low
   * @param {number} high
   */
  lay(row, shape, scale, low, high) {
    if (shape.choice) {
      const { edges, values } = choiceOf(shape.choice);
      this.choose(row, edges, values.map((value) => scaled(scale, value)), edges.length);
      return;
    }
    const table = tableOf(shape, low, high);
    const at = this.at("quantiles") + row * POINTS;
    for (let i = 0; i < POINTS; i++) this.floats[at + i] = scaled(scale, table[i]);
    this.count(row, 0);
  }

  /**
   * @param {number} row
   * @param {number[]} edges
   * @param {number[]} values
   * @param {number} n
   */
  choose(row, edges, values, n) {
    const at = this.at("quantiles") + row * POINTS;
    this.floats.set(edges, at);
    this.floats.set(values, at + n);
    this.count(row, n);
  }

  /** @param {number} row @param {number} n how many values it chooses from; 0 of a continuous number */
  count(row, n) {
    this.wholes[2 * (this.at("choices") + row)] = n;
  }

  /**
   * What rates of violence decide beside themselves: by how much each party answers the others, and what is normal.
   * @param {Violence} violence
   * @param {Changes} changes
   */
  answerViolence(violence, changes) {
    const names = Object.keys(violence.rates).sort();
    const answers = violence.answers ? givenAnswers(violence.answers, changes, names) : this.answerByRates(violence, changes, names);
    const normal = changes["war.normal"];
    if (normal !== undefined ? normal !== 0 : !violence.normal) return;
    const branching = middleOf(changes["war.branching"], violence.branching, 1);
    const level = stationary(ratesOf(violence, changes, names), answers, branching);
    const [spot] = this.laid.spots["war.normal"] ?? [];
    if (spot) this.setAt(spot, level);
    else this.setNumber(this.at("normal"), level);
  }

  /**
   * Set by which share each party answers the other side's violence, where the file leaves it to their rates.
   * @param {Violence} violence
   * @param {Changes} changes
   * @param {string[]} names of parties, in the order of the arrays
   * @returns {number[][]}
   */
  answerByRates(violence, changes, names) {
    const filed = Object.keys(violence.rates); // sums are taken in the order of the file
    const rates = ratesOf(violence, changes, filed);
    const sides = filed.map((name) => violence.sides[name]);
    const shares = filed.map((_, j) => sharesOf(j, rates, sides));
    const places = names.map((name) => filed.indexOf(name));
    const answers = places.map((i) => places.map((j) => shares[j][i]));
    const at = this.at("answers");
    answers.flat().forEach((share, place) => this.setNumber(at + place, share));
    return answers;
  }

  /** @param {number} place among all floats, of a field of numbers @param {number} x */
  setNumber(place, x) {
    this.floats[this.at("given") + place - this.at("numbers")] = x;
  }

  /** @param {string} field @returns {number} where an array begins, in floats */
  at(field) {
    return this.image.fields[field][0] / 8;
  }
}

/**
 * The middle of a number that was changed, or else as it was.
 * @param {Value | undefined} changed
 * @param {number} before
 * @param {number} high end of its field, which begins at 0
 */
function middleOf(changed, before, high) {
  if (changed === undefined) return before;
  if (typeof changed !== "object") return Number(changed);
  if (changed.choice) {
    const { edges, values } = choiceOf(changed.choice);
    return values[edges.findIndex((edge) => edge >= 0.5)];
  }
  return tableOf(changed, 0, high)[(POINTS - 1) / 2];
}

/**
 * Incidents a month that parties begin.
 * @param {Violence} violence
 * @param {Changes} changes
 * @param {string[]} names
 */
function ratesOf(violence, changes, names) {
  return names.map((name) => middleOf(changes[`parties.${name}.violence`], violence.rates[name], MOST_VIOLENCE));
}

/**
 * By how much each party answers each other, where the file says so.
 * @param {Answers} given
 * @param {Changes} changes
 * @param {string[]} names
 * @returns {number[][]}
 */
function givenAnswers(given, changes, names) {
  return names.map((one) =>
    names.map((other) => middleOf(changes[`war.answers.${one}.${other}`], given[one][other], MOST_ANSWERS)),
  );
}

/**
 * By which share each party answers the violence of party `j`: the other side's, by their own rates.
 * @param {number} j
 * @param {number[]} rates
 * @param {string[]} sides
 */
function sharesOf(j, rates, sides) {
  const opposed = sides.map((side) => side !== sides[j] && side !== "none" && sides[j] !== "none");
  const total = rates.reduce((sum, rate, i) => (opposed[i] ? sum + rate : sum), 0);
  return rates.map((rate, i) => (opposed[i] && rates[j] > 0 && total > 0 && rate > 0 ? rate / total : 0));
}

/**
 * Incidents a month of all parties in a stationary war, in which each answers the others (see `sim/engine/arrays.py`).
 * @param {number[]} rates
 * @param {number[][]} answers by how much each party answers each other
 * @param {number} branching
 */
function stationary(rates, answers, branching) {
  const n = rates.length;
  const rows = rates.map((rate, i) => [...rates.map((_, j) => (i === j ? 1 : 0) - branching * answers[i][j]), rate]);
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const found = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const rest = found.reduce((sum, x, j) => (j > i ? sum + rows[i][j] * x : sum), 0);
    found[i] = (rows[i][n] - rest) / rows[i][i];
  }
  return found.reduce((sum, x) => sum + x, 0);
}
