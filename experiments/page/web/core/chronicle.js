/** What happened in one history: what each party chose, and by which terms, by name and in real units. */

import { HAPPENINGS, failuresOf, untoldLevels, whereOf } from "./happenings.js";
import { Seen } from "./seen.js";
import { roundLabel } from "./telling.js";

/** @typedef {import("./kernel.js").Kernel} Kernel */
/** @typedef {import("./kernel.js").Room} Room */
/** @typedef {import("./kernel.js").Rows} Rows */
/** @typedef {import("./world.js").World} World */
/** @typedef {import("./telling.js").TellingData} TellingData */
/** @typedef {import("./happenings.js").Entry} Entry */
/** @typedef {import("./happenings.js").Details} Details */
/** @typedef {import("./seen.js").Beliefs} Beliefs */
/** @typedef {import("./seen.js").Standing} Standing */
/** @typedef {import("./seen.js").WarSeen} WarSeen */
/**
 * What happened in a round, in order, and how things stood when it was over.
 * @typedef {object} RoundTold
 * @property {number} number
 * @property {string} label
 * @property {Entry[]} entries
 * @property {WarSeen} war
 * @property {Object<string, number>} levels
 * @property {Beliefs} beliefs
 * @property {Object<string, Standing>} tables
 */
/** @typedef {{party: string, issue: string | null, how: string}} LastBlock who blocked a table last */

/** @type {WarSeen} */
const UNSEEN_WAR = { incidents: {}, usual: {}, normal: 0, hurt: 0, leverage: 0 };

/**
 * Play one history and keep what happened.
 * @param {Kernel} kernel
 * @param {World} world as its bytes are now
 * @param {TellingData} data of the same scenario
 * @param {number} seed
 * @param {number} history
 * @returns {Chronicle}
 */
export function chronicleOf(kernel, world, data, seed, history) {
  /** @type {Chronicle | null} */
  let chronicle = null;
  const rows = kernel.tell(world, seed, history, (room) => (chronicle = new Chronicle(data, room, seed, history)));
  const kept = /** @type {Chronicle} */ (/** @type {unknown} */ (chronicle));
  kept.end(rows, world.image.columns);
  return kept;
}

/** Listens to a history and keeps what happened. */
export class Chronicle {
  /**
   * @param {TellingData} data
   * @param {Room} room
   * @param {number} seed
   * @param {number} history
   */
  constructor(data, room, seed, history) {
    this.data = data;
    this.seed = seed;
    this.history = history;
    this.seen = new Seen(data, room);
    /** @type {RoundTold[]} */
    this.rounds = [];
    /** @type {Object<string, string>} */
    this.types = {};
    /** @type {Object<string, string>} */
    this.typesAtEnd = {};
    /** @type {Beliefs} */
    this.beliefs = {};
    /** @type {Object<string, number>} */
    this.levels = {};
    /** @type {Object<string, boolean>} */
    this.demands = {};
    /** @type {Object<string, LastBlock>} */
    this.blocks = {};
    this.outcome = "";
    /** @type {Object<string, number>} */
    this.row = {};
    /** @type {Set<string>} */
    this.gestures = new Set();
  }

  /**
   * Note what happened: at table `t`, to party `a`, about issue `k`, of size `x`.
   * @param {string} kind
   * @param {number} t
   * @param {number} a
   * @param {number} k
   * @param {number} x
   */
  tell(kind, t, a, k, x) {
    if (kind === "round") this.open();
    else if (kind === "round over") this.close();
    else if (kind !== "incidents") this.hear(kind, { t, a, k, x }); // incidents are read when the round is over
  }

  /** @param {string} kind @param {import("./happenings.js").Told} told */
  hear(kind, told) {
    const known = HAPPENINGS[kind];
    if (!known) return this.note(kind, { ...whereOf(this.seen, told), size: told.x });
    const before = { now: this.now().entries, last: this.rounds.at(-2)?.entries ?? [], demands: this.demands };
    return this.note(kind, known(this.seen, told, before));
  }

  /**
   * Note a decision: its terms for the party's true type, and how likely a yes was for either type.
   * @param {string} kind
   * @param {number} a
   * @param {number} t
   * @param {number} k
   * @param {number[][]} terms if the party would keep a deal, and if it would not
   * @param {number} settle
   * @param {number} stall
   * @param {boolean} yes
   */
  tellChoice(kind, a, t, k, terms, settle, stall, yes) {
    const means = this.seen.whole("means_to_settle", a) !== 0;
    const ofType = means ? terms[0] : terms[1];
    const back = kind === "attend" && this.data.stages[this.seen.whole("stage", t)] === "suspended";
    this.note("decision", {
      decision: kind,
      ...whereOf(this.seen, { t, a, k, x: 0 }),
      type: this.seen.type(a),
      terms: Object.fromEntries(this.data.terms[kind].map((name, i) => [name, ofType[i]]).filter(([, x]) => x !== 0)),
      advantage: ofType.reduce((sum, term) => sum + term, 0),
      rationality: this.seen.number("rationality", a),
      probability: means ? settle : stall,
      probability_if: { settle, stall },
      yes,
      back: kind === "attend" ? back : undefined,
    });
  }

  /**
   * Note how the finished history ended, as it stands in the kernel's memory, and its row.
   * @param {Rows} rows of this history alone
   * @param {string[]} columns of whole numbers
   */
  end(rows, columns) {
    const outcome = this.seen.wholeScalar("outcome");
    this.outcome = outcome >= 0 ? this.data.outcomes[outcome].name : "";
    this.typesAtEnd = this.seen.types();
    this.data.tables.forEach(({ name }, t) => {
      const [party, issue] = [this.seen.whole("block_party", t), this.seen.whole("block_issue", t)];
      if (party < 0) return;
      const how = this.data.blocks[this.seen.whole("block_how", t)];
      this.blocks[name] = { party: this.seen.party(party), issue: issue >= 0 ? this.seen.issue(issue) : null, how };
    });
    columns.forEach((column, i) => (this.row[column] = rows.whole[i]));
    this.data.columns.forEach((column, i) => (this.row[column] = rows.measured[i]));
  }

  /** @returns {RoundTold} the round that is being played */
  now() {
    return this.rounds[this.rounds.length - 1];
  }

  open() {
    if (this.rounds.length === 0) {
      this.types = this.seen.types();
      this.beliefs = this.seen.beliefs();
      this.levels = this.seen.levels();
      this.demands = this.seen.demands();
    }
    const number = this.seen.wholeScalar("round");
    const label = roundLabel(this.data.calendar, number);
    this.rounds.push({ number, label, entries: [], war: UNSEEN_WAR, levels: {}, beliefs: {}, tables: {} });
  }

  close() {
    const [now, last] = [this.now(), this.rounds.at(-2)];
    now.levels = this.seen.levels();
    now.beliefs = this.seen.beliefs();
    now.war = this.seen.war();
    now.tables = this.seen.standings();
    now.entries.push(...failuresOf(now.tables, last?.tables ?? null));
    const running = new Set(
      this.data.issues.filter((_, k) => this.seen.whole("gesture_until", k) > 0).map(({ name }) => name),
    );
    const gestures = { held: this.gestures, running };
    now.entries.push(...untoldLevels(this.seen, now.entries, now.levels, last?.levels ?? this.levels, gestures));
    this.gestures = running;
  }

  /** @param {string} kind @param {Details} details those that are undefined do not apply */
  note(kind, details) {
    const known = Object.entries(details).filter(([, value]) => value !== undefined);
    this.now().entries.push({ kind, ...Object.fromEntries(known) });
  }
}
