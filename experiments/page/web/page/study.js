/** Plays settings on ever more histories: one at a time, the newest next; what was played is kept. */

import { together } from "../core/answers.js";
import { LATER, MORE, NOW } from "./pool.js";
import { changesOf, keyOf } from "./setting.js";

/** @typedef {import("../core/answers.js").Tally} Tally */
/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {import("./setting.js").Control} Control */
/** @typedef {import("./pool.js").Pool} Pool */
/** @typedef {{setting: Setting, tally: Tally | null, pieces: number, going: Promise<void> | null}} Played */

export const STAGES = [250, 500, 1000, 2000, 5000, 20000];
const SIZES = [[2000, 125], [Infinity, 250]]; // so that a worker is soon free for what is wanted next
const ENOUGH = 5000; // histories after which a look at what lies beyond goes before more of them
const MOST_KEPT_SETTINGS = 120; // whose counts are kept
const SMALL = 125; // histories in a piece of what can wait

/** The histories in pieces: small ones first, so that there is something to see at once. @param {number} histories */
export function piecesOf(histories) {
  const pieces = [];
  for (let first = 0; first < histories; ) {
    const size = /** @type {number[]} */ (SIZES.find(([end]) => first < end))[1];
    const count = Math.min(size, histories - first);
    pieces.push({ first, count });
    first += count;
  }
  return pieces;
}

export class Study {
  /**
   * @param {Pool} pool
   * @param {Map<string, Control>[]} controls of each scenario
   * @param {number} histories
   */
  constructor(pool, controls, histories) {
    this.pool = pool;
    this.controls = controls;
    this.histories = histories;
    this.pieces = piecesOf(histories);
    /** @type {Map<string, Played>} */
    this.kept = new Map();
    /** @type {Played | null} */
    this.wanted = null;
    this.running = false;
    /** @type {(played: Played) => void} */
    this.onPicture = () => {};
    /** @type {(error: Error) => void} */
    this.onError = () => {};
  }

  /**
   * Show this setting from now on: at once as far as it was played before, then with ever more histories.
   * @param {Setting} setting
   */
  show(setting) {
    this.wanted = this.of(setting);
    if (this.wanted.tally) this.onPicture(this.wanted);
    if (!this.running) void this.run();
  }

  /** @param {Setting} setting @returns {Played} */
  of(setting) {
    const key = keyOf(setting);
    const found = this.kept.get(key) ?? { setting, tally: null, pieces: 0, going: null };
    this.kept.delete(key);
    this.kept.set(key, found);
    if (this.kept.size > MOST_KEPT_SETTINGS) this.kept.delete(/** @type {string} */ (this.kept.keys().next().value));
    return found;
  }

  /** Play what is wanted stage by stage; after each stage what is wanted may be something else. */
  async run() {
    this.running = true;
    try {
      while (this.wanted && this.wanted.pieces < this.pieces.length) {
        const played = this.wanted;
        await this.further(played, true);
        // Also of what has been moved on from since, if there is nothing newer: while a reader drags, there is some answer.
        if (played === this.wanted || !this.wanted.tally) this.onPicture(played);
      }
    } catch (error) {
      this.onError(/** @type {Error} */ (error));
    } finally {
      this.running = false;
    }
  }

  /**
   * Play a setting one stage further, or wait until somebody else has.
   * @param {Played} played
   * @param {boolean} urgent
   */
  async further(played, urgent) {
    if (!played.going) {
      played.going = this.stage(played, urgent).finally(() => {
        played.going = null;
      });
    }
    await played.going;
  }

  /**
   * A later stage of what was wanted ends as soon as something else is; the first does not, so that there is an answer.
   * @param {Played} played
   * @param {boolean} urgent
   */
  async stage(played, urgent) {
    const done = played.tally?.count ?? 0;
    const goal = Math.min(STAGES.find((stage) => stage > done) ?? this.histories, this.histories);
    const pieces = this.pieces.slice(played.pieces).filter(({ first }) => first < goal);
    const whatIf = this.whatIf(played.setting);
    const rank = !urgent ? LATER : done < ENOUGH ? NOW : MORE;
    const stopped = () => urgent && done > 0 && this.wanted !== played;
    const answers = await Promise.all(
      pieces.map((piece, i) => {
        const worker = (played.pieces + i) % this.pool.size;
        return this.pool.ask(worker, { kind: "play", whatIf, ...piece }, rank, stopped);
      }),
    );
    const end = answers.indexOf(null);
    for (const { tally } of end < 0 ? answers : answers.slice(0, end)) {
      played.tally = played.tally ? together(played.tally, tally) : tally;
      played.pieces += 1;
    }
  }

  /** @param {Setting} setting */
  whatIf(setting) {
    return { world: setting.world, changes: changesOf(setting, this.controls[setting.world]) };
  }

  /**
   * Play a setting beside what is shown, on at least so many histories.
   * @param {Setting} setting
   * @param {number} histories
   * @returns {Promise<Tally>}
   */
  async beside(setting, histories) {
    const played = this.of(setting);
    while ((played.tally?.count ?? 0) < Math.min(histories, this.histories)) await this.further(played, false);
    return /** @type {Tally} */ (played.tally);
  }

  /**
   * What a setting does against another one, on the first so many histories; nothing of it is kept. Null if it was stopped.
   * @param {Setting} setting
   * @param {Setting} against
   * @param {number} histories
   * @param {number} rank
   * @param {() => boolean} stopped
   * @returns {Promise<Tally | null>}
   */
  async against(setting, against, histories, rank, stopped) {
    const [whatIf, other] = [this.whatIf(setting), this.whatIf(against)];
    const answers = await this.inPieces(histories, { kind: "play", whatIf, against: other }, rank, stopped);
    return answers && answers.map(({ tally }) => tally).reduce(together);
  }

  /**
   * Yes (1) or no of the first so many histories to one question. Null if it was stopped.
   * @param {Setting} setting
   * @param {number} place of the question
   * @param {number} histories
   * @param {() => boolean} stopped
   * @returns {Promise<Uint8Array | null>}
   */
  async yes(setting, place, histories, stopped) {
    const answers = await this.inPieces(histories, { kind: "yes", whatIf: this.whatIf(setting), place }, LATER, stopped);
    if (!answers) return null;
    const found = new Uint8Array(histories);
    answers.forEach(({ yes }, i) => found.set(yes, i * SMALL));
    return found;
  }

  /**
   * Have the workers answer for pieces so small that whatever is wanted at once can come between.
   * @param {number} histories
   * @param {object} message
   * @param {number} rank
   * @param {() => boolean} stopped
   * @returns {Promise<any[] | null>}
   */
  async inPieces(histories, message, rank, stopped) {
    const count = Math.ceil(histories / SMALL);
    // The same piece goes to the same worker, which keeps what others are compared with.
    const workerOf = (/** @type {number} */ i) => (count === 1 ? this.pool.idlest() : i % this.pool.size);
    const answers = await Promise.all(
      Array.from({ length: count }, (_, i) => {
        const piece = { first: i * SMALL, count: Math.min(SMALL, histories - i * SMALL) };
        return this.pool.ask(workerOf(i), { ...message, ...piece }, rank, stopped);
      }),
    );
    return answers.includes(null) ? null : answers;
  }

  /**
   * A history told, beside its twin in the base.
   * @param {Setting} setting
   * @param {number} history
   * @returns {Promise<import("../core/player.js").Told>}
   */
  async tell(setting, history) {
    const { told } = await this.pool.ask(this.pool.idlest(), { kind: "tell", whatIf: this.whatIf(setting), history });
    return told;
  }
}
