/** Figures and names as they stand inside a sentence: as `experiments/words/sentences.py` writes them. */

const SMALL_NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const ORDINALS = [
  "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
const LEAST_DIFFERENCE = 1e-9;
const WHOLE_ENOUGH = 1e-6;
const FIGURES = 3;

/**
 * A number with so many decimals; what lies exactly between two goes to the even one.
 * @param {number} x
 * @param {number} decimals
 */
export function fixedTo(x, decimals) {
  const halves = x * 2 ** (decimals + 1) * 5 ** decimals; // exact where it matters: a tie is a multiple of a power of 2
  const tie = Number.isInteger(x * 2 ** (decimals + 1)) && Math.abs(halves % 2) === 1;
  if (!tie) return x.toFixed(decimals);
  const below = Math.floor(halves / 2);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** decimals).toFixed(decimals);
}

/** @param {string} digits @returns {string} with thousands separators and a true minus */
function separated(digits) {
  const [whole, part] = digits.split(".");
  return (whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "")).replace("-", "−");
}

/** @param {number} x @returns {string} a number with thousands separators and no needless decimals */
export function toldNumber(x) {
  if (Math.abs(x - Math.round(x)) <= WHOLE_ENOUGH) return separated(fixedTo(Math.round(x) + 0, 0));
  if (Math.abs(x) >= 100) return separated(fixedTo(x, 0));
  const decimals = FIGURES - 1 - Math.floor(Math.log10(Math.abs(x)));
  return separated(String(Number(fixedTo(x, decimals))));
}

/** @param {number} x @returns {string} so many incidents: a whole number */
export function toldCount(x) {
  return separated(fixedTo(x, 0));
}

/** @param {number} x @returns {string} a number, in words up to ten */
export function toldSmall(x) {
  const whole = Math.abs(x - Math.round(x)) <= LEAST_DIFFERENCE && x >= 0 && x <= 10;
  return whole ? SMALL_NUMBERS[Math.round(x)] : toldNumber(x);
}

/** @param {number} x @param {number} end @returns {string} part of a whole: `1,400 of 2,000`, `one of two`, `both` */
export function toldPortion(x, end) {
  const whole = toldSmall(end);
  if (Math.abs(x) <= LEAST_DIFFERENCE) return `none of the ${whole}`;
  if (Math.abs(x - end) <= LEAST_DIFFERENCE) return end === 2 ? "both" : `all ${whole}`;
  return `${end <= 10 ? toldSmall(x) : toldNumber(x)} of ${whole}`;
}

/** @param {number} x @param {number} start @param {string} unit @returns {string} a level of what begins at something */
export function toldChange(x, start, unit) {
  if (Math.abs(x - start) <= LEAST_DIFFERENCE) return `${toldNumber(x)} ${unit} as before`;
  return `${toldNumber(x)} ${unit} (${x > start ? "up" : "down"} from ${toldNumber(start)})`;
}

/** @param {number} p @returns {string} a share; never 0 or 100 % unless it is */
export function toldPercent(p) {
  if (p > 0 && p < 0.005) return "under 1\u00a0%";
  if (p > 0.995 && p < 1) return "over 99\u00a0%";
  return `${fixedTo(100 * p, 0)}\u00a0%`;
}

/** @param {number} p @returns {string} a chance as so many in 100: never 0 or 100 unless it is */
export function toldInHundred(p) {
  const told = fixedTo(100 * p, 0);
  if (told === "0" && p > 0) return "under 1 in 100";
  return told === "100" && p < 1 ? "over 99 in 100" : `${told} in 100`;
}

/** @param {number} p @returns {string} a belief; never 0 or 1, which no evidence reaches */
export function toldBelief(p) {
  if (p < 0.005) return "below 0.01";
  return p >= 0.995 ? "above 0.99" : fixedTo(p, 2);
}

/** @param {number} n @returns {string} first, second, third; from eleven on in figures */
export function toldOrdinal(n) {
  if (n <= 10) return ORDINALS[n];
  const teens = n % 100 >= 10 && n % 100 <= 20;
  const ending = teens ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${separated(String(n))}${ending}`;
}

/** @param {number} n @param {string} thing @returns {string} `no meetings`, `one meeting`, `12 meetings` */
export function toldSoMany(n, thing) {
  return n === 0 ? `no ${thing}s` : `${toldSmall(n)} ${thing}${n === 1 ? "" : "s"}`;
}

/** @param {string[]} words @param {string} [last] @returns {string} `a, b and c`; of one its own, of none nothing */
export function toldList(words, last = "and") {
  const most = words.slice(0, -1);
  const end = words.at(-1) ?? "";
  return most.length > 0 ? `${most.join(", ")} ${last} ${end}` : end;
}

/** @param {string} text @returns {string} with a capital letter, as a sentence begins */
export function capitalized(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** @param {string} name @returns {string} whose something is */
export function whose(name) {
  return name + (name.endsWith("s") ? "'" : "'s");
}
