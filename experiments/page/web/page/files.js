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

/** @typedef {{file: string, sets: string[]}} Start a scenario's file, and what was set beside it, as path=value */

/**
 * A scenario file of only what changed, to lie beside the file that it extends.
 * @param {Start} start
 * @param {string} title
 * @param {Changes} changes
 */
export function scenarioFile(start, title, changes) {
  /** @typedef {{[key: string]: Tree | string}} Tree */
  /** @type {Tree} */
  const tree = Object.create(null); // in which no name means anything else
  const put = (/** @type {string} */ path, /** @type {string} */ text, /** @type {boolean} */ reasoned) => {
    const steps = path.split(".");
    const last = /** @type {string} */ (steps.pop());
    let at = tree;
    for (const step of steps) at = /** @type {Tree} */ (at[step] ??= Object.create(null));
    at[last] = text;
    if (!reasoned) at.evidence = REASON;
  };
  for (const set of start.sets) put(set.slice(0, set.indexOf("=")), set.slice(set.indexOf("=") + 1), true);
  for (const [path, value] of Object.entries(changes)) {
    const alone = typeof value === "boolean" || path.endsWith(".in_force"); // these have their reason beside them
    put(path, alone ? yamlOf(value) : withReason(value), !alone);
  }
  const lines = (/** @type {Tree} */ node, /** @type {string} */ indent) => Object.entries(node).flatMap(
    /** @returns {string[]} */ ([key, inner]) => (typeof inner === "string" ? [`${indent}${keyOfMapping(key)}: ${inner}`] : [`${indent}${keyOfMapping(key)}:`, ...lines(inner, `${indent}  `)]));
  return [`extends: ${JSON.stringify(start.file.split(/[\\/]/).pop())}`, `title: ${JSON.stringify(title)}`, ...lines(tree, ""), ""].join("\n");
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
 * @param {Start} base
 * @param {Start} start the scenario that it starts from: the base, or a variant
 * @param {Changes} changes
 * @param {number} histories
 * @param {number} seed
 */
export function command(base, start, changes, histories, seed) {
  const option = (/** @type {string} */ name) => (/** @type {string} */ set) => [name, quoted(set)];
  const own = [...start.sets.filter((set) => !base.sets.includes(set)), ...Object.entries(changes).map(([path, value]) => `${path}=${yamlOf(value)}`)];
  const end = ["--histories", String(histories), "--seed", String(seed)];
  if (start.file === base.file && !own.length) return ["parley run", quoted(base.file), ...base.sets.flatMap(option("--set")), ...end].join(" ");
  const variant = start.file === base.file ? [] : own.length ? ["--onto", quoted(start.file)] : [quoted(start.file)];
  return ["parley compare", quoted(base.file), ...variant, ...base.sets.flatMap(option("--set-all")), ...own.flatMap(option("--set")), ...end].join(" ");
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
