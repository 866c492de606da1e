/** What histories answer: yes or no to every question, counted with those of the base, and who blocked, by when, how. */

/** @typedef {import("./kernel.js").Rows} Rows */
/**
 * What may be asked of a history, as `experiments/estimates/questions.py` has it: `progress`; `outcomes`, NAME; `tables`,
 * TABLE, `collapsed`; `tables`, TABLE, `rungs`, RUNG and `reached`, `signed` or `ended`.
 * @typedef {string[]} Question
 */
/**
 * @typedef {object} Names
 * @property {string[]} parties
 * @property {string[]} issues
 * @property {string[]} tables
 * @property {string[]} outcomes
 * @property {Object<string, string[]>} rungs
 * @property {Object<string, string>} goals of each table the step short of which it is counted who blocked
 */
/**
 * What some histories say of a setting, beside the same histories of the base; those of two sets add up.
 * @typedef {object} Tally
 * @property {number} count histories
 * @property {Int32Array} pairs of each question four counts: yes in both, only with the change, only without, in neither
 * @property {Int32Array} months of each rung of each table, by round of the page: when it was first reached; 0 is not by then
 * @property {Int32Array} blame of each table, by party, issue and manner (0: none), who blocked it last where it fell short of its goal
 * @property {number[][][]} turned of each question the first histories that turned to yes, and to no
 * @property {number[][]} yes of each question the first histories that say yes
 */

export const NAMED = 24; // histories that are kept by number
export const ABSENT = 1; // blocked by not coming: of no issue
export const MANNERS = 11; // ways to block, and none

/** Reads rows of one scenario. */
export class Reader {
  /**
   * @param {Names} names
   * @param {string[]} columns
   * @param {number[]} within of each round of the scenario, from 0 on, the round of the page in which it ends; 0 after them
   * @param {number} rounds of the page
   */
  constructor(names, columns, within, rounds) {
    this.names = names;
    this.within = within;
    this.rounds = rounds;
    this.places = new Map(columns.map((column, i) => [column, i]));
    this.questions = questionsOf(names);
    this.tests = this.questions.map((question) => this.testOf(question));
    this.climbs = names.tables.flatMap((table) =>
      names.rungs[table].map((_, r) => names.rungs[table].slice(r).map((later) => this.place(`${table}.${later}.reached`))),
    );
    this.blocks = names.tables.map((table) =>
      ["block_party", "block_issue", "block_how"].map((what) => this.place(`${table}.${what}`)),
    );
    this.goals = names.tables.map((table) =>
      names.rungs[table].slice(names.rungs[table].indexOf(names.goals[table])).map((rung) => this.place(`${table}.${rung}.reached`)),
    );
  }

  /** @param {string} column */
  place(column) {
    const found = this.places.get(column);
    if (found === undefined) throw new Error(`no column ${column}`);
    return found;
  }

  /**
   * Columns of which any above a bound says yes, or one that must be a number.
   * @param {Question} question
   * @returns {{columns: number[], is?: number}}
   */
  testOf(question) {
    const [kind, name, , rung, what] = question;
    if (kind === "progress") return { columns: [this.place("progress")], is: 1 };
    if (kind === "outcomes") return { columns: [this.place("outcome")], is: this.names.outcomes.indexOf(name) };
    if (question.length === 3) return { columns: [this.place(`${name}.collapsed`)] };
    const rungs = what === "ended" ? [rung] : this.names.rungs[name].slice(this.names.rungs[name].indexOf(rung));
    return { columns: rungs.map((each) => this.place(`${name}.${each}.${what}`)) };
  }

  /**
   * Yes or no of every history to every question, row by row.
   * @param {Rows} rows
   * @returns {Uint8Array}
   */
  answers(rows) {
    const { count, width, whole } = rows;
    const found = new Uint8Array(count * this.tests.length);
    this.tests.forEach(({ columns, is }, q) => {
      for (let i = 0; i < count; i++) {
        const yes = is === undefined
          ? columns.some((column) => whole[i * width + column] > 0)
          : whole[i * width + columns[0]] === is;
        if (yes) found[i * this.tests.length + q] = 1;
      }
    });
    return found;
  }

