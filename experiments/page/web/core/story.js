/** A history as a reader reads it: month by month, in short lines, with its turning points; and two side by side. */

import { HELD_TO_A_DEMAND, MOVED_BY_AN_EVENT } from "./happenings.js";
import { choiceWords, decisionSentence, faithOf, isOfWar, sentenceOf, toneOf } from "./sentences.js";
import { Speaker } from "./speaker.js";
import { SAME_LEVEL } from "./tabled.js";
import { turningPoints } from "./turning.js";
import { capitalized, toldBelief, toldCount, toldList, toldSoMany, whose } from "./wording.js";

/** @typedef {import("./chronicle.js").Chronicle} Chronicle */
/** @typedef {import("./chronicle.js").RoundTold} RoundTold */
/** @typedef {import("./happenings.js").Entry} Entry */
/** @typedef {import("./seen.js").Standing} Standing */
/** @typedef {import("./seen.js").Beliefs} Beliefs */
/** @typedef {import("./sentences.js").Tone} Tone */
/** @typedef {import("./turning.js").TurningPoint} TurningPoint */
/** @typedef {{name: string, value: number}} Term a reason for a yes, or against it where it is negative; u */
/**
 * A line of a story.
 * @typedef {object} StoryLine
 * @property {string} text
 * @property {Tone} tone
 * @property {boolean} [heading] whether it names the table of which the lines below it tell
 * @property {Term[]} [terms] of a decision: its reasons, the largest first
 * @property {number} [advantage] of a decision: their sum, u
 * @property {number} [probability] of a decision: how likely a yes was
 * @property {boolean} [yes] of a decision: what was chosen
 * @property {StoryLine[]} [more] of decisions told together: each by itself
 */
/**
 * @typedef {object} StoryMonth
 * @property {number} round
 * @property {string} label
 * @property {boolean} quiet whether nothing happened but the war
 * @property {StoryLine[]} lines
 * @property {string} happened what happened, for comparisons: not why, nor how likely it was
 */
/**
 * @typedef {object} Story
 * @property {number} history
 * @property {string} outcome
 * @property {TurningPoint[]} turning
 * @property {StoryLine[]} opening who means it and what is believed, at the start
 * @property {StoryMonth[]} months
 * @property {StoryLine[]} ending how far each table came, what is in force, who means it
 */
/**
 * @typedef {object} MonthsCompared
 * @property {string} label
 * @property {StoryMonth | null} base
 * @property {StoryMonth | null} variant
 * @property {boolean} differs
 * @property {boolean} first whether it is the first that differs
 */
/**
 * @typedef {object} StoriesCompared
 * @property {{base: string, variant: string, differs: boolean}} outcome
 * @property {string | null} first the first month that differs; null where none does
 * @property {MonthsCompared[]} months
 */

const BELIEF_MOVED = 0.03; // least change of a belief that is worth a line
const MUCH_VIOLENCE = 1.25; // times what is usual
const LITTLE_VIOLENCE = 0.75;
const MOST_ALIKE = 3; // more decisions of one kind and answer are told together
const OUTSIDE = ["event", "turnover", "relented", MOVED_BY_AN_EVENT];
const FOLLOWING = ["refusal", "delivery", "gesture", "agreed", "vouching", "warning"];
const REVIEWS = ["keep", "keep_swap", "keep_unseated"];
const WORDS_OF_MEDIATORS = ["vouching", "warning"];
const NO_OCCASION = "no occasion to meet";
/** Keys of an entry that say why something happened or how likely it was, or what nobody sees. */
const WHY = [
  "type", "terms", "advantage", "rationality", "probability", "probability_if", "worth", "asked", "room", "limits",
];

/**
 * A finished chronicle as a story.
 * @param {Chronicle} chronicle
 * @returns {Story}
 */
export function storyOf(chronicle) {
  return new Teller(chronicle).story();
}

/**
 * Two histories side by side, with a mark on the first month in which something else happened.
 * @param {Story} base
 * @param {Story} variant
 * @returns {StoriesCompared}
 */
