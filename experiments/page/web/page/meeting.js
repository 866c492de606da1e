/** For a meeting: what was kept, side by side; a guess before the answer. */

import { h } from "./dom.js";
import { asked } from "./reading.js";
import { inHundred, intervalWords, isClear, points } from "./words.js";

/** @typedef {import("../core/answers.js").Tally} Tally */
/** @typedef {import("./reading.js").WorldTold} WorldTold */
/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {{title: string, setting: Setting}} Kept */
/** @typedef {{title: string, world: WorldTold, tally: Tally, changes: string[]}} Column */

export const MOST_KEPT = 6;

/**
 * What-ifs side by side: a column each, a row a question; the base first.
 * @param {Column[]} columns
 * @param {string[]} questions names that the base knows
 */
export function sideBySide(columns, questions) {
  const rows = questions.map((name) => ({ name, cells: columns.map(({ world, tally }) => (world.questions[name] ? asked(world, tally, name) : null)) }));
  return h("div.scroll", { tabindex: 0 }, h("table.plain", {},
    h("caption.unseen", {}, "What-ifs side by side, of 100 simulated histories each"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Of 100"), columns.map((column) => h("th", { scope: "col" }, column.title)))),
    h("tbody", {},
      rows.map(({ name, cells }) => h("tr", {}, h("th", { scope: "row" }, columns[0].world.titles.asked[name]), cells.map((found, i) => h("td", {}, found ? cell(found, i === 0) : "–")))),
      h("tr", {}, h("th", { scope: "row" }, "Histories played"), columns.map(({ tally }) => h("td", {}, tally.count.toLocaleString("en-GB")))),
      h("tr", {}, h("th", { scope: "row" }, "Changed"), columns.map((column) => h("td.small", {}, column.changes.length ? column.changes.map((each) => h("div", {}, each)) : "nothing")))),
  ));
}

/** @param {import("./reading.js").Asked} found @param {boolean} first */
function cell(found, first) {
  const share = h("b", {}, inHundred(found.after.p));
  if (first || found.alone) return [share];
  const { difference } = found;
  if (!isClear(difference)) return [share, h("div.quiet.small", {}, "about the same")];
  return [share, h(`div.small.${difference.d > 0 ? "up" : "down"}`, {}, `${points(difference.d)} (${intervalWords(difference)})`)];
}

/**
 * Ask for a guess before the answer is shown.
 * @param {string} title of the question
 * @param {(guess: number) => void} onGuess
 */
export function guessForm(title, onGuess) {
  const output = h("output", { for: "guess" }, "50");
  const slider = /** @type {HTMLInputElement} */ (h("input", {
    type: "range", id: "guess", min: 0, max: 100, value: 50, "aria-label": `${title}: in how many of 100?`,
    oninput: () => (output.textContent = slider.value),
  }));
  return h("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    onGuess(Number(slider.value) / 100);
  } }, h("p", {}, `${title}: in how many of 100 simulated histories?`), h("p.goal", {}, slider, output, h("button", { type: "submit" }, "Reveal")));
}
