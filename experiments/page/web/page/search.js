/** The least step of a lever at which a chance reaches a target: as `experiments/lever/search.py` looks for it. */

import { verdictOf } from "../core/statistics.js";

const GRID = 4;
const FINE = 16;

/** @typedef {{yes: number, count: number, gained: number, lost: number}} Seen histories with a lever at a step; those that turned since the step before on the grid */
/** @typedef {(step: number) => Promise<number>} Share */
/** @typedef {(from: number, to: number) => Promise<{gained: number, lost: number}>} Turns */

/**
 * @param {number} steps
 * @param {Share} look share of the first histories with the lever at a step
 * @param {Share} play share of all of them
 * @param {Turns} turns which of the first histories turn between two steps
 * @param {number} target
 * @returns {Promise<{step: number | null, best: number}>} the least step that is enough (null: none), the best that was tried
 */
export async function leastStep(steps, look, play, turns, target) {
  let grid = gridOf(steps, GRID);
  if (await bends(grid, turns)) grid = gridOf(steps, FINE);
  /** @type {Map<number, number>} */
  const seen = new Map();
  for (const step of grid) seen.set(step, await look(step));
  const at = (/** @type {number} */ step) => /** @type {number} */ (seen.get(step));
  const best = grid.reduce((top, step) => (at(step) > at(top) ? step : top), grid[0]);
  if ((await play(best)) < target) return { step: null, best };
  const luck = (await play(0)) - at(0);
  let above = 0;
  for (const [i, step] of grid.entries()) {
    if (step > best || !(step === best || at(step) + luck >= target)) continue;
    if ((await play(step)) >= target) {
      above = i;
      break;
    }
  }
  while (above > 0 && (await play(grid[above - 1])) >= target) above -= 1;
  if (above === 0) return { step: 0, best };
  return { step: await bisected(grid[above - 1], grid[above], play, target), best };
}

/** @param {number} steps @param {number} parts */
function gridOf(steps, parts) {
  return [...new Set(Array.from({ length: parts + 1 }, (_, i) => rounded((steps * i) / parts)))].sort((a, b) => a - b);
}

/** As Python rounds: halves to the even number. @param {number} x */
function rounded(x) {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}

/** Whether the chance both rises and falls along the grid, by more than luck. @param {number[]} grid @param {Turns} turns */
async function bends(grid, turns) {
  const ways = new Set();
  for (let i = 1; i < grid.length; i++) {
    const { gained, lost } = await turns(grid[i - 1], grid[i]);
    ways.add(verdictOf(gained, lost));
  }
  return ways.has("above") && ways.has("below");
}

/** @param {number} below @param {number} above @param {Share} play @param {number} target */
async function bisected(below, above, play, target) {
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if ((await play(middle)) >= target) above = middle;
    else below = middle;
  }
  return above;
}