  /**
   * @param {Rows} rows
   * @param {number} first number of the first history
   * @param {Reader} baseReader
   * @param {Uint8Array} base what the same histories of the base answer
   * @returns {Tally}
   */
  tally(rows, first, baseReader, base) {
    const own = this.answers(rows);
    const tally = this.nothing();
    tally.count = rows.count;
    const partners = this.questions.map((question) => baseReader.indexOf(question));
    this.questions.forEach((_, q) => this.pair(tally, q, own, base, partners[q], baseReader.questions.length, first));
    this.climb(tally, rows);
    this.blamed(tally, rows);
    return tally;
  }

  /** @returns {Tally} of no histories */
  nothing() {
    const { parties, issues, tables } = this.names;
    return {
      count: 0,
      pairs: new Int32Array(4 * this.questions.length),
      months: new Int32Array(this.climbs.length * (this.rounds + 1)),
      blame: new Int32Array(tables.length * (parties.length + 1) * (issues.length + 1) * MANNERS),
      turned: this.questions.map(() => [[], []]),
      yes: this.questions.map(() => []),
    };
  }

  /** @param {Question} question @returns {number} −1 if it is not asked here */
  indexOf(question) {
    const key = question.join();
    return this.questions.findIndex((each) => each.join() === key);
  }

  /**
   * @param {Tally} tally
   * @param {number} q
   * @param {Uint8Array} own
   * @param {Uint8Array} base
   * @param {number} partner the same question of the base; −1 if it does not ask it
   * @param {number} width questions of the base
   * @param {number} first
   */
  pair(tally, q, own, base, partner, width, first) {
    const mine = this.questions.length;
    for (let i = 0; i < tally.count; i++) {
      const after = own[i * mine + q];
      const before = partner < 0 ? after : base[i * width + partner]; // what the base does not ask, nothing can turn
      const kind = after ? (before ? 0 : 1) : before ? 2 : 3;
      tally.pairs[4 * q + kind]++;
      if (after && tally.yes[q].length < NAMED) tally.yes[q].push(first + i);
      if ((kind === 1 || kind === 2) && tally.turned[q][kind - 1].length < NAMED) tally.turned[q][kind - 1].push(first + i);
    }
  }

  /** When each rung, or a later one, was first reached. @param {Tally} tally @param {Rows} rows */
  climb(tally, { count, width, whole }) {
    this.climbs.forEach((columns, r) => {
      for (let i = 0; i < count; i++) {
        let earliest = 0;
        for (const column of columns) {
          const round = whole[i * width + column];
          if (round > 0 && (earliest === 0 || round < earliest)) earliest = round;
        }
        tally.months[r * (this.rounds + 1) + this.within[earliest]]++;
      }
    });
  }

  /** @param {Tally} tally @param {Rows} rows */
  blamed(tally, { count, width, whole }) {
    const [parties, issues] = [this.names.parties.length + 1, this.names.issues.length + 1];
    this.blocks.forEach(([party, issue, how], t) => {
      for (let i = 0; i < count; i++) {
        const at = i * width;
        if (this.goals[t].some((column) => whole[at + column] > 0)) continue;
        const manner = whole[at + how] + 1;
        const on = manner === ABSENT ? 0 : whole[at + issue] + 1;
        tally.blame[((t * parties + whole[at + party] + 1) * issues + on) * MANNERS + manner]++;
      }
    });
  }
}

/** @param {Names} names @returns {Question[]} */
export function questionsOf(names) {
  return [
    ["progress"],
    ...names.outcomes.map((name) => ["outcomes", name]),
    ...names.tables.flatMap((table) => [
      ["tables", table, "collapsed"],
      ...names.rungs[table].flatMap((rung) =>
        ["reached", "signed", "ended"].map((what) => ["tables", table, "rungs", rung, what]),
      ),
    ]),
  ];
}

/**
 * Tallies of two sets of histories together.
 * @param {Tally} one
 * @param {Tally} other
 * @returns {Tally}
 */
export function together(one, other) {
  return {
    count: one.count + other.count,
    pairs: one.pairs.map((n, i) => n + other.pairs[i]),
    months: one.months.map((n, i) => n + other.months[i]),
    blame: one.blame.map((n, i) => n + other.blame[i]),
    turned: one.turned.map((ways, q) => ways.map((numbers, way) => firstOf(numbers, other.turned[q][way]))),
    yes: one.yes.map((numbers, q) => firstOf(numbers, other.yes[q])),
  };
}

/** @param {number[]} some @param {number[]} others */
function firstOf(some, others) {
  return [...some, ...others].sort((a, b) => a - b).slice(0, NAMED);
}
