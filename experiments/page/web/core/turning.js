/** At which points a history turned: first meetings, walk-outs, agreements, steps, breaches, new leaders. */

import { faithOf } from "./sentences.js";
import { Speaker } from "./speaker.js";
import { capitalized } from "./wording.js";

/** @typedef {import("./chronicle.js").Chronicle} Chronicle */
/** @typedef {import("./chronicle.js").RoundTold} RoundTold */
/** @typedef {import("./sentences.js").Happened} Happened */
/** @typedef {import("./happenings.js").Entry} Entry */
/** @typedef {{month: string, round: number, text: string}} TurningPoint */
/**
 * What may be a turning point: the smaller its weight the sooner it is told, and each time that its like comes again it
 * weighs one more.
 * @typedef {{key: string, weight: number, text: string}} Turn
 */

const MOST_TURNS = 8;
const AGREEING = ["sign", "ratify", "consent"];

/**
 * By kind of happening; `types` is what each party is until now, which new leaders change.
 * @type {Object<string, (s: Speaker, e: Happened, now: RoundTold, types: Object<string, string>) => Turn | null>}
 */
const TURN_OF = {
  won: (s, e) => ({ key: "won", weight: 0, text: `${capitalized(s.data.phrases.sides[e.side])} won the war` }),
  collapse: (s, e) => ({ key: "", weight: 0, text: `The talks collapsed for good${atTable(s, e)}` }),
  climbed: (s, e) => ({ key: e.rung, weight: 1, text: `Step reached: ${s.step(e.table, e.rung)}${atTable(s, e)}` }),
  agreed: agreementTurn,
  default: (s, e) => {
    const who = e.party ? `${capitalized(s.party(e.party))} did not carry out` : "Nobody carried out";
    return { key: `breach ${e.issue}`, weight: 1, text: `${who} what was agreed on ${s.issue(e.issue)}` };
  },
  "taken back": (s, e) => ({
    key: `breach ${e.issue}`,
    weight: 1,
    text: `${capitalized(s.party(e.party))} went back on what was agreed on ${s.issue(e.issue)}`,
  }),
  meeting: (s, e) => {
    const first = s.tables[e.table].met ? "They met again" : "First meeting";
    return { key: "meeting", weight: 2, text: first + atTable(s, e) };
  },
  "walk-out": (s, e) => ({
    key: "walk-out",
    weight: 2,
    text: `${capitalized(s.party(e.party))} walked out${atTable(s, e)}`,
  }),
  "called off": (s, e) => ({
    key: "called off",
    weight: 2,
    text: `The talks were called off${atTable(s, e)}: ${s.events[e.event].inside}`,
  }),
  turnover: (s, e, _, types) => {
    const changed = types[e.party] !== e.type;
    types[e.party] = e.type;
    const beside = changed ? "unlike those before" : "like those before";
    const text = `New leaders in ${s.party(e.party)}, who ${faithOf(e.type)}, ${beside}`;
    return { key: `leaders ${e.party}`, weight: changed ? 2 : 4, text };
  },
  relented: (s, e) => ({
    key: e.demand,
    weight: 3,
    text: `${capitalized(s.party(e.party))} gave up its demand “${s.demands[e.demand].title}”`,
  }),
};

/**
 * The turning points of a history, in order: at most eight, those that weigh most.
 * @param {Chronicle} chronicle
 * @returns {TurningPoint[]}
 */
export function turningPoints(chronicle) {
  const found = allTurns(chronicle, new Speaker(chronicle.data));
  return [...found]
    .sort((one, other) => one.weight - other.weight) // keeps the order of what weighs the same
    .slice(0, MOST_TURNS)
    .sort((one, other) => one.place - other.place)
    .map(({ month, round, text }) => ({ month, round, text }));
}

/**
 * Everything that may be a turning point; first meetings only once.
 * @param {Chronicle} chronicle
 * @param {Speaker} speaker
 */
function allTurns(chronicle, speaker) {
  /** @type {Map<string, number>} */
  const times = new Map();
  const types = { ...chronicle.types };
  /** @type {(TurningPoint & {weight: number, place: number})[]} */
  const found = [];
  for (const now of chronicle.rounds) {
    for (const entry of now.entries) {
      const turn = TURN_OF[entry.kind]?.(speaker, /** @type {Happened} */ (entry), now, types);
      if (!turn) continue;
      const like = `${turn.key} ${entry.table ?? ""}`;
      const before = times.get(like) ?? 0;
      times.set(like, before + 1);
      if (before > 0 && entry.kind === "meeting") continue;
      const weight = turn.weight + before;
      found.push({ month: now.label, round: now.number, text: turn.text, weight, place: found.length });
    }
  }
  return found;
}

/**
 * An agreement that does not take its step at once: signed, or not signed by somebody.
 * @param {Speaker} s
 * @param {Happened} e
 * @param {RoundTold} now
 * @returns {Turn | null}
 */
function agreementTurn(s, e, now) {
  if (Object.keys(e.text).length === 0) return null;
  const after = now.entries.slice(now.entries.indexOf(e) + 1).filter(({ table }) => table === e.table);
  if (after.some(({ kind, rung }) => kind === "climbed" && rung === e.rung)) return null;
  const refused = after.find(({ decision = "", yes }) => AGREEING.includes(decision) && !yes);
  const step = `${s.step(e.table, e.rung)}${atTable(s, e)}`;
  if (!refused) return { key: `agreed ${e.rung}`, weight: 1, text: `${e.binding ? "Signed" : "Agreed"}: ${step}` };
  const deed = s.data.phrases.deeds[refused.decision ?? ""][1];
  const who = capitalized(s.party(refused.party ?? ""));
  return { key: `unsigned ${e.rung}`, weight: 2, text: `${who} ${deed}: ${step}` };
}

/** @param {Speaker} s @param {Happened} e @returns {string} the table in brackets, where there are several */
function atTable(s, e) {
  return s.data.tables.length > 1 ? ` (${s.table(e.table)})` : "";
}
