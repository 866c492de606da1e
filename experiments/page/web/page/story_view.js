/** A history told: turning points first, then month by month, each decision with its reasons as small bars. */

import { h, svg } from "./dom.js";
import { inHundred } from "./words.js";

/** @typedef {import("../core/story.js").StoryLine} StoryLine */
/** @typedef {import("../core/story.js").StoryMonth} StoryMonth */
/** @typedef {import("../core/story.js").Term} Term */

/** @param {import("../core/player.js").Told} told */
export function storyView({ story, twin, compared }) {
  if (!twin || !compared) return h("div.story", {}, h("p", {}, h("b", {}, story.outcome)), turning(story), lines(story.opening), story.months.map((month) => monthView(month)), lines(story.ending));
  const outcome = compared.outcome.differs ? `${compared.outcome.variant}; as it stands: ${compared.outcome.base}` : `${compared.outcome.variant}, both ways`;
  return h("div.story", {},
    h("p", {}, h("b", {}, outcome)),
    h("p.quiet", {}, compared.first ? `They part in ${compared.first}.` : "Both go the same way."),
    h("div.columns", {}, h("section", {}, h("h3", {}, "With the change"), turning(story)), h("section", {}, h("h3", {}, "As it stands"), turning(twin))),
    compared.months.map((month) =>
      h(month.first ? "div.differs" : "div", {}, h("div.columns", {}, month.differs ? [column(month.variant, "With the change"), column(month.base, "As it stands")] : column(month.variant, "Both ways")))),
    h("div.columns", {}, h("section", {}, h("h3", {}, "The end, with the change"), lines(story.ending)), h("section", {}, h("h3", {}, "The end, as it stands"), lines(twin.ending))),
  );
}

/** @param {import("../core/story.js").Story} story */
function turning(story) {
  if (!story.turning.length) return h("p.quiet", {}, "Nothing turned it.");
  return h("ul", {}, story.turning.map((point) => h("li", {}, h("b", {}, `${point.month}: `), point.text)));
}

/** @param {StoryMonth | null} month @param {string} title */
function column(month, title) {
  return h("section", {}, month ? monthView(month, title) : h("p.quiet", {}, "It is over."));
}

/** @param {StoryMonth} month @param {string} [title] */
function monthView(month, title) {
  return h("section", {}, h("h3", {}, month.label, title ? h("span.quiet.small", {}, ` ${title.toLowerCase()}`) : null), lines(month.lines));
}

/** @param {StoryLine[]} found @returns {HTMLElement} */
function lines(found) {
  return h("ul", {}, found.map((line) =>
    line.heading ? h("li.heading", {}, h("b", {}, line.text)) : h(`li.${line.tone}`, {}, line.text, line.terms?.length ? [" ", balance(line.terms), reasons(line)] : null, line.more?.length ? h("details", {}, h("summary", {}, "One by one"), lines(line.more)) : null)));
}

/** The reasons of a decision as one small bar: what speaks against a yes left of the middle, what speaks for it right. @param {Term[]} terms */
function balance(terms) {
  const sum = (/** @type {number} */ sign) => terms.reduce((total, { value }) => total + Math.max(0, sign * value), 0);
  const most = Math.max(0.2, sum(1), sum(-1));
  const ends = { "1": 45, "-1": 45 };
  const pieces = terms.map(({ name, value }) => {
    const way = value > 0 ? "1" : "-1";
    const width = (44 * Math.abs(value)) / most;
    const x = value > 0 ? ends[way] : ends[way] - width;
    ends[way] += value > 0 ? width : -width;
    return svg("rect", { class: value > 0 ? "plus" : "minus", x, y: 1, width, height: 8 }, svg("title", {}, name));
  });
  return svg("svg", { class: "balance", viewBox: "0 0 90 10", role: "img", "aria-label": `reasons for a yes ${sum(1).toFixed(2)}, against ${sum(-1).toFixed(2)}` },
    pieces, svg("line", { class: "middle", x1: 45, x2: 45, y1: 0, y2: 10 }));
}

/** The reasons of a decision, for a yes to the right, against it to the left. @param {StoryLine} line */
function reasons(line) {
  const terms = /** @type {Term[]} */ (line.terms);
  const most = Math.max(0.05, ...terms.map((term) => Math.abs(term.value)));
  return h("details", {},
    h("summary", {}, "Why", line.probability === undefined ? "" : ` (a yes in ${inHundred(line.probability)} of 100)`),
    h("div.terms", {}, terms.map((term) => {
      const width = (45 * Math.abs(term.value)) / most;
      return [
        h("span", {}, term.name),
        svg("svg", { viewBox: "0 0 90 8", "aria-hidden": true }, svg("rect", { class: term.value > 0 ? "plus" : "minus", x: term.value > 0 ? 45 : 45 - width, y: 1, width, height: 6 })),
        h("span", {}, `${term.value > 0 ? "+" : "−"}${Math.abs(term.value).toFixed(2)}`),
      ];
    }).flat()));
}
