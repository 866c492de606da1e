/** A sentence for each kind of happening, in the words of `experiments/trace/story.py`, and whether it is good news. */

import { HELD_TO_A_DEMAND, MOVED_BY_AN_EVENT } from "./happenings.js";
import { SAME_LEVEL } from "./tabled.js";
import { capitalized, fixedTo, toldInHundred, toldList, toldNumber, toldOrdinal } from "./wording.js";

/** @typedef {import("./happenings.js").Entry} Entry */
/** @typedef {import("./speaker.js").Speaker} Speaker */
/** @typedef {import("./telling.js").TellingPhrases} TellingPhrases */
/** @typedef {Required<Entry>} Happened an entry of which those keys are read that its kind has */
/** @typedef {"good" | "bad" | "plain"} Tone */

const NEAR_WORTH = 0.01;

/** @type {Object<string, (s: Speaker, e: Happened) => string>} */
export const SENTENCE_OF = {
  meeting: (s, e) => `They met, for the ${toldOrdinal(e.number)} time on this step (${s.step(e.table, e.rung)}).`,
  package: () => "So everything that is left went on the table at once.",
  offer: (s, e) => `${capitalized(s.party(e.party))} offered ${s.package(e.text)}.`,
  text: (s, e) => {
    const who = capitalized(s.party(e.mediator));
    if (e.text) return `${who} tabled a single text: ${s.package(e.text)}.`;
    return `${who} sought a single text and found none that would be better for all than walking away.`;
  },
  refusal: (s, e) => {
    const over = e.issue ? `, above all over ${s.issue(e.issue)}` : "";
    const worth = Number(e.worth);
    const decimals = Math.abs(worth - e.asked) < NEAR_WORTH ? 3 : 2;
    const wanted = e.mediator ? "would take" : "asked for"; // nobody is waited out by a mediator's text
    const [offered, least] = [fixedTo(worth, decimals), fixedTo(e.asked, decimals)];
    return `${capitalized(s.party(e.party))} refused${over}: worth ${offered}, ${wanted} ${least}.`;
  },
  "no offer possible": (s, e) => {
    const who = `${capitalized(s.party(e.party))} had nothing to table`;
    const limits = e.limits[e.issue] ?? [];
    if (limits.length === 0) return `${who} that is worth what it asks for.`;
    const causes = toldList(s.causes(e.issue, e.table, limits));
    return `${who}: ${causes} left no room for what it asks for on ${s.issue(e.issue)}.`;
  },
  agreed: (_, e) => {
    if (Object.keys(e.text).length === 0) return "To have met was all that this step asked for.";
    return e.binding ? "That was agreed; it must be signed." : "That was agreed.";
  },
  delivery: (s, e) => {
    const same = Math.abs(e.level - e.agreed) <= SAME_LEVEL;
    return `Carried out: ${s.level(e.issue, e.level)}${same ? "" : `, of ${s.level(e.issue, e.agreed)} agreed`}.`;
  },
  "not yet due": (s, e) => {
    const { title, after } = s.issues[e.issue];
    const lag = e.months > 0 ? [`${toldNumber(e.months)} months after it was agreed`] : [];
    return `${capitalized(title)} is due only ${toldList([...lag, ...(after === null ? [] : [`once ${after}`])])}.`;
  },
  [MOVED_BY_AN_EVENT]: (s, e) => `In force from then on, by no agreement: ${s.level(e.issue, e.level)}.`,
  default: (s, e) => {
    const by = e.party ? ` by ${s.party(e.party)}` : "";
    const [agreed, inForce] = [s.level(e.issue, e.agreed), s.level(e.issue, e.level)];
    return `Default${by} on ${s.issue(e.issue)}: agreed ${agreed}, in force ${inForce}.`;
  },
  "taken back": (s, e) =>
    `${capitalized(s.party(e.party))} took back ${s.level(e.issue, e.before)}: now ${s.level(e.issue, e.level)}.`,
  climbed: (s, e) => `Step reached: ${s.step(e.table, e.rung)}.`,
  collapse: () => "The talks collapsed for good.",
  failure: (_, e) => {
    const broken = e.stage === "suspended" ? "The talks are broken off: failure" : "Failure";
    return `${broken} ${toldNumber(e.failures)} of the ${toldNumber(e.allowed)} that end them.`;
  },
  "walk-out": (s, e) => {
    const most = e.issue ? ` Most at stake for ${s.party(e.party)}: ${s.issue(e.issue)}.` : "";
    return `The meeting broke up.${most}`;
  },
  resumed: (_, e) => `The talks are resumed${e.stage === "carrying out" ? ", to carry out what was agreed" : ""}.`,
  leak: () => "Word got out: from now on the talks are public.",
  warning: (s, e) =>
    `${capitalized(s.party(e.mediator))} warned ${s.party(e.hearer)} that ${s.party(e.party)} would not keep a deal.`,
  vouching: (s, e) => `${capitalized(s.party(e.mediator))} vouched to ${s.party(e.hearer)} for ${s.party(e.party)}.`,
  turnover: (s, e) => `New leaders in ${s.party(e.party)}, seen by nobody for what they are: ${faithOf(e.type)}.`,
  event: (s, e) => `Event: ${s.events[e.event].title}${e.until ? ` (in effect until ${e.until})` : ""}.`,
  gesture: (s, e) => `${e.until ? `Until ${e.until}` : "For good"}: ${s.level(e.issue, e.level)}.`,
  lapsed: (s, e) => `The gesture on ${s.issue(e.issue)} lapsed: again ${s.level(e.issue, e.level)}.`,
  "took effect": (s, e) => `In effect at once: ${s.level(e.issue, e.level)}.`,
  followed: (s, e) => `With that step came into force: ${s.level(e.issue, e.level)}.`,
  announced: (s, e) => {
    if (e.issue) return `Nobody can promise this in secret (${s.issue(e.issue)}): from now on the talks are public.`;
    return "This step cannot be kept secret: from now on the talks are public.";
  },
  "called off": (s, e) => `The talks were called off: ${s.events[e.event].inside}.`,
  relented: (s, e) => `${capitalized(s.party(e.party))} gave up its demand “${s.demands[e.demand].title}”.`,
  "passed over": (s, e) =>
    `Step passed over: ${s.step(e.table, e.rung)}, since ${s.demand(e.demand)} ${s.data.phrases.lapses[e.reason]}.`,
  [HELD_TO_A_DEMAND]: (s, e) =>
    `${capitalized(s.demand(e.demand))} holds up ${s.step(e.table, e.rung)}: the talks wait for it.`,
  won: (s, e) => `${capitalized(s.data.phrases.sides[e.side])} won the war.`,
  decision: (s, e) => decisionSentence(s, e, true),
};

