/** What Python says of a scenario so that a page can tell its histories: `experiments/page/telling.py`. */

/** @typedef {{name: string, title: string}} Titled */
/**
 * @typedef {object} IssueToTell
 * @property {string} name
 * @property {string} title
 * @property {string} kind
 * @property {string} unit
 * @property {number[]} ends real levels at the shares 0 and 1
 * @property {string[]} options titles, in the order of their numbers
 * @property {boolean} plain whether its unit alone says which issue is meant
 * @property {boolean} share whether its unit says only that it is a share
 * @property {string | null} follow
 * @property {string | null} after
 * @property {Object<string, string>} absent
 */
/** @typedef {{name: string, title: string, since: number, demanded: boolean}} RungToTell */
/** @typedef {{name: string, title: string, met: boolean, rungs: RungToTell[]}} TableToTell */
/** @typedef {{name: string, title: string, party: string}} DemandToTell */
/** @typedef {{name: string, title: string, inside: string}} EventToTell */
/** @typedef {{as_of: number[], step: string, first_end: number[]}} Calendar */
/**
 * @typedef {object} TellingPhrases
 * @property {Object<string, string[]>} deeds what a yes is called, what a no, and what was likely to happen
 * @property {string[]} back
 * @property {Object<string, string>} lapses
 * @property {Object<string, string>} standing
 * @property {Object<string, string>} sides
 * @property {Object<string, string>} blocked
 */
/**
 * @typedef {object} TellingData
 * @property {string} title
 * @property {string} as_of
 * @property {Calendar} calendar
 * @property {Titled[]} parties
 * @property {Titled[]} mediators
 * @property {IssueToTell[]} issues
 * @property {TableToTell[]} tables
 * @property {DemandToTell[]} demands
 * @property {EventToTell[]} events
 * @property {Titled[]} outcomes
 * @property {string | null} war what violence is counted in
 * @property {Object<string, string[]>} terms
 * @property {string[]} types
 * @property {string[]} blocks
 * @property {string[]} stages
 * @property {Object<string, number>} scalars
 * @property {string[]} columns
 * @property {TellingPhrases} phrases
 */

const CALENDAR_MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
const DAYS_A_WEEK = 7;

/**
 * A round for a reader: its month, or the last day of its week.
 * @param {Calendar} calendar
 * @param {number} round from 1
 */
export function roundLabel(calendar, round) {
  if (calendar.step === "month") {
    const [year, month] = calendar.as_of;
    const months = month - 1 + round - 1;
    return `${CALENDAR_MONTHS[months % 12]} ${year + Math.floor(months / 12)}`;
  }
  const [year, month, day] = calendar.first_end;
  const end = new Date(Date.UTC(year, month - 1, day + DAYS_A_WEEK * (round - 1)));
  return `week to ${end.getUTCDate()} ${CALENDAR_MONTHS[end.getUTCMonth()]} ${end.getUTCFullYear()}`;
}