export function compareStories(base, variant) {
  const length = Math.max(base.months.length, variant.months.length);
  const pairs = Array.from({ length }, (_, i) => ({ one: base.months[i] ?? null, other: variant.months[i] ?? null }));
  const differ = pairs.map(({ one, other }) => one?.happened !== other?.happened);
  const first = differ.indexOf(true);
  const months = pairs.map(({ one, other }, i) => ({
    label: (one ?? other).label,
    base: one,
    variant: other,
    differs: differ[i],
    first: i === first,
  }));
  return {
    outcome: { base: base.outcome, variant: variant.outcome, differs: base.outcome !== variant.outcome },
    first: first >= 0 ? months[first].label : null,
    months,
  };
}

/** Turns a chronicle into lines. */
class Teller {
  /** @param {Chronicle} chronicle */
  constructor(chronicle) {
    this.c = chronicle;
    this.data = chronicle.data;
    this.say = new Speaker(chronicle.data);
    /** @type {Beliefs} as told last */
    this.told = structuredClone(chronicle.beliefs);
    /** @type {Object<string, string>} by table, the room to bargain as told last */
    this.room = {};
    /** @type {Object<string, string>} by table and party, what it offered last */
    this.offered = {};
  }

  /** @returns {Story} */
  story() {
    const { history, outcome } = this.c;
    return {
      history,
      outcome: outcome ? this.say.outcomes[outcome].title : "None of the named outcomes",
      turning: turningPoints(this.c),
      opening: this.opening(),
      months: this.c.rounds.map((now) => this.month(now)),
      ending: this.ending(),
    };
  }

  // Start and end

  opening() {
    const parties = this.data.parties.map(({ name, title }) =>
      plainLine(`${capitalized(title)} ${faithOf(this.c.types[name])}.${this.believed(name, this.c.beliefs)}`),
    );
    const demands = Object.entries(this.c.demands).map(([name, meant]) => {
      const truth = meant ? "is meant" : "is a bluff, and so no condition after all";
      return plainLine(`${capitalized(this.say.demand(name))} ${truth}.`);
    });
    return [...parties, ...demands];
  }

  ending() {
    const last = this.c.rounds[this.c.rounds.length - 1];
    const won = last.entries.filter(({ kind }) => kind === "won");
    return [
      ...won.map(({ side = "" }) =>
        plainLine(`${capitalized(this.data.phrases.sides[side])} won the war in ${last.label}: the history ends.`),
      ),
      ...Object.entries(last.tables).map(([name, standing]) => plainLine(this.tableAtTheEnd(name, standing))),
      plainLine(`In force: ${this.inForce(last.levels)}.`),
      ...this.data.parties.map(({ name, title }) =>
        plainLine(`${capitalized(title)} ${this.trueType(name)}.${this.believed(name, last.beliefs)}`),
      ),
    ];
  }

  /** @param {string} party */
  trueType(party) {
    const [before, after] = [this.c.types[party], this.c.typesAtEnd[party]];
    return before === after ? faithOf(after) : `${faithOf(after)}, unlike at the start`;
  }

  /** @param {string} party @param {Beliefs} beliefs @returns {string} what the others believe of a party */
  believed(party, beliefs) {
    const views = Object.entries(beliefs)
      .filter(([, of]) => party in of)
      .map(([observer, of]) => ({ observer: this.say.party(observer), p: toldBelief(of[party]) }));
    if (views.length === 0) return "";
    const would = `belief that ${this.say.party(party)} would`;
    if (new Set(views.map(({ p }) => p)).size === 1) {
      const others = views.length > 1 ? "The others'" : capitalized(whose(views[0].observer));
      return ` ${others} ${would}: ${views[0].p}.`;
    }
    return ` ${capitalized(would)}: ${views.map(({ observer, p }) => `${whose(observer)} ${p}`).join(", ")}.`;
  }

  /** @param {string} name @param {Standing} standing */
  tableAtTheEnd(name, standing) {
    const { rungs, met } = this.say.tables[name];
    const reached = rungs.filter((rung) => this.c.row[`${name}.${rung.name}.reached`] > 0).at(-1);
    const meetings = this.c.row[`${name}.meetings`];
    const idle = standing.stage === "bargaining" && meetings === 0;
    const far = reached ? `reached ${reached.title}` : "reached no step";
    const held = idle
      ? [met ? "did not meet again" : "never met"]
      : [toldSoMany(meetings, "meeting"), this.data.phrases.standing[standing.stage]];
    return `${this.say.table(name)}: ${[far, ...held, ...this.blocked(name, standing)].join("; ")}.`;
  }

