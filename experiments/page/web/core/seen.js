/** The world as it stands in the kernel's memory, by name and in real units. */

/** @typedef {import("./kernel.js").Room} Room */
/** @typedef {import("./telling.js").TellingData} TellingData */
/** @typedef {Object<string, Object<string, number>>} Beliefs by observer and then by party observed */
/**
 * How a table stands.
 * @typedef {object} Standing
 * @property {string} stage
 * @property {string | null} rung
 * @property {boolean} open
 * @property {boolean} public
 * @property {number} failures
 * @property {number} allowed
 */
/**
 * The war in a round.
 * @typedef {object} WarSeen
 * @property {Object<string, number>} incidents
 * @property {Object<string, number>} usual
 * @property {number} normal
 * @property {number} hurt
 * @property {number} leverage
 */

/** Decimals to which a level is told. */
const TOLD_DECIMALS = 9;

/** Names what the kernel knows by number, and reads its memory. */
export class Seen {
  /** @param {TellingData} data @param {Room} room */
  constructor(data, room) {
    this.data = data;
    this.room = room;
  }

  /** @param {string} field @param {number[]} index */
  whole(field, ...index) {
    return this.room.whole64(field, ...index);
  }

  /** @param {string} field @param {number[]} index */
  number(field, ...index) {
    return this.room.real(field, ...index);
  }

  /** @param {string} name */
  scalar(name) {
    return this.room.scalar(this.data.scalars[name]);
  }

  /** @param {string} name */
  wholeScalar(name) {
    return this.room.wholeScalar(this.data.scalars[name]);
  }

  /** @param {number} a */
  party(a) {
    return this.data.parties[a].name;
  }

  /** @param {number} k */
  issue(k) {
    return this.data.issues[k].name;
  }

  /** @param {number} t */
  table(t) {
    return this.data.tables[t].name;
  }

  /**
   * A step of a table; undefined after the last.
   * @param {number} t
   * @param {number} r
   */
  rung(t, r) {
    return this.data.tables[t].rungs[r]?.name;
  }

  /**
   * A level of issue `k`, a share of its range, in its real unit.
   * @param {number} k
   * @param {number} level
   */
  real(k, level) {
    const [start, end] = this.data.issues[k].ends;
    return Number((start + level * (end - start)).toFixed(TOLD_DECIMALS)) + 0;
  }

  /** @returns {Object<string, number>} by issue, the level in force */
  levels() {
    return byName(this.data.issues, (k) => this.real(k, this.number("level", k)));
  }

  /** @returns {Object<string, string>} by party, what it really is */
  types() {
    return byName(this.data.parties, (a) => this.type(a));
  }

  /** @param {number} a */
  type(a) {
    return this.data.types[this.whole("means_to_settle", a)];
  }

  /** @returns {Object<string, boolean>} by demand, whether it is meant and not given up */
  demands() {
    return byName(this.data.demands, (d) => this.whole("demand_stands", d) !== 0);
  }

  /** @returns {Beliefs} the chance that a party would keep a deal, as each other party sees it */
  beliefs() {
    const others = (/** @type {number} */ b) => this.data.parties.filter((_, a) => a !== b);
    const place = (/** @type {number} */ b, /** @type {number} */ i) => (i < b ? i : i + 1);
    return byName(this.data.parties, (b) => byName(others(b), (i) => this.number("belief", b, place(b, i))));
  }

  /** @returns {Object<string, Standing>} by table */
  standings() {
    return byName(this.data.tables, (t) => ({
      stage: this.data.stages[this.whole("stage", t)],
      rung: this.rung(t, this.whole("rung", t)) ?? null,
      open: this.whole("open", t) !== 0,
      public: this.whole("public", t) !== 0,
      failures: this.number("failures", t),
      allowed: this.number("failures_allowed", t),
    }));
  }

  /** @returns {WarSeen} */
  war() {
    const armed = this.data.parties
      .map(({ name }, a) => ({ name, count: this.number("count", a), usual: this.number("usual", a) }))
      .filter(({ count, usual }) => usual > 0 || count > 0);
    return {
      incidents: Object.fromEntries(armed.map(({ name, count }) => [name, count])),
      usual: Object.fromEntries(armed.map(({ name, usual }) => [name, usual])),
      normal: this.number("normal", 0) * this.scalar("months"),
      hurt: this.scalar("hurt"),
      leverage: this.scalar("leverage"),
    };
  }

  /** @param {number} t @returns {number[]} parties by the seats of a table */
  seated(t) {
    return Array.from({ length: this.whole("seats", t) }, (_, s) => this.whole("seat", t, s));
  }
}

/**
 * An object with a key for each of some named things, from their places.
 * @template T
 * @param {{name: string}[]} things
 * @param {(place: number) => T} value
 * @returns {Object<string, T>}
 */
function byName(things, value) {
  return Object.fromEntries(things.map(({ name }, i) => [name, value(i)]));
}
