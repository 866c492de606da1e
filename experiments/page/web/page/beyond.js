/** From here: what would move the answer most, what would be enough for a target, and which histories this change turned. */

import { difference } from "../core/statistics.js";
import { byId, fill, h } from "./dom.js";
import { LATER, SOON } from "./pool.js";
import { leastStep } from "./search.js";
import { withMove } from "./setting.js";
import { inHundred, isClear, points, withUnit } from "./words.js";

/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {import("./setting.js").Control} Control */
/** @typedef {import("./study.js").Study} Study */
/** @typedef {{control: Control, step: number, d: number, clear: boolean}} Mover */

const ROUNDS = [
  { histories: 60, kept: 40, rank: SOON },
  { histories: 250, kept: 16, rank: LATER },
  { histories: 2000, kept: 8, rank: LATER },
];
const ROUGH = 250;
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
  for (const { histories, kept, rank } of ROUNDS) {
    const found = await Promise.all(candidates.map(async (mover) => {
      const tally = await study.against(withMove(setting, mover.control, mover.step, all), setting, histories, rank, stopped);
      if (!tally) return mover;
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
 * @typedef {object} Least the least change of a party that brings the question to a target, or the most that one of it does
 * @property {Control} control
 * @property {number} step
 * @property {boolean} enough
 * @property {number} p the share then
 */
/**
 * @typedef {object} Seeking
 * @property {Study} study
 * @property {Setting} setting
 * @property {Control[]} controls
 * @property {Map<string, Control>} all
 * @property {number} place of the question
 * @property {number} target
 * @property {(done: number, all: number, found: Least[]) => void} progress
 * @property {() => boolean} stopped
 */

/**
 * What would be enough: of each party the least change of one lever that brings the question to a target.
 * @param {Seeking} seeking
 * @returns {Promise<Least[]>}
 */
export async function enough(seeking) {
  const { controls, setting, progress, stopped, target } = seeking;
  const ways = controls.filter((control) => control.group === "party" && !setting.moves[control.id]).flatMap((control) =>
    [-1, 1].filter((way) => (way < 0 ? control.low < 0 : control.high > 0)).map((way) => new Way(seeking, control, way)));
  /** @type {Map<string, Least>} */
  const best = new Map();
  let done = 0;
  const keep = (/** @type {Way} */ way, /** @type {Least | null} */ least) => {
    const before = best.get(way.control.owner);
    if (least && (!before || isBetter(least, before))) best.set(way.control.owner, least);
    progress(++done, ways.length, [...best.values()]);
  };
  await Promise.all(ways.map((way) => way.look()));
  ways.sort((a, b) => b.rough - a.rough);
  const likely = ways.filter((way) => way.rough + NEAR >= target);
  for (const way of ways.filter((each) => !likely.includes(each))) keep(way, way.most());
  const owners = [...new Set(likely.map((way) => way.control.owner))];
  await Promise.all(owners.map(async (owner) => {
    for (const way of likely.filter((each) => each.control.owner === owner)) {
      if (stopped()) return;
      keep(way, await way.least(best.get(owner) ?? null));
    }
  }));
  return stopped() ? [] : [...best.values()];
}

/** @param {Least} one @param {Least} other */
function isBetter(one, other) {
  if (one.enough !== other.enough) return one.enough;
  return one.enough ? wayOf(one) < wayOf(other) : one.p > other.p;
}

/** One lever, one way: what histories answer at each of its steps. */
class Way {
  /** @param {Seeking} seeking @param {Control} control @param {number} way up (1) or down (−1) */
  constructor(seeking, control, way) {
    this.seeking = seeking;
    this.control = control;
    this.way = way;
    this.steps = way > 0 ? control.high : -control.low;
    this.rough = 0;
    this.farthest = this.steps;
    /** @type {Map<string, Promise<Uint8Array | null>>} */
    this.known = new Map();
  }

  /** Yes or no of the first so many histories at a step. @param {number} step @param {number} histories */
  async yes(step, histories) {
    const { study, setting, all, place, stopped } = this.seeking;
    const key = `${step} ${histories}`;
    const found = this.known.get(key) ?? study.yes(withMove(setting, this.control, this.way * step, all), place, histories, stopped);
    this.known.set(key, found);
    return (await found) ?? new Uint8Array(histories);
  }

  /** @param {number} step @param {number} histories */
  async share(step, histories) {
    return (await this.yes(step, histories)).reduce((sum, each) => sum + each, 0) / histories;
  }

  /** A first look, half way and all the way. */
  async look() {
    const half = Math.max(1, Math.round(this.steps / 2));
    const [there, end] = await Promise.all([this.share(half, ROUGH), this.share(this.steps, ROUGH)]);
    this.farthest = there > end ? half : this.steps;
    this.rough = Math.max(there, end);
  }

  /** The most that it does, as far as was looked. @returns {Least} */
  most() {
    return { control: this.control, step: this.way * this.farthest, enough: false, p: this.rough };
  }

  /**
   * The least step that is enough, if it is less of its way than what was found before.
   * @param {Least | null} before
   * @returns {Promise<Least | null>}
   */
  async least(before) {
    const { target } = this.seeking;
    const there = before?.enough ? Math.floor(wayOf(before) * this.steps) : this.steps;
    if (there < this.steps && (there === 0 || (await this.share(there, PLAY)) < target)) return null;
    const turns = async (/** @type {number} */ from, /** @type {number} */ to) => {
      const [one, other] = await Promise.all([this.yes(from, LOOK), this.yes(to, LOOK)]);
      const count = (/** @type {number} */ way) => one.reduce((sum, yes, i) => (other[i] - yes === way ? sum + 1 : sum), 0);
      return { gained: count(1), lost: count(-1) };
    };
    const found = await leastStep(this.steps, (step) => this.share(step, LOOK), (step) => this.share(step, PLAY), turns, target);
    const step = found.step ?? found.best;
    return { control: this.control, step: this.way * step, enough: found.step !== null, p: await this.share(step, PLAY) };
  }
}

/**
 * The answer to a target: a party a line.
 * @param {Least[]} found
 * @param {string} title of the question
 * @param {number} target
 * @param {(control: Control, step: number) => void} onMove
 */
export function enoughList(found, title, target, onMove) {
  const will = found.filter((each) => each.enough).sort((a, b) => wayOf(a) - wayOf(b));
  if (!will.length) {
    const best = found.reduce((top, each) => (each.p > top.p ? each : top), found[0]);
    return [h("p", {}, `No single change brings “${title}” to ${inHundred(target)} of 100.`, best ? ` At most ${inHundred(best.p)}: ${movedWords(best.control, best.step)}.` : "")];
  }
  return [
    h("p", {}, `Each of these alone would be enough for ${inHundred(target)} of 100:`),
    h("ul.movers", {}, will.map((each) =>
      h("li", {}, h("button", { type: "button", onclick: () => onMove(each.control, each.step) }, movedWords(each.control, each.step),
        h("span.quiet.small", {}, ` – ${inHundred(each.p)} of 100; ${Math.round(100 * wayOf(each))} % of the way`))))),
    h("p.quiet.small", {}, `The least change of each party that can, from ${PLAY.toLocaleString("en-GB")} histories.`),
  ];
}

/** How far along its way a change goes. @param {{control: Control, step: number}} change */
function wayOf({ control, step }) {
  return Math.abs(step) / (step > 0 ? control.high : -control.low);
}

/** Say that work goes on, or what came of it. @param {string} id @param {import("./dom.js").Child[]} children */
export function put(id, ...children) {
  fill(byId(id), ...children);
}
