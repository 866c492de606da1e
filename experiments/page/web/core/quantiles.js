/**
 * Tables of uncertain numbers, laid as `sim/scenario/quantiles.py` lays them.
 *
 * The operations of plain shapes are the same in the same order, so that the tables are the same to the bit; a normal's
 * differ in the last digits.
 */

import { decoded } from "./bytes.js";

export const POINTS = 1025;
const TAIL = 1 / 8192;

/**
 * An uncertain number as a scenario file writes it, or its table.
 * @typedef {{uniform?: number[], triangular?: number[], normal?: number[], cut?: number, choice?: Object<string, number>,
 *   table?: string}} Shape
 */

/**
 * Values at equally spaced probabilities, in the file's unit and within the ends of its field.
 * @param {Shape} shape
 * @param {number} low
 * @param {number} high
 * @returns {Float64Array}
 */
export function tableOf(shape, low, high) {
  if (shape.table) return new Float64Array(decoded(shape.table).buffer);
  if (shape.uniform) return filled(uniform(shape.uniform));
  if (shape.triangular) return filled(triangular(shape.triangular));
  if (shape.normal) return filled(normal(shape.normal, shape.cut, low, high));
  throw new Error(`no table of ${JSON.stringify(shape)}`);
}

/**
 * Cumulative probabilities and values of a choice, in ascending order of value.
 * @param {Object<string, number>} choice
 * @returns {{edges: number[], values: number[]}}
 */
export function choiceOf(choice) {
  const pairs = Object.entries(choice).map(([key, weight]) => /** @type {[number, number]} */ ([valueOf(key), weight]));
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  let sum = 0;
  const sums = pairs.map(([, weight]) => (sum += weight));
  return { edges: sums.map((each) => each / sum), values: pairs.map(([value]) => value) };
}

/** A value of a choice, of the key by which a file has its weight. @param {string} key */
function valueOf(key) {
  return key === ".inf" ? Infinity : Number(key);
}

/** @param {(p: number) => number} at */
function filled(at) {
  const table = new Float64Array(POINTS);
  for (let i = 0; i < POINTS; i++) table[i] = at(i / (POINTS - 1));
  return table;
}

/** @param {number[]} ends @returns {(p: number) => number} */
function uniform([low, high]) {
  return (p) => low + (high - low) * p;
}

/** @param {number[]} corners @returns {(p: number) => number} */
function triangular([low, mode, high]) {
  if (low === high) return () => low;
  const split = (mode - low) / (high - low);
  return (p) =>
    p < split
      ? low + Math.sqrt(p * (high - low) * (mode - low))
      : high - Math.sqrt((1 - p) * (high - low) * (high - mode));
}

/**
 * @param {number[]} moments
 * @param {number | undefined} cut
 * @param {number} low
 * @param {number} high
 * @returns {(p: number) => number}
 */
function normal([mean, sd], cut, low, high) {
  const within = (/** @type {number} */ x) => Math.min(Math.max(x, low), high);
  if (sd === 0) return () => within(mean);
  if (cut !== undefined) [low, high] = [Math.max(low, mean - cut * sd), Math.min(high, mean + cut * sd)];
  const [least, most] = [(low - mean) / sd, (high - mean) / sd];
  if (least > 0) {
    const [below, above] = [probability(-most), probability(-least)];
    if (above <= below) return () => within(mean);
    return (p) => within(mean - sd * deviate(below + (above - below) * (1 - clipped(p))));
  }
  const [below, above] = [probability(least), probability(most)];
  if (above <= below) return () => within(mean);
  return (p) => within(mean + sd * deviate(below + (above - below) * clipped(p)));
}

/** @param {number} p */
function clipped(p) {
  return Math.min(Math.max(p, TAIL), 1 - TAIL);
}

// Rational approximations of the normal deviate, to some 16 digits: numerators and denominators, from the highest power
// down, near the middle, in the tails and far out [Wichura 1988, Applied Statistics 37, algorithm AS 241].
const MIDDLE = [
  [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
  [5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
    687.1870074920579083, 42.313330701600911252, 1],
];
const TAILS = [
  [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
  [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1],
];
const FAR = [
  [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
  [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1],
];

/** @param {number[]} coefficients @param {number} x */
function polynomial(coefficients, x) {
  return coefficients.reduce((sum, each) => sum * x + each, 0);
}

/** @param {number[][]} of @param {number} x */
function ratio(of, x) {
  return polynomial(of[0], x) / polynomial(of[1], x);
}

/**
 * The standard normal deviate below which a probability lies.
 * @param {number} p
 */
export function deviate(p) {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(MIDDLE, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z = r <= 5 ? ratio(TAILS, r - 1.6) : ratio(FAR, r - 5);
  return q < 0 ? -z : z;
}

/**
 * The probability below a standard normal deviate: where `deviate` gives it, found by Newton's steps.
 * @param {number} z
 * @returns {number}
 */
export function probability(z) {
  if (z > 8.2) return 1;
  if (z < -37) return 0;
  if (z > 0) return 1 - probability(-z);
  let p = Math.max(Math.exp(-0.5 * z * z) / (2 + 2.5 * Math.abs(z)), Number.MIN_VALUE);
  for (let i = 0; i < 60; i++) {
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const step = (deviate(p) - z) * density;
    const next = Math.min(Math.max(p - step, p / 4), Math.min(4 * p, 0.75));
    if (Math.abs(next - p) <= 1e-17 + 2e-16 * p) return next;
    p = next;
  }
  return p;
}
