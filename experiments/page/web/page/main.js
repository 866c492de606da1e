/** The page: what is set, what is shown, and what a reader can do with it. */

import { unpacked } from "../core/bytes.js";
import { bars, headline, spoken, stack } from "./answer.js";
import { enough, enoughList, movedWords, moversList, moversOf, put } from "./beyond.js";
import { blame } from "./blame.js";
import { Panel } from "./controls.js";
import { byId, fill, h } from "./dom.js";
import { command, csvRow, handOver, scenarioFile } from "./files.js";
import { linked, unlinked } from "./link.js";
import { MOST_KEPT, guessForm, sideBySide } from "./meeting.js";
import { months } from "./months.js";
import { Past } from "./past.js";
import { Pool, SOON } from "./pool.js";
import { pictureOf } from "./pictures.js";
import { asked, rungsOf } from "./reading.js";
import { listen, requested, served, settingBefore } from "./server.js";
import { changesOf, isBase, keyOf, withMove } from "./setting.js";
import { storyView } from "./story_view.js";
import { Study } from "./study.js";
import { inHundred, points } from "./words.js";

/** @typedef {import("./setting.js").Setting} Setting */
/** @typedef {import("./setting.js").Control} Control */
/** @typedef {import("./study.js").Played} Played */
/** @typedef {import("./reading.js").WorldTold} WorldTold */
/**
 * @typedef {object} PageData what a page carries (`experiments/page/data.py`)
 * @property {string} title
 * @property {string} question
 * @property {string} as_of
 * @property {number} seed
 * @property {number} histories
 * @property {number} scalars
 * @property {string[]} rounds
 * @property {(WorldTold & import("../core/player.js").Played)[]} worlds
 * @property {Control[]} controls
 * @property {Object<string, import("./controls.js").Support[]>} support
 * @property {string[]} manners
 * @property {{lo: number, hi: number} | null} doubt
 */

const SETTLED = 2000; // histories after which an answer is spoken, and what lies beyond it is looked for
const STILL = 300; // milliseconds for which nothing moves before that

class App {
  /** @param {PageData} data @param {Pool} pool */
  constructor(data, pool) {
    this.data = data;
    this.controls = data.worlds.map((world) => world.controls.map((i) => data.controls[i]));
    const known = new Set(Object.values(data.worlds[0].questions).map(String));
    for (const world of data.worlds) world.shared = new Set(Object.keys(world.questions).filter((name) => known.has(String(world.questions[name]))));
    this.all = this.controls.map((controls) => new Map(controls.map((control) => [control.id, control])));
    this.study = new Study(pool, this.all, data.histories);
    /** @type {Past<Setting>} */
    this.past = new Past({ world: 0, moves: {} });
    /** @type {Played | null} */
    this.base = null;
    /** @type {Played | null} */
    this.played = null;
    this.asks = data.worlds[0].answers ?? rungsOf(data.worlds[0], data.worlds[0].names.tables[0])[0];
    /** @type {"far" | "ends"} */
    this.shows = "far";
    this.table = this.asks.includes(".") ? this.asks.split(".")[0] : data.worlds[0].names.tables[0];
    /** @type {import("./meeting.js").Kept[]} */
    this.kept = [];
    this.lastMoved = "";
    this.spokenOf = "";
    this.round = 0; // of looking beyond: an older one stops
    this.still = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.noting = undefined;
    /** @type {{of: string, share: number} | null} */
    this.guess = null;
    this.panels = this.controls.map((controls, i) => new Panel(i, controls, data.support, (control, step) => this.move(control, step)));
    this.study.onPicture = (played) => this.picture(played);
    this.study.onError = (error) => this.fail(error);
  }

  get setting() {
    return this.past.now;
  }

  get world() {
    return this.data.worlds[this.setting.world];
  }

  /** The question, or what the scenario that is shown answers where it does not know it. */
  get question() {
    return this.world.questions[this.asks] ? this.asks : this.world.answers ?? Object.keys(this.world.questions)[0];
  }

