/** Shares and paired differences with their intervals, as `experiments/estimates/statistics.py` has them. */

const Z95 = 1.959963984540054;
const ANYTIME = Math.log(20);

/** @typedef {{n: number, p: number, lo: number, hi: number}} Share */
/** @typedef {"above" | "below" | "cannot tell"} Verdict */
/** @typedef {{d: number, lo: number, hi: number, gained: number, lost: number, verdict: Verdict}} Difference */

/**
 * 95 % score interval of a proportion [Wilson 1927, JASA 22].
 * @param {number} count
 * @param {number} total
 * @returns {[number, number]}
 */
export function wilson(count, total) {
  if (total === 0) return [0, 1];
  const p = count / total;
  const z2 = (Z95 * Z95) / total;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = (Z95 / (1 + z2)) * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total));
  return [count === 0 ? 0 : Math.max(0, centre - half), count === total ? 1 : Math.min(1, centre + half)];
}

/** @param {number} n @param {number} total @returns {Share} */
export function shareOf(n, total) {
  const [lo, hi] = wilson(n, total);
  return { n, p: total ? n / total : 0, lo, hi };
}

/**
 * A paired difference of shares, what if less base, from counts of histories: yes in both, only with the change, only
 * without, in neither [Newcombe 1998, Statistics in Medicine 17, method 10].
 * @param {number} both
 * @param {number} gained
 * @param {number} lost
 * @param {number} neither
 * @returns {Difference}
 */
export function difference(both, gained, lost, neither) {
  const n = both + gained + lost + neither;
  if (n === 0) return { d: 0, lo: -1, hi: 1, gained: 0, lost: 0, verdict: "cannot tell" };
  const [after, before] = [(both + gained) / n, (both + lost) / n];
  const [lowAfter, highAfter] = wilson(both + gained, n);
  const [lowBefore, highBefore] = wilson(both + lost, n);
  const phi = correlation(both, gained, lost, neither);
  const down = spread(after - lowAfter, highBefore - before, phi);
  const up = spread(highAfter - after, before - lowBefore, phi);
  const d = (gained - lost) / n;
  return { d, lo: d - down, hi: d + up, gained, lost, verdict: verdictOf(gained, lost) };
}

/** @param {number} a @param {number} b @param {number} phi */
function spread(a, b, phi) {
  return Math.sqrt(Math.max(0, a ** 2 - 2 * phi * a * b + b ** 2));
}

/** Newcombe's continuity-corrected correlation of the pairs.
 * @param {number} both @param {number} gained @param {number} lost @param {number} neither */
function correlation(both, gained, lost, neither) {
  const product = (both + gained) * (lost + neither) * (both + lost) * (gained + neither);
  if (product === 0) return 0;
  const cross = both * neither - gained * lost;
  return (cross > 0 ? Math.max(cross - (both + gained + lost + neither) / 2, 0) : cross) / Math.sqrt(product);
}

/**
 * Whether the chance is above the base's, from the histories that turned; at most 5 % of verdicts are wrong, however often
 * one looks [Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49].
 * @param {number} gained
 * @param {number} lost
 * @returns {Verdict}
 */
export function verdictOf(gained, lost) {
  const turned = gained + lost;
  const evidence = logGamma(gained + 1) + logGamma(lost + 1) - logGamma(turned + 2) + turned * Math.LN2;
  if (gained === lost || evidence < ANYTIME) return "cannot tell";
  return gained > lost ? "above" : "below";
}

/** @type {number[]} */
const LOG_FACTORIALS = [0];

/** Logarithm of the gamma function of a whole number. @param {number} n from 1 */
function logGamma(n) {
  while (LOG_FACTORIALS.length < n) LOG_FACTORIALS.push(LOG_FACTORIALS[LOG_FACTORIALS.length - 1] + Math.log(LOG_FACTORIALS.length));
  return LOG_FACTORIALS[n - 1];
}