  /** @param {string} table @param {Standing} standing @returns {string[]} who blocked it last */
  blocked(table, standing) {
    const block = this.c.blocks[table];
    if (!block || standing.stage === "complete") return [];
    const named = block.issue !== null && block.how !== "did_not_come"; // who stays away says nothing of an issue
    const over = named ? ` over ${this.say.issue(block.issue ?? "")}` : "";
    return [`blocked last by ${this.say.party(block.party)}${over} (${this.data.phrases.blocked[block.how]})`];
  }

  /** @param {Object<string, number>} levels @returns {string} what stands otherwise than at the start */
  inForce(levels) {
    const all = Object.entries(levels);
    const changed = all.filter(([name, x]) => Math.abs(x - this.c.levels[name]) > SAME_LEVEL);
    if (changed.length === 0) return "everything as at the start";
    const rest = changed.length < all.length ? "; all else as at the start" : "";
    return this.say.package(Object.fromEntries(changed)) + rest;
  }

  // Months

  /** @param {RoundTold} now @returns {StoryMonth} */
  month(now) {
    const quiet = now.entries.every((e) => e.again || (isOfWar(e) && (e.decision === "press" || !e.yes)));
    const outside = now.entries.filter(({ kind }) => OUTSIDE.includes(kind));
    const elsewhere = now.entries.filter((e) => !e.table && !isOfWar(e) && !OUTSIDE.includes(e.kind));
    return {
      round: now.number,
      label: now.label,
      quiet,
      lines: [
        ...(quiet ? [plainLine(`${capitalized(this.whyQuiet(now))}.`)] : []),
        ...outside.map((e) => this.line(e, now)),
        ...this.war(now),
        ...this.data.tables.flatMap(({ name }) => this.atTable(now, name)),
        ...this.lines(elsewhere, now),
        ...this.movedBeliefs(now),
      ],
      happened: happenedIn(now),
    };
  }

  /** @param {RoundTold} now @returns {string} why nobody met */
  whyQuiet(now) {
    const reasons = Object.entries(now.tables).map(([name, of]) => ({ name, why: this.whyIdle(now, name, of) }));
    if (reasons.length === 0) return "nothing to report";
    if (reasons.every(({ why }) => why === NO_OCCASION)) return NO_OCCASION;
    return reasons.map(({ name, why }) => `${this.say.table(name)}: ${why}`).join("; ");
  }

  /** @param {RoundTold} now @param {string} name @param {Standing} standing */
  whyIdle(now, name, standing) {
    if (standing.stage !== "bargaining") return this.data.phrases.standing[standing.stage];
    if (standing.open) return NO_OCCASION;
    const held = now.entries.filter(({ kind, table }) => kind === HELD_TO_A_DEMAND && table === name);
    if (held.length === 0) return "not open yet";
    return `held up by ${toldList(held.map(({ demand = "" }) => this.say.demand(demand)))}`;
  }

  /** @param {RoundTold} now @returns {StoryLine[]} how much violence, who pressed, whose hardliners attacked */
  war(now) {
    if (this.data.war === null) return [];
    const [seen, usual] = [summed(now.war.incidents), summed(now.war.usual)];
    const chosen = now.entries.filter(isOfWar);
    const attacks = chosen.filter(({ decision, yes }) => decision === "spoil" && yes);
    const rest = chosen.filter((e) => !attacks.includes(e)).map((e) => this.line(e, now));
    /** @type {Tone} */
    const tone = seen > MUCH_VIOLENCE * usual ? "bad" : seen < LITTLE_VIOLENCE * usual ? "good" : "plain";
    const counted = `${capitalized(this.data.war)}: ${toldCount(seen)} (usual for the season: ${toldCount(usual)}).`;
    const text = counted + this.pressing(chosen.filter(({ decision }) => decision === "press"));
    return [{ text, tone, ...(rest.length > 0 ? { more: rest } : {}) }, ...attacks.map((e) => this.line(e, now))];
  }