/** @type {Object<string, Tone>} of happenings that are news, good or bad; all others are plain */
const TONE_OF = {
  meeting: "good", package: "good", agreed: "good", delivery: "good", climbed: "good", resumed: "good", gesture: "good",
  vouching: "good", relented: "good", followed: "good", "took effect": "good",
  refusal: "bad", "no offer possible": "bad", default: "bad", "taken back": "bad", collapse: "bad", failure: "bad",
  "walk-out": "bad", leak: "bad", warning: "bad", "called off": "bad", [HELD_TO_A_DEMAND]: "bad",
};
const OF_WAR = ["press", "spoil"];

/**
 * A happening as a sentence; one without words of its own by its kind.
 * @param {Speaker} s
 * @param {Entry} entry
 */
export function sentenceOf(s, entry) {
  const say = SENTENCE_OF[entry.kind];
  return say ? say(s, /** @type {Happened} */ (entry)) : `${capitalized(entry.kind)}.`;
}

/** @param {Entry} entry @returns {Tone} */
export function toneOf(entry) {
  if (entry.kind !== "decision") return TONE_OF[entry.kind] ?? "plain";
  if (isOfWar(entry)) return entry.yes ? "bad" : "plain";
  return entry.yes ? "good" : "bad";
}

/** @param {Entry} entry @returns {boolean} whether it is a decision to fight */
export function isOfWar({ kind, decision }) {
  return kind === "decision" && OF_WAR.includes(decision ?? "");
}

/** @param {string} type @returns {string} what a party really is, as a sentence goes on */
export function faithOf(type) {
  return type === "settle" ? "would keep a deal" : "would not keep a deal";
}

/**
 * Who chose what, and how likely that was.
 * @param {Speaker} s
 * @param {Entry} entry
 * @param {boolean} met whether the table met in that round
 */
export function decisionSentence(s, entry, met) {
  const { party = "", probability = 0 } = entry;
  const who = entry.decision === "spoil" ? `hardliners of ${s.party(party)}` : s.party(party);
  const likely = toldInHundred(entry.yes ? probability : 1 - probability);
  const about = entry.issue ? s.issue(entry.issue) : "";
  return `${capitalized(who)} ${choiceWords(s.data.phrases, entry, met, about)} (likely: ${likely}).`;
}

/**
 * What was chosen, as a sentence goes on after the party.
 * @param {TellingPhrases} phrases
 * @param {Entry} entry
 * @param {boolean} met
 * @param {string} about titles of the issues
 */
export function choiceWords(phrases, { decision = "", yes, back }, met, about) {
  if (decision === "press") return yes ? "pressed the war" : "held back in the war";
  if (decision === "attend" && yes && !back) return met ? "came to the meeting" : "would have come";
  const [chose, declined] = back ? phrases.back : phrases.deeds[decision];
  return (yes ? chose : declined).replace("{issue}", about);
}
