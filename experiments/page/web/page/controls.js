/** What can be moved, for a reader: sliders with their evidence, those that matter most first, then by party and table. */

import { byId, fill, h } from "./dom.js";
import { withUnit } from "./words.js";

/** @typedef {import("./setting.js").Control} Control */
/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {{kind: string, source: string, text: string}} Support */
/** @typedef {{root: HTMLElement, slider: HTMLInputElement, output: HTMLOutputElement, back: HTMLElement}} Row */

const TABS = [
  { group: "party", title: "What they can do" },
  { group: "number", title: "What nobody knows" },
  { group: "event", title: "Events" },
];
const RESTS = { quoted: "Quoted", inferred: "Inferred", assumed: "Assumed", default: "Usual value", none: "No reason given" };
const LETTERS = { quoted: "Q", inferred: "I", assumed: "A", default: "–", none: "?" };
const KINDS = /** @type {Object<string, string>} */ ({ positions: "Gives way on", in_force: "Delivers before anything is agreed" });

export class Panel {
  /**
   * @param {number} place among the panels
   * @param {Control[]} controls
   * @param {Object<string, Support[]>} support
   * @param {(control: Control, step: number) => void} onMove
   */
  constructor(place, controls, support, onMove) {
    this.place = place;
    this.controls = controls;
    this.support = support;
    this.onMove = onMove;
    this.tab = "party";
    this.sought = "";
    /** @type {string[]} */
    this.nearest = [];
    this.late = false;
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    /** @type {Map<string, Row>} */
    this.near = new Map();
    /** @type {Setting} */
    this.setting = { world: 0, moves: {} };
    this.held = false;
    this.touched = false;
    for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
      document.addEventListener(kind, (event) => this.hold(kind === "pointerdown" && /** @type {Element} */ (event.target).matches("#levers input")));
    }
  }

  /** While a slider is held nothing is laid anew around it. @param {boolean} held */
  hold(held) {
    this.held = held;
    this.touched ||= held;
    if (!held && this.late) this.leaders();
  }

  /** @param {Setting} setting */
  show(setting) {
    this.setting = setting;
    const panel = byId("levers").dataset;
    const only = isPresented() ? Object.keys(setting.moves).sort().join() : "";
    const wanted = `${this.place} ${this.tab} ${this.sought} ${isPresented()} ${only}`;
    if (wanted !== panel.shows) this.build();
    panel.shows = wanted;
    for (const rows of [this.rows, this.near]) {
      for (const [id, row] of rows) this.update(row, this.of(id), setting.moves[id] ?? 0);
    }
    for (const counter of document.querySelectorAll("[data-counts]")) {
      const ids = /** @type {HTMLElement} */ (counter).dataset.counts?.split("\n") ?? [];
      const moved = ids.filter((id) => setting.moves[id]).length;
      fill(counter, moved ? h("b.down", {}, `, ${moved} moved`) : "");
    }
  }

  /** @param {string} id @returns {Control} */
  of(id) {
    return /** @type {Control} */ (this.controls.find((control) => control.id === id));
  }

  /** Put those that matter most first. @param {string[]} ids */
  lead(ids) {
    this.nearest = ids;
    if (this.held) this.late = true;
    else this.leaders();
  }

  build() {
    this.rows = new Map();
    this.near = new Map();
    const open = new Set([...document.querySelectorAll("#levers details.owner[open]")].map((each) => /** @type {HTMLElement} */ (each).dataset.owner));
    const shown = this.controls.filter((control) =>
      isPresented() ? this.setting.moves[control.id] : control.group === this.tab && matches(control, this.sought));
    const owners = [...new Set(shown.map((control) => control.owner))];
    fill(
      byId("levers"),
      h("div.tabs", { role: "tablist", "aria-label": "What to change" }, TABS.map((tab) => this.tabButton(tab))),
      h("div", { role: "tabpanel", id: "levers-panel", "aria-labelledby": `tab-${this.tab}` },
        this.finder(),
        this.tab === "party" && !this.sought && h("details.owner.near", { open: true, id: "near", "data-owner": "near" }),
        owners.map((owner, i) =>
          this.owner(owner, shown.filter((control) => control.owner === owner), this.sought !== "" || open.has(owner) || (i === 0 && !owners.some((each) => open.has(each)))),
        ),
        shown.length === 0 && h("p.quiet", {}, this.sought ? `Nothing is called “${this.sought}” here.` : "There is nothing of this kind in the scenario."),
      ),
    );
    this.leaders();
  }

  /** @param {{group: string, title: string}} tab */
  tabButton(tab) {
    const choose = () => {
      this.tab = tab.group;
      this.show(this.setting);
      byId(`tab-${tab.group}`).focus();
    };
    return h("button", {
      role: "tab", id: `tab-${tab.group}`, "aria-selected": String(tab.group === this.tab), "aria-controls": "levers-panel",
      tabindex: tab.group === this.tab ? 0 : -1, onclick: choose,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!way) return;
        const place = TABS.findIndex((each) => each.group === this.tab) + way;
        this.tab = TABS[(place + TABS.length) % TABS.length].group;
        this.show(this.setting);
        byId(`tab-${this.tab}`).focus();
      },
    }, tab.title);
  }

  finder() {
    return h("input.find", {
      type: "search", id: "find", placeholder: "Find (press /)", "aria-label": "Find something to change", value: this.sought,
      oninput: (/** @type {Event} */ event) => {
        this.sought = /** @type {HTMLInputElement} */ (event.target).value;
        this.show(this.setting);
        const input = /** @type {HTMLInputElement} */ (byId("find"));
        input.focus();
        input.setSelectionRange(this.sought.length, this.sought.length);
      },
    });
  }

  /** Fill in those that matter most; what a reader is looking at below them stays where it is. */
  leaders() {
    this.late = false;
    const room = document.getElementById("near");
    if (!room) return;
    this.near = new Map();
    const found = this.nearest.map((id) => this.of(id)).filter((control) => control?.group === this.tab);
    room.hidden = found.length === 0;
    const before = room.offsetHeight;
    fill(room, h("summary", {}, "What matters most from here"), found.map((control) => this.row(control, this.near, true)));
    for (const [id, row] of this.near) this.update(row, this.of(id), this.setting.moves[id] ?? 0);
    if (this.touched) scrollerOf(byId("levers")).scrollTop += room.offsetHeight - before;
  }

  /** @param {string} owner @param {Control[]} controls @param {boolean} open */
  owner(owner, controls, open) {
    const groups = [...new Set(controls.map(groupOf))];
    return h("details.owner", { open: open || isPresented(), "data-owner": owner },
      h("summary", {}, owner, " ", h("span.quiet.small", {}, String(controls.length), h("span", { "data-counts": controls.map((each) => each.id).join("\n") }))),
      groups.map((group) => [
        group ? h("p.group", {}, group) : null,
        controls.filter((control) => groupOf(control) === group).map((control) => this.row(control, this.rows, false)),
      ]).flat(2),
    );
  }

  /** @param {Control} control @param {Map<string, Row>} rows @param {boolean} named whether its owner must be said */
  row(control, rows, named) {
    const name = `${named ? "near" : "lever"}-${this.controls.indexOf(control)}`;
    const title = named ? `${control.owner}: ${control.title}` : titleIn(control);
    const move = () => this.onMove(control, Number(slider.value));
    const slider = /** @type {HTMLInputElement} */ (h("input", {
      type: "range", id: name, min: control.low, max: control.high, step: 1, oninput: move,
    }));
    const output = /** @type {HTMLOutputElement} */ (h("output", { for: name }));
    const back = h("button.back", { type: "button", "aria-label": `Put back: ${title}`, title: "Put back", onclick: () => {
      slider.focus();
      this.onMove(control, 0);
    } }, "↺");
    const root = h("div.lever", {},
      h("div.name", {}, h("label", { for: name }, title, control.down ? h("span.quiet", {}, ` (down: ${control.down.toLowerCase()})`) : null), this.why(control, name)),
      h("div.slide", {}, slider, output, back),
    );
    rows.set(control.id, { root, slider, output, back });
    return root;
  }

  /** @param {Row} row @param {Control} control @param {number} step */
  update(row, control, step) {
    row.slider.value = String(step);
    const value = withUnit(control.values[step - control.low], control.unit);
    row.output.value = step === 0 && control.now ? "not known" : value;
    row.slider.setAttribute("aria-valuetext", step === 0 && control.now ? `not known: ${control.now}` : value);
    row.root.classList.toggle("moved", step !== 0);
    row.back.hidden = step === 0;
  }

  /** What it rests on: a button that says how well, and opens the words. @param {Control} control @param {string} name */
  why(control, name) {
    const found = supportOf(control, this.support);
    const kind = /** @type {keyof typeof RESTS} */ (weakest(found));
    const text = h("div.evidence", { hidden: true, id: `${name}-why` },
      control.now ? h("p", {}, `Not known: ${control.now}.`) : null,
      found.map(told));
    const button = h("button.why", {
      type: "button", "aria-expanded": "false", "aria-controls": `${name}-why`, "aria-label": `${RESTS[kind]}: what ${titleIn(control)} rests on`,
      title: found.map((each) => each.text).filter(Boolean).join(" · ").slice(0, 400) || RESTS[kind],
      onclick: () => {
        text.hidden = !text.hidden;
        button.setAttribute("aria-expanded", String(!text.hidden));
        button.closest(".lever")?.append(text);
      },
    }, LETTERS[kind]);
    return button;
  }
}