  begin() {
    document.title = `${this.data.title} – what if?`;
    fill(byId("title"), this.data.title);
    fill(byId("question"), this.data.question);
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", (event) => this.follow(new URL(event.newURL).hash));
    for (const kind of ["beforeprint", "afterprint"]) window.addEventListener(kind, () => this.print(kind === "beforeprint"));
    this.frame();
    const before = served() ? settingBefore(this.all) : null;
    if (served()) listen((text) => this.notice(text), () => this.setting);
    if (before) this.set(before);
    else if (location.hash) this.follow(location.hash);
    else this.study.show(this.setting);
  }

  // ---------------------------------------------------------------------------
  // What is set

  /** @param {Control} control @param {number} step */
  move(control, step) {
    this.set(withMove(this.setting, control, step, this.all[this.setting.world]), control.id);
  }

  /** @param {Setting} setting @param {string} moved what was moved: moving it further is one step of undoing with it */
  set(setting, moved = "") {
    this.past.set(setting, moved !== "" && moved === this.lastMoved && performance.now() - this.still < 1000);
    this.lastMoved = moved;
    this.changed();
  }

  changed() {
    this.still = performance.now();
    this.round++;
    byId("beyond").classList.add("old");
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.noteAddress(), STILL);
    this.frame();
    this.study.show(this.setting);
  }

  undo() {
    this.lastMoved = "";
    if (this.past.undo()) this.changed();
  }

  redo() {
    this.lastMoved = "";
    if (this.past.redo()) this.changed();
  }

  /** Have the address say what is set, so that loading it anew brings it back. */
  noteAddress() {
    const link = isBase(this.setting) ? "" : linked(this.setting, this.controls[this.setting.world], this.data.worlds[0].hash);
    try {
      history.replaceState(null, "", location.href.split("#")[0] + link);
    } catch {
      // A frame of a notebook has no address of its own.
    }
  }

  /** Take the setting of an address's end. @param {string} link */
  follow(link) {
    if (!/^#\d+~/.test(link)) return this.study.show(this.setting); // a place within the page
    try {
      this.set(unlinked(link, this.controls, this.data.worlds[0].hash));
    } catch (error) {
      this.study.show(this.setting);
      this.notice(/** @type {Error} */ (error).message);
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const typing = /** @type {Element} */ (event.target).matches("input:not([type=range]), textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("find")?.focus();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      if (event.shiftKey) this.redo();
      else this.undo();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y" && !typing) {
      event.preventDefault();
      this.redo();
    } else if (event.key === "Escape" && document.documentElement.classList.contains("present")) this.present(false);
  }

  // ---------------------------------------------------------------------------
  // What is shown

  /** All but the answer. */
  frame() {
    this.panels[this.setting.world].show(this.setting);
    this.tools();
    this.starts();
  }

  tools() {
    const tool = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => void} */ onclick, /** @type {object} */ more = {}) =>
      h("button", { id: `tool-${name}`, type: "button", onclick, ...more }, text);
    // Not `disabled`, which would throw out the focus of who has just undone the last thing.
    fill(byId("tools"),
      tool("undo", "↶", () => this.undo(), { "aria-label": "Undo", title: "Undo (Ctrl+Z)", "aria-disabled": String(!this.past.before.length) }),
      tool("redo", "↷", () => this.redo(), { "aria-label": "Redo", title: "Redo (Ctrl+Y)", "aria-disabled": String(!this.past.after.length) }),
      tool("compare", "Side by side", () => this.compare(), { disabled: !this.kept.length }),
      tool("guess", "Guess first", () => this.ask()),
      tool("present", "Present", () => this.present(!document.documentElement.classList.contains("present")), { "aria-pressed": String(document.documentElement.classList.contains("present")) }),
      tool("save", "Save …", () => this.save()),
    );
  }

  starts() {
    const base = this.data.worlds.map((world, i) => {
      const here = this.setting.world === i && Object.keys(this.setting.moves).length === 0;
      return h("button", { type: "button", id: `start-${i}`, "aria-current": String(here), onclick: () => this.set({ world: i, moves: {} }) }, i === 0 ? "As it stands" : startTitle(world.title));
    });
    const kept = this.kept.map((each, i) =>
      h("button", { type: "button", id: `kept-${i}`, "aria-current": String(keyOf(each.setting) === keyOf(this.setting)), onclick: () => this.set(each.setting) }, `${letter(i)}: ${each.title}`));
    const room = this.kept.length < MOST_KEPT && !isBase(this.setting) && !this.kept.some((each) => keyOf(each.setting) === keyOf(this.setting));
    fill(byId("starts"), h("span.quiet.small", {}, "Start from"), base, kept,
      h("button", { type: "button", id: "keep", disabled: !room, onclick: () => {
        this.keep();
        byId(`kept-${this.kept.length - 1}`).focus();
      } }, "+ Keep this one"),
      this.kept.some((each) => keyOf(each.setting) === keyOf(this.setting)) && h("button", { type: "button", id: "drop", onclick: () => this.drop() }, "Drop this one"),
      Object.keys(this.setting.moves).length > 0 && h("button", { type: "button", id: "reset", onclick: () => {
        this.set({ world: this.setting.world, moves: {} });
        byId(`start-${this.setting.world}`).focus();
      } }, "Reset"));
  }

  /** @param {Played} played */
  picture(played) {
    const { tally } = played;
    if (isBase(played.setting)) this.base = played;
    if (!tally || played.setting.world !== this.setting.world) return;
    this.played = played;
    const changed = !isBase(played.setting);
    const found = asked(this.world, tally, this.question);
    const table = this.world.names.tables.includes(this.table) ? this.table : this.world.names.tables[0];
    const base = changed && this.base?.tally ? { world: this.data.worlds[0], tally: this.base.tally } : null;
    fill(byId("headline"), headline(found, changed, tally.count, this.data.doubt), h("div.told", {}, stack(this.world, tally, this.question)),
      this.guess?.of === this.guessed() && h("p.told", {}, `Your guess was ${Math.round(100 * this.guess.share)}.`));
    fill(byId("answer"),
      h("div.row-head", {}, h("h2", {}, "Of 100 simulated histories", h("span.quiet.small", {}, changed ? "outline: as it stands · filled: what if · line: 95 % interval" : "line: 95 % interval")), this.switch()),
      bars({ world: this.world, tally, show: this.shows, headline: this.question, changed, onAsk: (name) => this.askOf(name) }),
      h("div.charts", {}, months(this.world, tally, base, table, this.data.rounds), h("div", {}, this.tableChoice(table), blame(this.world, tally, base && this.sameNames(base.world) ? base.tally : null, this.data.manners, table, changed))),
    );
    Object.assign(byId("headline").dataset, { of: keyOf(played.setting), count: tally.count });
    this.status(played.setting, tally.count);
    if (keyOf(played.setting) !== keyOf(this.setting)) return;
    if (tally.count >= SETTLED || tally.count >= this.data.histories) this.settled(found, changed, tally.count);
    if (changed && !this.base) void this.study.beside({ world: 0, moves: {} }, SETTLED).then(() => this.withBase());
  }

  withBase() {
    this.base = this.study.of({ world: 0, moves: {} });
    if (this.played) this.picture(this.played);
  }

  switch() {
    const choice = (/** @type {"far" | "ends"} */ name, /** @type {string} */ text) =>
      h("button", { id: `show-${name}`, type: "button", "aria-pressed": String(this.shows === name), onclick: () => {
        this.shows = name;
        if (this.played) this.picture(this.played);
      } }, text);
    return h("div.choice", { role: "group", "aria-label": "Show" }, choice("far", "How far it gets"), choice("ends", "How it ends"));
  }

  /** @param {string} table */
  tableChoice(table) {
    const { tables } = this.world.names;
    if (tables.length < 2) return null;
    return h("p", {}, h("label", {}, "Talks: ", h("select", { id: "table", onchange: (/** @type {Event} */ event) => {
      this.table = /** @type {HTMLSelectElement} */ (event.target).value;
      if (this.played) this.picture(this.played);
    } }, tables.map((name) => h("option", { value: name, selected: name === table }, this.world.titles.tables[name])))));
  }

  /** Whether the scenario that is shown has the same parties, issues and talks. @param {WorldTold} other */
  sameNames(other) {
    const of = (/** @type {WorldTold} */ { names: { parties, issues, tables } }) => JSON.stringify([parties, issues, tables]);
    return of(other) === of(this.world);
  }

  /** @param {string} name */
  askOf(name) {
    this.asks = name;
    if (name.includes(".")) this.table = name.split(".")[0];
    this.round++;
    if (this.played) this.picture(this.played);
  }

  /** How far it is, and the command of what is shown, which may be older than what is set. @param {Setting} setting @param {number} count */
  status(setting, count) {
    const text = this.commandOf(setting);
    fill(byId("status"),
      h("span", {}, h("b", {}, count.toLocaleString("en-GB")), ` of ${this.data.histories.toLocaleString("en-GB")} histories`),
      h("progress", { max: this.data.histories, value: count, "aria-label": "Histories played" }),
      h("span.quiet", {}, `Knowledge of ${this.data.as_of}. Shares of simulated histories, not chances of the real event.`),
      h("code", { id: "command", title: text }, text),
      h("button", { type: "button", id: "copy", onclick: () => this.copy(text, "The command is copied.") }, "Copy command"),
    );
  }

  /** @param {Setting} setting */
  commandOf(setting) {
    const changes = changesOf(setting, this.all[setting.world]);
    return command(this.data.worlds[0], this.data.worlds[setting.world], changes, this.data.histories, this.data.seed);
  }

  /**
   * Once enough histories were played: say so aloud, and look beyond.
   * @param {import("./reading.js").Asked} found
   * @param {boolean} changed
   * @param {number} count
   */
  settled(found, changed, count) {
    const of = `${this.round} ${this.question}`;
    if (this.spokenOf === of) return;
    this.spokenOf = of;
    if (!document.body.classList.contains("hidden-answer")) fill(byId("said"), spoken(found, changed, count));
    const round = this.round;
    setTimeout(() => {
      if (round === this.round) this.beyond(round);
    }, STILL);
  }

  /** @param {number} round */
  beyond(round) {
    const setting = this.setting;
    const stopped = () => round !== this.round;
    const title = this.world.titles.asked[this.question];
    const tally = /** @type {import("../core/answers.js").Tally} */ (this.played?.tally);
    const { place } = asked(this.world, tally, this.question);
    byId("beyond").classList.remove("old");
    fill(byId("beyond"),
      h("section.part", {}, h("h2", {}, `What would move “${title}” most from here`), h("div", { id: "movers" }, h("p.quiet", {}, "Looking …"))),
      h("section.part", {}, h("h2", {}, "What would be enough"), this.goal(title, stopped), h("div", { id: "enough" })),
      h("section.part", {}, this.turned(tally, place, title)),
    );
    const controls = this.controls[setting.world];
    void moversOf({
      study: this.study, setting, controls, all: this.all[setting.world], place, stopped,
      told: (movers, last) => {
        put("movers", ...moversList(movers, last, (control, step) => this.move(control, step)));
        if (last) this.panels[setting.world].lead([...new Set(movers.map((mover) => mover.control.id))]);
      },
    });
  }

  /** @param {string} title @param {() => boolean} stopped */
  goal(title, stopped) {
    const input = /** @type {HTMLInputElement} */ (h("input", { id: "target", type: "number", min: 1, max: 99, value: 60, "aria-label": `${title}: target, of 100` }));
    const seek = async (/** @type {Event} */ event) => {
      event.preventDefault();
      const target = Number(input.value) / 100;
      const setting = this.setting;
      const tally = await this.study.beside(setting, SETTLED);
      const { place, after } = asked(this.world, tally, this.question);
      if (after.p >= target) return put("enough", h("p", {}, `“${title}” is at ${inHundred(after.p)} of 100 already: nothing needs to change.`));
      const onMove = (/** @type {Control} */ control, /** @type {number} */ step) => this.move(control, step);
      put("enough", h("p.quiet", {}, "Looking at every lever …"));
      const found = await enough({
        study: this.study, setting, controls: this.controls[setting.world], all: this.all[setting.world], place, target, stopped,
        progress: (done, all, so) => !stopped() && put("enough", h("p.quiet", {}, `Looked at ${done} of ${all} levers …`), ...(so.some((each) => each.enough) ? enoughList(so, title, target, onMove) : [])),
      });
      if (!stopped()) put("enough", ...enoughList(found, title, target, onMove));
    };
    return h("form.goal", { onsubmit: seek }, h("label", { for: "target" }, title), " in ", input, " of 100", h("button", { type: "submit", id: "seek" }, "Find"));
  }

  /** Histories that this change turned, or that say yes. @param {import("../core/answers.js").Tally} tally @param {number} place @param {string} title */
  turned(tally, place, title) {
    const [gained, lost] = tally.turned[place];
    const chip = (/** @type {number} */ number, /** @type {string} */ mark) => h("button", { type: "button", onclick: () => this.tell(number), "aria-label": `Tell history ${number}` }, `${mark} ${number}`);
    if (isBase(this.setting)) return h("div", {}, h("h2", {}, `Histories with “${title}”`), h("p.quiet.small", {}, "Choose one to have it told."), h("div.chips", {}, tally.yes[place].slice(0, 12).map((number) => chip(number, ""))));
    return h("div", {}, h("h2", {}, "Histories that this turned"),
      gained.length + lost.length === 0 && h("p.quiet", {}, "None."),
      h("div.chips", {}, gained.slice(0, 10).map((number) => chip(number, "▲")), lost.slice(0, 10).map((number) => chip(number, "▼"))),
      h("p.quiet.small", {}, `▲ to “${title}”, ▼ away from it. Choose one to have it told beside its twin.`));
  }

  // ---------------------------------------------------------------------------
  // For a meeting

  keep() {
    this.kept.push({ title: this.titleOf(this.setting), setting: this.setting });
    this.starts();
    this.tools();
  }

  /** Keep this one no longer. */
  drop() {
    this.kept = this.kept.filter((each) => keyOf(each.setting) !== keyOf(this.setting));
    this.starts();
    this.tools();
    byId("keep").focus();
  }

  /** What a setting is called: what is moved in it. @param {Setting} setting */
  titleOf(setting) {
    const moved = this.changesWords(setting);
    const start = setting.world ? [startTitle(this.data.worlds[setting.world].title)] : [];
    const words = [...start, ...moved];
    return words.length > 1 ? `${words[0]} + ${words.length - 1} more` : words[0] ?? "As it stands";
  }

  /** @param {Setting} setting @returns {string[]} */
  changesWords(setting) {
    const all = this.all[setting.world];
    return Object.entries(setting.moves).map(([id, step]) => movedWords(/** @type {Control} */ (all.get(id)), step));
  }

  async compare() {
    const settings = [{ title: "As it stands", setting: { world: 0, moves: {} } }, ...this.kept];
    this.dialog("Side by side", h("p.quiet", {}, "Playing …"));
    const columns = await Promise.all(settings.map(async ({ title, setting }, i) => ({
      title: i ? `${letter(i - 1)}: ${title}` : title, world: this.data.worlds[setting.world], tally: await this.study.beside(setting, SETTLED),
      changes: [...(setting.world ? [this.data.worlds[setting.world].title] : []), ...this.changesWords(setting)],
    })));
    const base = this.data.worlds[0];
    const questions = [...base.names.tables.flatMap((table) => rungsOf(base, table)), ...base.names.outcomes];
    this.dialog("Side by side", h("p.quiet.small", {}, "Of 100 simulated histories, on the same luck; differences from “as it stands” in points, with 95 % intervals."), sideBySide(columns, questions), this.pairChoice());
  }

  /** A against B. */
  pairChoice() {
    if (this.kept.length < 2) return h("p.quiet.small", {}, "Keep a second one to set A against B.");
    const option = (/** @type {number} */ chosen) => this.kept.map((each, i) => h("option", { value: i, selected: i === chosen }, `${letter(i)}: ${each.title}`));
    const [one, other] = [0, 1].map((i) => /** @type {HTMLSelectElement} */ (h("select", { "aria-label": i ? "B" : "A" }, option(i))));
    const told = h("div");
    const play = async () => {
      const [a, b] = [one, other].map((select) => this.kept[Number(select.value)].setting);
      const world = this.data.worlds[b.world];
      const name = world.questions[this.asks] ? this.asks : this.question;
      const tally = await this.study.against(b, a, SETTLED, SOON, () => false);
      if (!tally) return;
      const found = asked(world, tally, name);
      fill(told, h("p", {}, `${found.title}: `, h("b", {}, `${inHundred(found.before.p)} | ${inHundred(found.after.p)}`), ` in 100; ${points(found.difference.d)} points (${points(found.difference.lo)} to ${points(found.difference.hi)})`));
    };
    return h("div", {}, h("h3", {}, "A | B"), h("p.goal", {}, one, " | ", other, h("button", { type: "button", onclick: play }, "Set against each other")), told);
  }

  /** @param {boolean} on */
  present(on) {
    document.documentElement.classList.toggle("present", on);
    this.frame();
  }

  /** On paper stands what was moved, whatever the panel shows. @param {boolean} on */
  print(on) {
    document.documentElement.classList.toggle("printed", on);
    this.frame();
  }

  ask() {
    document.body.classList.add("hidden-answer");
    this.guess = null;
    const title = this.world.titles.asked[this.question];
    this.dialog("Guess first", guessForm(title, (guess) => {
      this.guess = { of: this.guessed(), share: guess };
      document.body.classList.remove("hidden-answer");
      /** @type {HTMLDialogElement} */ (byId("dialog")).close();
      if (this.played) this.picture(this.played);
    }), () => document.body.classList.remove("hidden-answer"));
  }

  /** What a guess is about. */
  guessed() {
    return `${keyOf(this.setting)} ${this.question}`;
  }

  // ---------------------------------------------------------------------------
  // Save and share

  save() {
    const changes = changesOf(this.setting, this.all[this.setting.world]);
    const title = `What if ${this.titleOf(this.setting)}?`;
    const file = scenarioFile(this.world, title, changes);
    const address = `${location.href.split("#")[0]}${linked(this.setting, this.controls[this.setting.world], this.data.worlds[0].hash)}`;
    this.dialog("Save and share",
      h("p", {}, h("button", { type: "button", id: "save-link", onclick: () => this.copy(address, "The link is copied.") }, "Copy link"), " restores what is set, in this page."),
      h("p", {}, h("button", { type: "button", id: "save-yaml", disabled: isBase(this.setting), onclick: () => handOver("what_if.yaml", new Blob([file], { type: "text/yaml" })) }, "Scenario file"), " holds only what changed; put it beside ", h("code", {}, this.world.file), "."),
      served() && h("p", {}, h("button", { type: "button", id: "save-here", disabled: isBase(this.setting), onclick: () => this.ofServer("scenario", { save: true }) }, "Save beside the scenario"), " ",
        h("button", { type: "button", id: "save-brief", disabled: isBase(this.setting), onclick: () => this.ofServer("brief", {}) }, "Make a brief")),
      !served() && h("p.quiet.small", {}, "A brief of this: save the scenario file, then ", h("code", {}, `parley compare ${this.data.worlds[0].file} what_if.yaml`), " and ", h("code", {}, "parley brief"), " the folder that it names."),
      h("p", {}, h("button", { type: "button", id: "save-csv", onclick: () => handOver("what_if.csv", new Blob([this.csv()], { type: "text/csv" })) }, "Table (CSV)")),
      h("p", {}, ["svg", "png"].map((kind) => h("button", { type: "button", id: `save-${kind}`, onclick: () => void this.drawing(/** @type {"svg" | "png"} */ (kind)) }, `Months (${kind.toUpperCase()})`))),
      h("details", {}, h("summary", {}, "What the scenario file says"), h("pre.scroll", { tabindex: 0 }, file)),
      h("p.quiet.small", {}, "The browser prints the page as one sheet."),
    );
  }

  /**
   * Ask the server that handed out the page for what needs Python.
   * @param {"scenario" | "brief"} what
   * @param {object} more
   */
  async ofServer(what, more) {
    const sets = changesOf(this.setting, this.all[this.setting.world]);
    this.notice(what === "brief" ? "The brief is being made …" : "Saving …");
    try {
      this.notice(await requested(what, { world: this.setting.world, sets, title: `What if ${this.titleOf(this.setting)}?`, ...more }));
    } catch (error) {
      this.notice(`The server does not answer: ${/** @type {Error} */ (error).message}. Is parley serve still running?`);
    }
  }

  csv() {
    const { setting, tally } = /** @type {Played & {tally: import("../core/answers.js").Tally}} */ (this.played);
    const world = this.data.worlds[setting.world];
    const rows = Object.keys(world.questions).map((name) => {
      const { title, before, after, difference, alone } = asked(world, tally, name);
      const beside = alone ? ["", "", "", "", ""] : [difference.gained, difference.lost, difference.d, difference.lo, difference.hi];
      return csvRow([name, title, tally.count, alone ? "" : before.n, after.n, ...beside]);
    });
    return ["name,title,histories,base,what_if,gained,lost,difference,lo,hi", ...rows, ""].join("\n");
  }

  /** @param {"svg" | "png"} kind */
  async drawing(kind) {
    const chart = /** @type {SVGSVGElement} */ (document.querySelector(".months svg"));
    handOver(`what_if.${kind}`, await pictureOf(chart, kind, `${this.data.title}: how far, by when`));
  }

  /** @param {string} text @param {string} said */
  async copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      fill(byId("said"), said);
      this.notice(said);
    } catch {
      this.dialog("Copy", h("p", {}, "Select and copy:"), h("textarea", { rows: 5, cols: 60, "aria-label": "To copy", readonly: true }, text));
    }
  }

  // ---------------------------------------------------------------------------
  // Dialogs and notices

  /** @param {number} history */
  async tell(history) {
    const told = await this.study.tell(this.setting, history);
    this.dialog(`History ${history}${isBase(this.setting) ? "" : ", with the change and as it stands"}`, storyView(told));
  }

  /**
   * @param {string} title
   * @param {(import("./dom.js").Child | (() => void))[]} children what it holds, and what is done when it is closed
   */
  dialog(title, ...children) {
    const dialog = /** @type {HTMLDialogElement} */ (byId("dialog"));
    const onClose = children.find((child) => typeof child === "function");
    fill(dialog, h("button.close", { type: "button", onclick: () => dialog.close() }, "Close"), h("h2", { id: "dialog-title" }, title), ...children.filter((child) => typeof child !== "function"));
    dialog.onclose = /** @type {(() => void) | null} */ (onClose ?? null);
    if (!dialog.open) dialog.showModal();
  }

  /** @param {string} text */
  notice(text) {
    document.querySelector(".notice.passing")?.remove();
    const note = h("p.notice.passing", { role: "status" }, text);
    document.querySelector("main")?.append(note);
    setTimeout(() => note.remove(), 6000);
  }

  /** @param {Error} error */
  fail(error) {
    this.notice(`This could not be played: ${error.message}.`);
  }
}

/** A variant's title on a button: without the question around it. @param {string} title */
function startTitle(title) {
  const inside = title.replace(/^What if /, "").replace(/\?$/, "");
  return inside[0].toUpperCase() + inside.slice(1);
}

/** The letter of what was kept. @param {number} i */
function letter(i) {
  return String.fromCharCode(65 + i);
}

/** Unpack what the page carries, start the workers, and show the base. */
export async function begin() {
  try {
    const text = (/** @type {string} */ id) => /** @type {string} */ (byId(id).textContent);
    const [kernel, data] = await Promise.all([unpacked(text("kernel")), unpacked(text("data"))]);
    /** @type {PageData} */
    const page = JSON.parse(new TextDecoder().decode(data));
    const playing = { worlds: page.worlds, scalars: page.scalars, seed: page.seed };
    const module = await WebAssembly.compile(kernel);
    const pool = await Pool.started(text("worker"), Math.min(8, navigator.hardwareConcurrency || 2), { kind: "start", module, playing });
    new App(page, pool).begin();
  } catch (error) {
    byId("headline").textContent = `The page cannot compute here: ${error instanceof Error ? error.message : error}. A browser of the last three years should do.`;
  }
}
