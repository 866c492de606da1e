/** How far, by when: the share of histories that had reached each step by the end of each month; dotted, in the base. */

import { h, svg } from "./dom.js";
import { byMonth } from "./reading.js";
import { inHundred } from "./words.js";

/** @typedef {import("../core/answers.js").Tally} Tally */
/** @typedef {import("./reading.js").WorldTold} WorldTold */

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT] = [340, 210, 28, 138, 8, 18];
const LINE = 14; // least distance of two labels

/**
 * @param {WorldTold} world
 * @param {Tally} tally
 * @param {{world: WorldTold, tally: Tally} | null} base
 * @param {string} table
 * @param {string[]} rounds titles of rounds, from round 0
 */
export function months(world, tally, base, table, rounds) {
  const last = rounds.length - 1;
  const now = byMonth(world, tally, table, last);
  const before = base?.world.names.rungs[table];
  const curves = base && before ? byMonth(base.world, base.tally, table, last) : [];
  const was = base && world.names.rungs[table].map((rung) => (before?.includes(rung) ? curves[before.indexOf(rung)] : null));
  const titles = world.names.rungs[table].map((rung) => world.titles.rungs[`${table}.${rung}`]);
  return h("figure.months", {},
    h("h3", {}, "How far, by when ", base ? h("span.quiet.small", {}, "dotted: as it stands") : null),
    drawing(world, now, was, titles, rounds),
    h("details", {}, h("summary", {}, "As a table"), h("div.scroll", { tabindex: 0 }, monthsTable(now, was, titles, rounds))),
  );
}

/**
 * @param {WorldTold} world
 * @param {number[][]} now
 * @param {(number[] | null)[] | null} was
 * @param {string[]} titles
 * @param {string[]} rounds
 */
function drawing(world, now, was, titles, rounds) {
  const last = rounds.length - 1;
  const x = (/** @type {number} */ t) => LEFT + ((WIDTH - LEFT - RIGHT) * t) / last;
  const y = (/** @type {number} */ p) => TOP + (HEIGHT - TOP - FOOT) * (1 - p);
  const path = (/** @type {number[]} */ shares) => shares.map((p, t) => `${t ? "L" : "M"}${x(t).toFixed(1)} ${y(p).toFixed(1)}`).join("");
  const colour = (/** @type {number} */ r) => `color-mix(in oklab, var(--blue) ${Math.round(45 + (55 * (r + 1)) / now.length)}%, var(--orange) ${r === now.length - 1 ? 100 : 0}%)`;
  const places = apart(now.map((shares) => y(shares[last])));
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${titles.map((title, r) => `${title} by ${rounds[last]}: ${inHundred(now[r][last])} of 100`).join("; ")}` },
    [0, 0.5, 1].map((p) => [svg("line", { class: "axis", x1: LEFT, x2: x(last), y1: y(p), y2: y(p) }), svg("text", { x: LEFT - 4, y: y(p) + 4, "text-anchor": "end" }, String(100 * p))]).flat(),
    svg("text", { x: LEFT, y: HEIGHT - 2 }, rounds[1]),
    svg("text", { x: x(last), y: HEIGHT - 2, "text-anchor": "end" }, rounds[last]),
    now.map((shares, r) => {
      const line = svg("path", { class: "curve", d: path(shares) });
      line.style.stroke = colour(r);
      const label = svg("text", { x: x(last) + 6, y: places[r] + 4 }, `${inHundred(shares[last])} ${cut(titles[r])}`);
      const earlier = was?.[r];
      const dotted = earlier ? svg("path", { class: "curve base", d: path(earlier) }) : null;
      if (dotted) dotted.style.stroke = colour(r);
      return [dotted, line, label];
    }).flat(),
  );
}

/** Labels that do not cover each other. @param {number[]} wanted */
function apart(wanted) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const places = [...wanted];
  for (let i = 1; i < order.length; i++) places[order[i]] = Math.max(places[order[i]], places[order[i - 1]] + LINE);
  const over = Math.max(0, (places[order[order.length - 1]] ?? 0) - (HEIGHT - FOOT));
  for (let i = order.length - 1, most = HEIGHT - FOOT; over > 0 && i >= 0; i--, most -= LINE) places[order[i]] = Math.min(places[order[i]], most);
  return places;
}

/** @param {string} title */
function cut(title) {
  return title.length > 18 ? `${title.slice(0, 17)}…` : title;
}

/**
 * @param {number[][]} now
 * @param {(number[] | null)[] | null} was
 * @param {string[]} titles
 * @param {string[]} rounds
 */
function monthsTable(now, was, titles, rounds) {
  return h("table.plain", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "By the end of"), titles.map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, rounds.slice(1).map((label, i) =>
      h("tr", {}, h("th", { scope: "row" }, label), now.map((shares, r) => h("td", {}, [was?.[r] ? `${inHundred(was[r][i + 1])} → ` : "", inHundred(shares[i + 1])]))))));
}
