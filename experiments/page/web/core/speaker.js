/** Parties, issues, steps and levels as a reader sees them. */

import { SAME_LEVEL } from "./tabled.js";
import { toldChange, toldList, toldNumber, toldPercent, toldPortion, whose } from "./wording.js";

/** @typedef {import("./telling.js").TellingData} TellingData */
/** @typedef {import("./telling.js").IssueToTell} IssueToTell */

export class Speaker {
  /** @param {TellingData} data */
  constructor(data) {
    this.data = data;
    this.parties = byNameOf([...data.parties, ...data.mediators]);
    this.issues = byNameOf(data.issues);
    this.tables = byNameOf(data.tables);
    this.demands = byNameOf(data.demands);
    this.events = byNameOf(data.events);
    this.outcomes = byNameOf(data.outcomes);
  }

  /** @param {string} name a party or mediator */
  party(name) {
    return this.parties[name].title;
  }

  /** @param {string} name */
  issue(name) {
    return this.issues[name].title;
  }

  /** @param {string} name */
  table(name) {
    return this.tables[name].title;
  }

  /** @param {string} table @param {string} name */
  step(table, name) {
    return this.rung(table, name).title;
  }

  /** @param {string} table @param {string} name */
  rung(table, name) {
    const found = this.tables[table].rungs.find((rung) => rung.name === name);
    if (!found) throw new Error(`there is no step ${name}`);
    return found;
  }

  /** @param {string} name @returns {string} a demand with whose it is */
  demand(name) {
    const { party, title } = this.demands[name];
    return `${whose(this.party(party))} demand “${title}”`;
  }

  /** @param {Object<string, number>} text levels by issue */
  package(text) {
    return toldList(Object.entries(text).map(([name, x]) => this.level(name, x))) || "nothing";
  }

  /** @param {string} name @param {number} x in its real unit */
  level(name, x) {
    const issue = this.issues[name];
    const { title, unit, kind } = issue;
    const [start, end] = issue.ends;
    if (kind === "options") return `${title} (${issue.options[Math.round(x)]})`;
    const zeroToOne = Math.min(start, end) === 0 && Math.max(start, end) === 1;
    if (kind === "binary" && (!unit || zeroToOne)) return `${title} (${shareOfRange(issue, x) > 0.5 ? "yes" : "no"})`;
    if (!unit) {
      const scale = `${toldNumber(x)} (${toldNumber(start)} to ${toldNumber(end)})`;
      return `${title} at ${start === 0 && end === 1 ? toldPercent(x) : scale}`;
    }
    if (unit === "%") return `${title} at ${toldNumber(x)}\u00a0%`;
    if (issue.share && start === 0 && end === 100) return `${title} (${toldNumber(x)} ${unit})`;
    const amount = start === 0 && end > 1 ? `${toldPortion(x, end)} ${unit}` : toldChange(x, start, unit);
    return issue.plain ? amount : `${title} (${amount})`;
  }

  /**
   * How far an offer on an issue can go, or which options are left, and why no further.
   * @param {string} name
   * @param {string} table
   * @param {number[]} room
   * @param {string[]} limits
   */
  limit(name, table, room, limits) {
    const issue = this.issues[name];
    const why = toldList(this.causes(name, table, limits));
    if (issue.kind === "options") {
      const left = room.map((level) => `“${issue.options[Math.round(level)]}”`);
      return `${issue.title} only ${toldList(left, "or") || "nothing"} (${why})`;
    }
    return `${this.ends(issue, room)} (${why})`;
  }

  /** @param {IssueToTell} issue @param {number[]} room */
  ends(issue, [low, high]) {
    const [least, most] = issue.ends[1] < issue.ends[0] ? ["most", "least"] : ["least", "most"];
    if (Math.abs(low - high) <= SAME_LEVEL) return `only ${this.level(issue.name, low)}`;
    if (Math.abs(shareOfRange(issue, low)) <= SAME_LEVEL) return `at ${most} ${this.level(issue.name, high)}`;
    if (Math.abs(shareOfRange(issue, high) - 1) <= SAME_LEVEL) return `at ${least} ${this.level(issue.name, low)}`;
    return `from ${this.level(issue.name, low)} to ${this.level(issue.name, high)}`;
  }

  /**
   * What keeps offers on an issue at a table from going further.
   * @param {string} name
   * @param {string} table
   * @param {string[]} limits
   */
  causes(name, table, limits) {
    const issue = this.issues[name];
    /** @type {Object<string, string>} */
    const causes = {
      "in force": "what is in force",
      demand: "what is demanded first",
      "absent deliverer": `what ${issue.absent[table]} would do without a seat`,
      "red line": issue.kind === "options" ? "what is refused" : "red lines",
    };
    return limits.map((limit) => causes[limit]);
  }
}

/** @param {IssueToTell} issue @param {number} x @returns {number} a real level as a share of its range */
function shareOfRange({ ends: [start, end] }, x) {
  return (x - start) / (end - start);
}

/**
 * @template {{name: string}} T
 * @param {T[]} things
 * @returns {Object<string, T>}
 */
function byNameOf(things) {
  return Object.fromEntries(things.map((thing) => [thing.name, thing]));
}
