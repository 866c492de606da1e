/** What if: which scenario it starts from, and which controls are moved how far. */

/** @typedef {import("../core/world.js").Changes} Changes */
/** @typedef {import("../core/world.js").Value} Value */
/**
 * @typedef {object} Control something that can be moved, as `experiments/page/controls.py` tells it
 * @property {string} id
 * @property {"party" | "number" | "event"} group
 * @property {string} kind
 * @property {string} owner
 * @property {string} title
 * @property {string} [down]
 * @property {string} unit
 * @property {number} low
 * @property {number} high
 * @property {(number | string)[]} values
 * @property {Object<string, (Value | null)[]>} sets
 * @property {string[]} [levers]
 * @property {string} [party]
 * @property {string | null} [issue]
 * @property {string | null} [table]
 * @property {number[]} [costs]
 * @property {string} [now]
 */
/** @typedef {{world: number, moves: Object<string, number>}} Setting */

/** @type {Setting} */
export const AS_IT_STANDS = { world: 0, moves: {} };

/**
 * The setting with a control at a step; other controls that set the same go back.
 * @param {Setting} setting
 * @param {Control} control
 * @param {number} step
 * @param {Map<string, Control>} all
 * @returns {Setting}
 */
export function withMove(setting, control, step, all) {
  const numbers = new Set(Object.keys(control.sets).map(numberOf));
  const moves = Object.fromEntries(
    Object.entries(setting.moves).filter(([id]) => {
      const other = all.get(id);
      return id !== control.id && other && !Object.keys(other.sets).some((path) => numbers.has(numberOf(path)));
    }),
  );
  if (step !== 0) moves[control.id] = step;
  return { world: setting.world, moves };
}

/**
 * What a path sets, as far as two controls cannot set it both: a number, or all of what a party wants on an issue, whose
 * ends must go together.
 * @param {string} path
 */
function numberOf(path) {
  return path.replace(/^(parties\.[^.]+\.positions\.[^.]+)\.(ideal|red_line)\b.*/, "$1");
}

/**
 * What a setting changes, by path.
 * @param {Setting} setting
 * @param {Map<string, Control>} all
 * @returns {Changes}
 */
export function changesOf(setting, all) {
  /** @type {Changes} */
  const changes = {};
  for (const id of Object.keys(setting.moves).sort()) {
    const control = all.get(id);
    if (!control) continue;
    for (const [path, values] of Object.entries(control.sets)) {
      const value = values[setting.moves[id] - control.low];
      if (value !== null) changes[path] = value;
    }
  }
  return changes;
}

/** A name by which the same setting is known again. @param {Setting} setting */
export function keyOf(setting) {
  const moves = Object.entries(setting.moves).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([setting.world, moves]);
}

/** @param {Setting} setting */
export function isBase(setting) {
  return setting.world === 0 && Object.keys(setting.moves).length === 0;
}