/** Whether only what was moved is shown: to others in large type, or on paper. */
function isPresented() {
  return document.documentElement.matches(".present, .printed");
}

/** What is scrolled when an element's content is: the element itself, or on a narrow screen the page. @param {HTMLElement} element */
function scrollerOf(element) {
  return element.scrollHeight > element.clientHeight + 1 ? element : document.scrollingElement ?? element;
}

/** @param {Support} piece */
function told(piece) {
  const kind = RESTS[/** @type {keyof typeof RESTS} */ (piece.kind)];
  if (piece.kind === "quoted") return h("blockquote", {}, `“${piece.text}”`, h("span.quiet", {}, ` – ${piece.source}`));
  return h("p", {}, `${kind}${piece.source ? ` from ${piece.source}` : ""}: ${piece.text || "nothing is said"}`);
}

/** @param {Support[]} found */
function weakest(found) {
  const order = Object.keys(RESTS);
  return found.reduce((worst, each) => (order.indexOf(each.kind) > order.indexOf(worst) ? each.kind : worst), found.length ? "quoted" : "default");
}

/**
 * What the number that a control sets rests on: that at its path, or else that around it.
 * @param {Control} control
 * @param {Object<string, Support[]>} support
 * @returns {Support[]}
 */
export function supportOf(control, support) {
  for (const path of Object.keys(control.sets)) {
    for (let at = path; at.includes("."); at = at.slice(0, at.lastIndexOf("."))) {
      if (support[at]) return support[at];
    }
  }
  return [{ kind: "default", source: "", text: "what it is when the scenario says nothing" }];
}

/** @param {Control} control */
function groupOf(control) {
  if (control.group !== "party") return "";
  return KINDS[control.kind] ?? (control.table ? "At the tables" : "How it bargains");
}

/** A control's title where its group is said above it. @param {Control} control */
function titleIn(control) {
  return KINDS[control.kind] ? control.title.slice(control.title.indexOf(": ") + 2) : control.title;
}

/** @param {Control} control @param {string} sought */
function matches(control, sought) {
  const text = `${control.owner} ${control.title} ${control.down ?? ""}`.toLowerCase();
  return sought.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