  /** @param {Entry[]} entries @returns {string} who pressed and who held back, as a further sentence */
  pressing(entries) {
    const told = [true, false].flatMap((pressed) => {
      const who = entries.filter(({ yes }) => yes === pressed).map(({ party = "" }) => this.say.party(party));
      return who.length > 0 ? [`${toldList(who)} ${pressed ? "pressed" : "held back"}`] : [];
    });
    return told.length > 0 ? ` ${capitalized(told.join("; "))}.` : "";
  }

  /** @param {RoundTold} now @param {string} name @returns {StoryLine[]} what happened at one table */
  atTable(now, name) {
    const entries = now.entries.filter((e) => e.table === name && !isOfWar(e) && !e.again);
    const lines = [...this.opened(now, name), ...this.lines(entries, now)];
    if (lines.length === 0 || this.data.tables.length === 1) return lines;
    const secret = now.tables[name].public ? "" : " (secret)";
    return [{ text: `${this.say.table(name)}${secret}`, tone: "plain", heading: true }, ...lines];
  }

  /** @param {RoundTold} now @param {string} name @returns {StoryLine[]} that its step is possible now, or no longer */
  opened(now, name) {
    const [before, after] = [this.c.rounds[now.number - 2]?.tables[name], now.tables[name]];
    if (!before || ["collapsed", "complete"].includes(after.stage) || before.stage === "complete") return [];
    if (before.open === after.open) return [];
    const passed = now.entries.filter(({ kind, table }) => kind === "passed over" && table === name).at(-1);
    const rung = this.say.rung(name, passed?.next ?? before.rung ?? "");
    if (!after.open) return [{ text: `What ${rung.title} requires is not met: the table must wait.`, tone: "bad" }];
    const met = `What ${rung.title} requires is now met${rung.demanded ? ", or no longer demanded" : ""}`;
    const why = rung.since === now.number ? `The time for ${rung.title} has come` : met;
    return [{ text: `${why}: the table is open.`, tone: "good" }];
  }

  /** @param {Entry[]} entries @param {RoundTold} now @returns {StoryLine[]} those that follow on joined to the last */
  lines(entries, now) {
    /** @type {StoryLine[]} */
    const lines = [];
    inGroups(entries).forEach((group, i, groups) => {
      const entry = group[0];
      if (group.length > 1) {
        lines.push(this.together(group, now));
        return;
      }
      lines.push(...this.newRoom(entry));
      const last = lines.at(-1);
      if (last && i > 0 && isToldWith(entry, groups[i - 1][0])) {
        last.text += ` ${sentenceOf(this.say, entry)}`;
        last.tone = toneOf(entry);
      } else {
        lines.push(this.line(entry, now));
      }
    });
    return lines;
  }

  /** @param {Entry} entry @param {RoundTold} now @returns {StoryLine} */
  line(entry, now) {
    const tone = toneOf(entry);
    if (entry.kind === "offer" && this.isSameOffer(entry)) {
      return { text: `${this.title(entry)} offered the same again.`, tone };
    }
    if (entry.kind !== "decision") return { text: sentenceOf(this.say, entry), tone };
    const met = now.entries.some(({ kind, table }) => kind === "meeting" && table === entry.table);
    const terms = Object.entries(entry.terms ?? {}).map(([name, value]) => ({ name, value }));
    terms.sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
    const { advantage, probability, yes } = entry;
    return { text: decisionSentence(this.say, entry, met), tone, terms, advantage, probability, yes };
  }

  /** @param {Entry} entry @returns {string} whose doing it was, as a sentence begins */
  title({ party = "" }) {
    return capitalized(this.say.party(party));
  }

  /** @param {Entry} entry @returns {boolean} whether a party offers what it offered when it last did; remembers what */
  isSameOffer({ table, party, text }) {
    const [where, what] = [`${table} ${party}`, JSON.stringify(text)];
    const same = this.offered[where] === what;
    this.offered[where] = what;
    return same;
  }

