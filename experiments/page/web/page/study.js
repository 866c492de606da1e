/** Plays settings on ever more histories: one at a time, the newest next; what was played is kept. */

import { together } from "../core/answers.js";
import { changesOf, keyOf } from "./setting.js";

/** @typedef {import("../core/answers.js").Tally} Tally */
/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {import("./setting.js").Control} Control */
/** @typedef {import("./pool.js").Pool} Pool */
/** @typedef {{setting: Setting, tally: Tally | null, pieces: number, going: Promise<void> | null}} Played */

export const STAGES = [250, 500, 1000, 2000, 5000, 20000];
const SIZES = [[1000, 125], [5000, 250], [Infinity, 500]];
const KEPT = 120; // settings whose counts are kept

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
    if (this.kept.size > KEPT) this.kept.delete(/** @type {string} */ (this.kept.keys().next().value));
    return found;
  }

  /** Play what is wanted stage by stage; after each stage what is wanted may be something else. */
  async run() {
    this.running = true;
    try {
      while (this.wanted && this.wanted.pieces < this.pieces.length) {
        const played = this.wanted;
        await this.further(played, true);
        if (this.wanted === played) this.onPicture(played);
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

  /** @param {Played} played @param {boolean} urgent */
  async stage(played, urgent) {
    const done = played.tally?.count ?? 0;
    const goal = Math.min(STAGES.find((stage) => stage > done) ?? this.histories, this.histories);
    const pieces = this.pieces.slice(played.pieces).filter(({ first }) => first < goal);
    const whatIf = this.whatIf(played.setting);
    const tallies = await Promise.all(
      pieces.map((piece, i) => {
        const worker = (played.pieces + i) % this.pool.size;
        return this.pool.ask(worker, { kind: "play", whatIf, ...piece }, urgent);
      }),
    );
    for (const { tally } of tallies) played.tally = played.tally ? together(played.tally, tally) : tally;
    played.pieces += pieces.length;
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
   * What a setting does against another one, on the first so many histories; nothing of it is kept.
   * @param {Setting} setting
   * @param {Setting} against
   * @param {number} histories
   * @returns {Promise<Tally>}
   */
  async against(setting, against, histories) {
    const [whatIf, other] = [this.whatIf(setting), this.whatIf(against)];
    const pieces = this.pieces.filter(({ first }) => first < histories);
    const tallies = await Promise.all(
      pieces.map((piece, i) =>
        this.pool.ask(i % this.pool.size, { kind: "play", whatIf, against: other, ...piece }, false),
      ),
    );
    return tallies.map(({ tally }) => tally).reduce(together);
  }
}
