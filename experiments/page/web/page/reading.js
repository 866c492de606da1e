/** What counts say, for a reader: shares, differences, months and who blocked, of a setting beside the base. */

import { MANNERS, questionsOf } from "../core/answers.js";
import { difference, shareOf } from "../core/statistics.js";

/** @typedef {import("../core/answers.js").Tally} Tally */
/** @typedef {import("../core/answers.js").Names} Names */
/** @typedef {import("../core/statistics.js").Share} Share */
/** @typedef {import("../core/statistics.js").Difference} Difference */
/**
 * @typedef {object} WorldTold a scenario, as `experiments/page/data.py` tells it
 * @property {string} file
 * @property {string} title
 * @property {string} hash
 * @property {string[]} sets what was set beside its file, as path=value
 * @property {Names} names
 * @property {Object<string, Object<string, string>>} titles
 * @property {number[]} controls
 * @property {string | null} answers
 * @property {Object<string, string[]>} questions
 * @property {Set<string>} shared names of the questions that the base asks, too
 */
/** @typedef {{name: string, title: string, place: number, before: Share, after: Share, difference: Difference,
 *   alone: boolean}} Asked `alone`: the base does not ask it, so that nothing can be said of a difference */
/** @typedef {{table: string, party: string, issue: string, manner: string, p: number, before: number}} Block */

/**
 * One question: its shares without and with the changes.
 * @param {WorldTold} world
 * @param {Tally} tally
 * @param {string} name an outcome, TABLE.RUNG or `progress`
 * @returns {Asked}
 */
export function asked(world, tally, name) {
  const key = world.questions[name].join();
  const place = questionsOf(world.names).findIndex((each) => each.join() === key);
  const [both, gained, lost, neither] = tally.pairs.slice(4 * place, 4 * place + 4);
  return {
    name,
    title: world.titles.asked[name],
    place,
    before: shareOf(both + lost, tally.count),
    after: shareOf(both + gained, tally.count),
    difference: difference(both, gained, lost, neither),
    alone: !world.shared.has(name),
  };
}

/** How far it gets: every rung, or a later one. @param {WorldTold} world @param {string} table */
export function rungsOf(world, table) {
  return world.names.rungs[table].map((rung) => `${table}.${rung}`);
}

/**
 * The share of histories that had reached each rung, or a later one, by the end of each round; from round 0.
 * @param {WorldTold} world
 * @param {Tally} tally
 * @param {string} table
 * @param {number} rounds
 * @returns {number[][]}
 */
export function byMonth(world, tally, table, rounds) {
  let before = 0;
  for (const each of world.names.tables) {
    if (each === table) break;
    before += world.names.rungs[each].length;
  }
  return world.names.rungs[table].map((_, r) => {
    const counts = tally.months.slice((before + r) * (rounds + 1), (before + r + 1) * (rounds + 1));
    let sum = 0;
    return Array.from(counts, (n, t) => (t === 0 ? 0 : (sum += n) / tally.count));
  });
}

/**
 * Who blocked a table last, on what and how, most often first; with how often it was so in the base.
 * @param {WorldTold} world
 * @param {Tally} tally
 * @param {Tally | null} base of the base; null if it has other names
 * @param {string[]} manners
 * @param {string} table
 * @returns {Block[]}
 */
export function blocks(world, tally, base, manners, table) {
  const { parties, issues, tables } = world.names;
  const size = (parties.length + 1) * (issues.length + 1) * MANNERS;
  const t = tables.indexOf(table);
  const same = base !== null;
  /** @type {Block[]} */
  const found = [];
  for (let i = 0; i < size; i++) {
    const [n, was] = [tally.blame[t * size + i], same ? /** @type {Tally} */ (base).blame[t * size + i] : 0];
    const manner = i % MANNERS;
    const issue = Math.floor(i / MANNERS) % (issues.length + 1);
    const party = Math.floor(i / MANNERS / (issues.length + 1));
    if (party === 0 || (n === 0 && was === 0)) continue;
    found.push({
      table,
      party: world.titles.parties[parties[party - 1]],
      issue: issue ? world.titles.issues[issues[issue - 1]] : "",
      manner: manners[manner - 1] ?? "",
      p: n / tally.count,
      before: same ? was / /** @type {Tally} */ (base).count : 0,
    });
  }
  return found.sort((a, b) => b.p - a.p || b.before - a.before);
}