  /** @param {Entry[]} group decisions of one kind and answer @param {RoundTold} now @returns {StoryLine} */
  together(group, now) {
    const parties = [...new Set(group.map(({ party = "" }) => this.say.party(party)))];
    const issues = [...new Set(group.flatMap(({ issue }) => (issue ? [this.say.issue(issue)] : [])))];
    const met = now.entries.some(({ kind, table }) => kind === "meeting" && table === group[0].table);
    const chose = choiceWords(this.data.phrases, group[0], met, toldList(issues));
    const text = `${capitalized(toldList(parties))} ${chose}.`;
    return { text, tone: toneOf(group[0]), more: group.map((entry) => this.line(entry, now)) };
  }

  /** @param {Entry} entry @returns {StoryLine[]} how far an offer can go, when that is not yet told */
  newRoom({ table = "", room, limits = {} }) {
    const ends = JSON.stringify(room);
    if (!room || Object.keys(room).length === 0 || this.room[table] === ends) return [];
    this.room[table] = ends;
    const told = Object.entries(room).map(([name, found]) => this.say.limit(name, table, found, limits[name]));
    return [plainLine(`Room to bargain: ${told.join("; ")}.`)];
  }

  /** @param {RoundTold} now @returns {StoryLine[]} beliefs that have moved enough since they were told */
  movedBeliefs(now) {
    return this.data.parties.flatMap(({ name: observed }) => {
      const moved = Object.keys(now.beliefs).filter(
        (observer) => Math.abs(now.beliefs[observer][observed] - this.told[observer][observed]) >= BELIEF_MOVED,
      );
      if (moved.length === 0) return [];
      let rise = 0;
      const changes = moved.map((observer) => {
        const [before, after] = [this.told[observer][observed], now.beliefs[observer][observed]];
        this.told[observer][observed] = after;
        rise += after - before;
        return `${whose(this.say.party(observer))} ${toldBelief(before)} → ${toldBelief(after)}`;
      });
      const text = `Belief that ${this.say.party(observed)} would keep a deal: ${changes.join(", ")}.`;
      return [{ text, tone: /** @type {Tone} */ (rise > 0 ? "good" : "bad") }];
    });
  }
}

/** @param {Object<string, number>} numbers */
function summed(numbers) {
  return Object.values(numbers).reduce((sum, x) => sum + x, 0);
}

/** @param {string} text @returns {StoryLine} */
function plainLine(text) {
  return { text, tone: "plain" };
}

/**
 * Whether an entry is told in the line of what came before.
 * @param {Entry} entry
 * @param {Entry} before
 */
function isToldWith(entry, before) {
  if (!FOLLOWING.includes(entry.kind) || (entry.text && Object.keys(entry.text).length === 0)) return false;
  return WORDS_OF_MEDIATORS.includes(entry.kind) ? before.kind === entry.kind : true;
}

/**
 * Entries one by one, but decisions of one kind and answer that follow each other as a group: all reviews, and others
 * where they are many.
 * @param {Entry[]} entries
 * @returns {Entry[][]}
 */
function inGroups(entries) {
  /** @type {Entry[][]} */
  const groups = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && choiceMade(last[0]) !== "" && choiceMade(last[0]) === choiceMade(entry)) last.push(entry);
    else groups.push([entry]);
  }
  return groups.flatMap((group) => {
    const together = REVIEWS.includes(group[0].decision ?? "") || group.length > MOST_ALIKE;
    return together ? [group] : group.map((entry) => [entry]);
  });
}

/** @param {Entry} entry @returns {string} the kind of a decision and what was chosen; of all else nothing */
function choiceMade({ kind, decision = "", yes, back }) {
  if (kind !== "decision") return "";
  return `${REVIEWS.includes(decision) ? "review" : decision} ${yes} ${back ?? false}`;
}

/** @param {RoundTold} now @returns {string} what happened, as a text that is the same where the same happened */
function happenedIn({ entries, war }) {
  const told = entries
    .filter(({ again }) => !again)
    .map((entry) => Object.entries(entry).filter(([key]) => !WHY.includes(key)));
  const incidents = Object.values(war.incidents).map(Math.round);
  return JSON.stringify([told, incidents]);
}
