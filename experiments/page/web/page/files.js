/** What a reader takes along: the scenario file of what changed, the command that repeats it, numbers, pictures. */

/** @typedef {import("../core/world.js").Changes} Changes */
/** @typedef {import("../core/world.js").Value} Value */

/** A value as YAML on one line. @param {unknown} value @returns {string} */
export function yamlOf(value) {
  if (Array.isArray(value)) return `[${value.map(yamlOf).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${yamlOf(inner)}`).join(", ")}}`;
  }
  if (typeof value === "number") return numeral(value);
  return JSON.stringify(value);
}

/** A number that YAML reads as one: it takes 1e-7 for a text. @param {number} x */
function numeral(x) {
  const text = String(x);
  return text.includes("e") && !text.includes(".") ? text.replace("e", ".0e") : text;
}

/**
 * A scenario file of only what changed, to lie beside the file that it extends.
 * @param {string} file the file that it starts from
 * @param {string} title
 * @param {Changes} changes
 */
export function scenarioFile(file, title, changes) {
  /** @typedef {{[key: string]: Tree | string}} Tree */
  /** @type {Tree} */
  const tree = {};
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(".");
    let at = tree;
    for (const step of steps.slice(0, -1)) at = /** @type {Tree} */ (at[step] ??= {});
    const last = steps[steps.length - 1];
    const alone = typeof value === "boolean" || last === "in_force"; // these have their reason beside them
    at[last] = alone ? yamlOf(value) : withReason(value);
    if (alone) at.evidence = REASON;
  }
  const lines = (/** @type {Tree} */ node, /** @type {string} */ indent) => Object.entries(node).flatMap(
    /** @returns {string[]} */ ([key, inner]) => (typeof inner === "string" ? [`${indent}${keyOfMapping(key)}: ${inner}`] : [`${indent}${keyOfMapping(key)}:`, ...lines(inner, `${indent}  `)]));
  return [`extends: ${JSON.stringify(file.split(/[\\/]/).pop())}`, `title: ${JSON.stringify(title)}`, ...lines(tree, ""), ""].join("\n");
}

/** A key of a mapping: one of digits is a name, too. @param {string} key */
function keyOfMapping(key) {
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
}

const REASON = '{assumed: "the change that is asked about"}';

/** A changed number with its reason. @param {Value} value */
function withReason(value) {
  const inside = typeof value === "object" ? Object.entries(value) : [["value", value]];
  return `{${inside.map(([key, inner]) => `${key}: ${yamlOf(inner)}`).join(", ")}, evidence: ${REASON}}`;
}

/**
 * The command that repeats what is on the screen.
 * @param {string} base
 * @param {string} start the file that it starts from: the base, or a variant
 * @param {Changes} changes
 * @param {number} histories
 * @param {number} seed
 */
export function command(base, start, changes, histories, seed) {
  const sets = Object.entries(changes).flatMap(([path, value]) => ["--set", quoted(`${path}=${yamlOf(value)}`)]);
  const end = ["--histories", String(histories), "--seed", String(seed)];
  if (start === base) return ["parley", sets.length ? "compare" : "run", quoted(base), ...sets, ...end].join(" ");
  const variant = sets.length ? ["--onto", quoted(start), ...sets] : [quoted(start)];
  return ["parley compare", quoted(base), ...variant, ...end].join(" ");
}

/** A word as a shell takes it. @param {string} text */
function quoted(text) {
  return /^[\w./=:,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** A row of comma-separated values. @param {(string | number)[]} cells */
export function csvRow(cells) {
  return cells.map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(",");
}

/** Hand a file to the reader. @param {string} name @param {Blob} blob */
export function handOver(name, blob) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
