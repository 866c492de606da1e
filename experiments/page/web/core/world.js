/** A scenario's arrays as the kernel reads them, with numbers of the file set in them. */

import { decoded } from "./bytes.js";
import { POINTS, choiceOf, tableOf } from "./quantiles.js";

/** @typedef {import("./quantiles.js").Shape} Shape */
/** @typedef {{of: string, start: number, end: number}} Scale */
/** @typedef {{flat: number, low: number, high: number, scale: Scale | null, row: number}} Spot */
/** @typedef {{rates: Object<string, number>, sides: Object<string, string>, answers: boolean, normal: boolean,
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
    if (violence && Object.keys(changes).some((path) => /^parties\.[^.]+\.violence$/.test(path))) {
      this.answerViolence(violence, changes);
    }
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
   * What rates of violence decide beside themselves: by which share each party answers the other side's, and what is normal.
   * @param {Violence} violence
   * @param {Changes} changes
   */
  answerViolence(violence, changes) {
    const names = Object.keys(violence.rates);
    const rates = names.map((name) => middleOf(changes[`parties.${name}.violence`], violence.rates[name]));
    const shares = names.map((_, j) => sharesOf(j, rates, names.map((name) => violence.sides[name])));
    const order = [...names].sort();
    if (violence.answers) {
      const [at, parties] = [this.at("answers"), order.length];
      names.forEach((one, i) =>
        names.forEach((other, j) => {
          const [row, column] = [order.indexOf(one), order.indexOf(other)];
          this.setNumber(at + row * parties + column, shares[j][i]);
        }),
      );
    }
    if (violence.normal) this.setNumber(this.at("normal"), stationary(rates, shares, violence.branching));
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
 */
function middleOf(changed, before) {
  if (changed === undefined) return before;
  if (typeof changed !== "object") return Number(changed);
  if (changed.choice) {
    const { edges, values } = choiceOf(changed.choice);
    return values[edges.findIndex((edge) => edge >= 0.5)];
  }
  return tableOf(changed, 0, 1e7)[(POINTS - 1) / 2];
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
 * @param {number[][]} shares
 * @param {number} branching
 */
function stationary(rates, shares, branching) {
  const n = rates.length;
  const rows = rates.map((rate, i) => [...rates.map((_, j) => (i === j ? 1 : 0) - branching * shares[j][i]), rate]);
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
