/** From here: what would move the answer most, what would be enough for a target, and which histories this change turned. */

import { difference } from "../core/statistics.js";
import { byId, fill, h } from "./dom.js";
import { asked } from "./reading.js";
import { leastStep } from "./search.js";
import { withMove } from "./setting.js";
import { inHundred, isClear, points, withUnit } from "./words.js";

/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {import("./setting.js").Control} Control */
/** @typedef {import("./study.js").Study} Study */
/** @typedef {import("./reading.js").WorldTold} WorldTold */
/** @typedef {{control: Control, step: number, d: number, clear: boolean}} Mover */

const ROUNDS = [{ histories: 125, kept: 24 }, { histories: 500, kept: 12 }, { histories: 2000, kept: 8 }];
const LOOK = 1000;
const PLAY = 2000;
const NEAR = 0.1; // by how much the first look may fall short of a target that all histories may yet reach

/**
 * What would move the answer most, looked for on ever more histories; `told` hears of every better list. Null if it was
 * stopped.
 * @param {object} given
 * @param {Study} given.study
 * @param {Setting} given.setting
 * @param {Control[]} given.controls
 * @param {Map<string, Control>} given.all
 * @param {number} given.place of the question
 * @param {(movers: Mover[], last: boolean) => void} given.told
 * @param {() => boolean} given.stopped
 */
export async function moversOf({ study, setting, controls, all, place, told, stopped }) {
  let candidates = controls.filter((control) => control.group === "party").flatMap((control) =>
    [control.low, control.high].filter((step) => step !== 0 && step !== setting.moves[control.id]).map((step) => ({ control, step, d: 0, clear: false })));
  for (const { histories, kept } of ROUNDS) {
    const found = await Promise.all(candidates.map(async (mover) => {
      if (stopped()) return mover;
      const tally = await study.against(withMove(setting, mover.control, mover.step, all), setting, histories);
      const [both, gained, lost, neither] = tally.pairs.slice(4 * place, 4 * place + 4);
      const change = difference(both, gained, lost, neither);
      return { ...mover, d: change.d, clear: isClear(change) };
    }));
    if (stopped()) return;
    candidates = found.sort((a, b) => Math.abs(b.d) - Math.abs(a.d)).slice(0, kept);
    told(candidates.slice(0, 8), histories === PLAY);
  }
}

/**
 * @param {Mover[]} movers
 * @param {boolean} last
 * @param {(control: Control, step: number) => void} onMove
 */
export function moversList(movers, last, onMove) {
  const most = Math.max(0.01, ...movers.map((mover) => Math.abs(mover.d)));
  return [
    h("ul.movers", {}, movers.map((mover) => {
      const meter = h("div.meter");
      meter.style.width = `${(100 * Math.abs(mover.d)) / most}%`;
      return h(mover.d < 0 ? "li.down" : "li.up", {},
        h("button", { type: "button", onclick: () => onMove(mover.control, mover.step) },
          h("b", {}, mover.clear ? points(mover.d) : "about the same"), h("span", {}, ` ${movedWords(mover.control, mover.step)}`), meter));
    })),
    h("p.quiet.small", {}, last ? "Points, each moved all the way, alone, from where things stand now." : "Looking closer …"),
  ];
}

/** `United States gives way on: Sanctions → 100 per cent`. @param {Control} control @param {number} step */
export function movedWords(control, step) {
  const title = step < 0 && control.down ? control.down : control.title;
  return `${control.owner}: ${title[0].toLowerCase()}${title.slice(1)} → ${withUnit(control.values[step - control.low], control.unit)}`;
}

/**
 * What would be enough: of each party the least change, of one lever, that brings the question to a target.
 * @param {object} given
 * @param {Study} given.study
 * @param {Setting} given.setting
 * @param {Control[]} given.controls
 * @param {Map<string, Control>} given.all
 * @param {WorldTold} given.world
 * @param {string} given.question
 * @param {number} given.target
 * @param {(done: number, all: number) => void} given.progress
 * @param {() => boolean} given.stopped
 * @returns {Promise<{control: Control, step: number, enough: boolean, p: number}[]>}
 */
