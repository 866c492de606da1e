/** A setting as a link of letters that fit into any mail, and back. */

/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {import("./setting.js").Control} Control */

export const LONGEST = 2000;
const HASH = 12; // digits of the scenario's hash that a link has

/**
 * @param {Setting} setting
 * @param {Control[]} controls of the scenario that it starts from, in their order
 * @param {string} hash of the base
 */
export function linked(setting, controls, hash) {
  const moves = controls.flatMap((control, i) => (setting.moves[control.id] ? [`${i}.${setting.moves[control.id]}`] : []));
  return `#1~${hash.slice(0, HASH)}~${setting.world}~${moves.join("~")}`;
}

/**
 * The setting of a link; an error that says why if it has none.
 * @param {string} link
 * @param {Control[][]} controls of each scenario
 * @param {string} hash
 * @returns {Setting}
 */
export function unlinked(link, controls, hash) {
  const [version, of, world, ...moves] = link.replace(/^#/, "").split("~");
  if (version !== "1" || link.length > LONGEST) throw new Error("This link is not one of this page's.");
  if (of !== hash.slice(0, HASH)) throw new Error("This link is of another scenario, or of another edition of this one: nothing was changed.");
  const known = controls[Number(world)];
  if (!known) throw new Error("This link starts from a variant that this page does not have.");
  /** @type {Object<string, number>} */
  const found = {};
  for (const move of moves.filter(Boolean)) {
    const [, place, step] = /^(\d+)\.(-?\d+)$/.exec(move) ?? [];
    const control = known[Number(place)];
    if (!control || !(Number(step) >= control.low && Number(step) <= control.high)) throw new Error("This link is damaged: nothing was changed.");
    if (Number(step)) found[control.id] = Number(step);
  }
  return { world: Number(world), moves: found };
}
