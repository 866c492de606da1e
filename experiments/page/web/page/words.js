/** Numbers and shares for a reader. */

/** @typedef {import("../core/statistics.js").Difference} Difference */

/** A number: `14,500`, `0.05`. @param {number} value */
export function figure(value) {
  const whole = Number.isInteger(value) ? value.toLocaleString("en-GB") : Number(value.toPrecision(3)).toLocaleString("en-GB", { maximumSignificantDigits: Math.abs(value) >= 1000 ? 5 : 3 });
  return whole.replace("-", "−");
}

/** A value of a control, with its unit. @param {number | string} value @param {string} unit */
export function withUnit(value, unit) {
  if (typeof value === "string") return value;
  return `${figure(value)} ${unit}`.trim();
}

/** How many of 100 histories: whole, but `under 1` and `over 99` where whole would say never or always. @param {number} p */
export function inHundred(p) {
  if (p > 0 && p < 0.005) return "<1";
  if (p < 1 && p > 0.995) return ">99";
  return String(Math.round(100 * p));
}

/** Points with their sign: `+7.8`. @param {number} d */
export function points(d) {
  const text = (100 * d).toFixed(1);
  return `${Number(text) > 0 ? "+" : ""}${text}`.replace("-", "−").replace("−0.0", "0.0");
}

/** Whether a difference is told from none. @param {Difference} difference */
export function isClear(difference) {
  return difference.lo > 0 || difference.hi < 0;
}

/** @param {Difference} difference */
export function intervalWords(difference) {
  return `${points(difference.lo)} to ${points(difference.hi)}`;
}
