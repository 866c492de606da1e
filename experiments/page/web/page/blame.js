/** Who blocked last, on what and how, without and with the changes. */

import { h } from "./dom.js";
import { blocks } from "./reading.js";
import { inHundred } from "./words.js";

const MOST = 7;

/**
 * @param {import("./reading.js").WorldTold} world
 * @param {import("../core/answers.js").Tally} tally
 * @param {import("../core/answers.js").Tally | null} base
 * @param {string[]} manners
 * @param {string} table
 * @param {boolean} changed
 */
export function blame(world, tally, base, manners, table, changed) {
  const found = blocks(world, tally, changed ? base : null, manners, table);
  const goal = world.titles.rungs[`${table}.${world.names.goals[table]}`];
  const most = Math.max(0.01, ...found.map((each) => Math.max(each.p, each.before)));
  return h("section", {},
    h("h3", {}, `Who blocked last, and on what, short of “${goal}”`),
    h("table.blame", {},
      h("thead.unseen", {}, h("tr", {}, ["Of 100", "Who", "Before"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, found.slice(0, MOST).map((each) => {
        const row = h("tr", {},
          h("td.number", {}, h("b", {}, inHundred(each.p))),
          h("th", { scope: "row" }, `${each.party} ${each.manner}`, each.issue ? h("span.quiet", {}, ` – ${each.issue}`) : null),
          h("td.number.quiet", {}, changed && base ? `was ${inHundred(each.before)}` : ""));
        row.style.setProperty("--share", `${(100 * each.p) / most}%`);
        return row;
      }))),
    h("p.quiet.small", {}, `${found.length > MOST ? `${found.length - MOST} more, each less often; ` : ""}of all 100; the rest came to it, or nobody blocked.`),
  );
}
