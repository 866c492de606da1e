/** The answer: in how many of 100 simulated histories, without and with the changes, on the same luck. */

import { h, svg } from "./dom.js";
import { asked, rungsOf } from "./reading.js";
import { inHundred, intervalWords, isClear, points } from "./words.js";

/** @typedef {import("../core/answers.js").Tally} Tally */
/** @typedef {import("./reading.js").WorldTold} WorldTold */
/** @typedef {import("./reading.js").Asked} Asked */

/**
 * The answer in large type.
 * @param {Asked} found
 * @param {boolean} changed whether anything differs from the base
 * @param {number} count histories
 * @param {{lo: number, hi: number} | null} doubt
 */
export function headline(found, changed, count, doubt) {
  const { before, after, difference } = found;
  changed &&= !found.alone;
  const now = changed ? h("span.told", {}, h("b", {}, `${inHundred(before.p)} → ${inHundred(after.p)}`), " in 100") : h("span.told", {}, h("b", {}, inHundred(after.p)), " in 100");
  return [
    h("p.large", {}, `${found.title}: `, now),
    h("p.under.quiet.told", {}, ...(changed ? changeWords(difference) : [h("span", {}, `95 % interval ${(100 * after.lo).toFixed(1)} to ${(100 * after.hi).toFixed(1)}`)]),
      h("span", {}, `${count.toLocaleString("en-GB")} simulated histories`),
      doubt && !changed ? h("span", {}, `${Math.round(100 * doubt.lo)} to ${Math.round(100 * doubt.hi)} over what nobody can settle`) : null),
  ];
}

/** @param {import("../core/statistics.js").Difference} difference */
function changeWords(difference) {
  const way = difference.d > 0 ? "up" : "down";
  if (!isClear(difference)) return [h("span", {}, "about the same"), h("span", {}, `(${intervalWords(difference)} points)`)];
  return [h(`span.${way}`, {}, h("b", {}, `${points(difference.d)} points`)), h("span", {}, `(${intervalWords(difference)}, same luck in both)`)];
}

/** The answer as a sentence that a reader hears. @param {Asked} found @param {boolean} changed @param {number} count */
export function spoken(found, changed, count) {
  const of = `of 100 simulated histories, from ${count.toLocaleString("en-GB")}`;
  if (!changed || found.alone) return `${found.title}: ${inHundred(found.after.p)} ${of}.`;
  const same = isClear(found.difference) ? "" : ", about the same";
  return `${found.title}: ${inHundred(found.after.p)} instead of ${inHundred(found.before.p)} ${of}${same}.`;
}

/**
 * How far it gets, or how it ends: a row each, as bars in a table.
 * @param {object} given
 * @param {WorldTold} given.world
 * @param {Tally} given.tally
 * @param {"far" | "ends"} given.show
 * @param {string} given.headline
 * @param {boolean} given.changed
 * @param {(name: string) => void} given.onAsk
 */
export function bars({ world, tally, show, headline, changed, onAsk }) {
  if (show === "ends") return table(world.names.outcomes.map((name) => asked(world, tally, name)), "How it ends", headline, changed, onAsk);
  const own = headline.split(".")[0]; // the talks that are asked about come first
  const order = [...world.names.tables].sort((a, b) => Number(b === own) - Number(a === own));
  return h("div", {}, order.map((name) => {
    const title = world.names.tables.length > 1 ? world.titles.tables[name] : "How far it gets";
    return table(rungsOf(world, name).map((rung) => asked(world, tally, rung)), title, headline, changed, onAsk, world);
  }));
}

/**
 * @param {Asked[]} rows
 * @param {string} title
 * @param {string} headline
 * @param {boolean} changed
 * @param {(name: string) => void} onAsk
 * @param {WorldTold} [world] if the rows are rungs, which are called by their own titles
 */
function table(rows, title, headline, changed, onAsk, world) {
  const several = world !== undefined && world.names.tables.length > 1;
  return h("table.bars", {},
    h(several ? "caption" : "caption.unseen", {}, title, h("span.unseen", {}, ": in how many of 100 simulated histories")),
    h("thead.unseen", {}, h("tr", {}, [world ? "Step" : "Ending", "Share", "Of 100", "Difference in points"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map((found) => row(found, world?.titles.rungs[found.name] ?? found.title, headline, changed, onAsk))),
  );
}

/** @param {Asked} found @param {string} title @param {string} headline @param {boolean} changed @param {(name: string) => void} onAsk */
function row(found, title, headline, changed, onAsk) {
  const { before, after, difference } = found;
  changed &&= !found.alone;
  const clear = isClear(difference);
  const id = `ask-${found.name}`;
  return h("tr", {},
    h("th", { scope: "row" }, h("button", { id, type: "button", "aria-pressed": String(found.name === headline), title: "Make this the question", onclick: () => onAsk(found.name) }, title)),
    h("td.track", {}, bar(found, changed)),
    h("td.now", {}, changed ? [h("span.quiet", {}, `${inHundred(before.p)} → `), h("b", {}, inHundred(after.p))] : h("b", {}, inHundred(after.p))),
    h("td.change", {}, !changed
      ? h("span.quiet.small", {}, `${(100 * after.lo).toFixed(1)} to ${(100 * after.hi).toFixed(1)}`)
      : clear
        ? h(`span.${difference.d > 0 ? "up" : "down"}`, {}, h("b", {}, points(difference.d)), h("span.small", {}, ` (${intervalWords(difference)})`))
        : h("span.quiet.small", {}, "about the same")),
  );
}

/** Filled: what if; outlined: base; the line: 95 % interval. @param {Asked} found @param {boolean} changed */
function bar(found, changed) {
  const { before, after, difference } = found;
  const [lo, hi] = changed ? [before.p + difference.lo, before.p + difference.hi] : [after.lo, after.hi];
  const at = (/** @type {number} */ p) => 100 * Math.min(Math.max(p, 0), 1);
  return svg("svg", { viewBox: "0 0 100 20", preserveAspectRatio: "none", "aria-hidden": true },
    svg("rect", { class: "bar", x: 0, y: 4, width: at(after.p), height: 12 }),
    changed && svg("rect", { class: "was", x: 0, y: 1.5, width: at(before.p), height: 17 }),
    svg("line", { class: "whisker", x1: at(lo), x2: at(hi), y1: 10, y2: 10 }));
}

/** What ends how, as one bar of the width of 100 histories. @param {WorldTold} world @param {Tally} tally @param {string} headline */
export function stack(world, tally, headline) {
  const shares = world.names.outcomes.map((name) => asked(world, tally, name));
  const root = h("div.stack", { role: "img", "aria-label": shares.filter(({ after }) => after.p >= 0.005).map((each) => `${each.title} ${inHundred(each.after.p)}`).join(", ") + " of 100" });
  shares.forEach((each, i) => {
    const piece = h("span", { title: `${each.title}: ${inHundred(each.after.p)} of 100` });
    piece.style.width = `${100 * each.after.p}%`;
    piece.style.background = each.name === headline ? "var(--orange)" : `color-mix(in oklab, var(--blue) ${Math.round(100 - (85 * i) / Math.max(1, shares.length - 1))}%, var(--line))`;
    root.append(piece);
  });
  return root;
}