export async function enough({ study, setting, controls, all, world, question, target, progress, stopped }) {
  const { place } = asked(world, await study.beside(setting, 250), question);
  const ways = controls.filter((control) => control.group === "party" && !setting.moves[control.id]).flatMap((control) =>
    [-1, 1].filter((way) => (way < 0 ? control.low < 0 : control.high > 0)).map((way) => ({ control, way })));
  /** @type {{control: Control, step: number, enough: boolean, p: number}[]} */
  const found = [];
  let done = 0;
  await Promise.all(ways.map(async ({ control, way }) => {
    const answer = stopped() ? null : await leastOf(study, setting, control, way, all, place, target);
    progress(++done, ways.length);
    if (answer) found.push(answer);
  }));
  return found;
}

/**
 * @param {Study} study
 * @param {Setting} setting
 * @param {Control} control
 * @param {number} way up or down
 * @param {Map<string, Control>} all
 * @param {number} place
 * @param {number} target
 */
async function leastOf(study, setting, control, way, all, place, target) {
  const steps = way > 0 ? control.high : -control.low;
  const at = (/** @type {number} */ step) => withMove(setting, control, way * step, all);
  /** @type {Map<string, Promise<import("../core/answers.js").Tally>>} */
  const known = new Map();
  const played = (/** @type {number} */ step, /** @type {number} */ histories, /** @type {number} */ from = 0) => {
    const key = `${from} ${step} ${histories}`;
    const tally = known.get(key) ?? study.against(at(step), at(from), histories);
    known.set(key, tally);
    return tally;
  };
  const share = async (/** @type {number} */ step, /** @type {number} */ histories) => {
    const { pairs, count } = await played(step, histories);
    return (pairs[4 * place] + pairs[4 * place + 1]) / count;
  };
  const rough = Math.max(...(await Promise.all([0.5, 1].map((part) => share(Math.round(steps * part), 250)))));
  if (rough + NEAR < target) return { control, step: way * steps, enough: false, p: rough };
  const turns = async (/** @type {number} */ from, /** @type {number} */ to) => {
    const { pairs } = await played(to, LOOK, from);
    return { gained: pairs[4 * place + 1], lost: pairs[4 * place + 2] };
  };
  const least = await leastStep(steps, (step) => share(step, LOOK), (step) => share(step, PLAY), turns, target);
  const step = least.step ?? least.best;
  return { control, step: way * step, enough: least.step !== null, p: await share(step, PLAY) };
}

/**
 * The answer to a target: a party a line.
 * @param {{control: Control, step: number, enough: boolean, p: number}[]} found
 * @param {string} title of the question
 * @param {number} target
 * @param {(control: Control, step: number) => void} onMove
 */
export function enoughList(found, title, target, onMove) {
  const will = found.filter((each) => each.enough && each.step !== 0).sort((a, b) => way(a) - way(b));
  const owners = [...new Set(will.map((each) => each.control.owner))];
  if (!owners.length) {
    const best = found.reduce((top, each) => (each.p > top.p ? each : top), found[0]);
    return [h("p", {}, `No single change brings “${title}” to ${inHundred(target)} of 100.`, best ? ` At most ${inHundred(best.p)}: ${movedWords(best.control, best.step)}.` : "")];
  }
  return [
    h("p", {}, `Each of these alone would be enough for ${inHundred(target)} of 100:`),
    h("ul.movers", {}, owners.map((owner) => {
      const each = /** @type {typeof will[0]} */ (will.find((other) => other.control.owner === owner));
      return h("li", {}, h("button", { type: "button", onclick: () => onMove(each.control, each.step) }, movedWords(each.control, each.step), h("span.quiet.small", {}, ` – ${inHundred(each.p)} of 100; ${Math.round(100 * way(each))} % of the way`)));
    })),
  ];
}

/** How far along its way a change goes. @param {{control: Control, step: number}} change */
function way({ control, step }) {
  return Math.abs(step) / (step > 0 ? control.high : -control.low);
}

/** Say that work goes on, or what came of it. @param {string} id @param {import("./dom.js").Child[]} children */
export function put(id, ...children) {
  fill(byId(id), ...children);
}
