/** Plays settings of a page's scenario beside its base, on the same histories. */

import { Reader } from "./answers.js";
import { chronicleOf } from "./chronicle.js";
import { Kernel } from "./kernel.js";
import { compareStories, storyOf } from "./story.js";
import { World } from "./world.js";

/** @typedef {import("./answers.js").Tally} Tally */
/** @typedef {import("./answers.js").Names} Names */
/** @typedef {import("./world.js").Changes} Changes */
/** @typedef {import("./world.js").Laid} Laid */
/** @typedef {Laid & {names: Names, telling: import("./telling.js").TellingData}} Played a scenario as it is played, and told */
/** @typedef {{story: import("./story.js").Story, twin: import("./story.js").Story | null,
 *   compared: import("./story.js").StoriesCompared | null}} Told a history, and its twin in the base */
/** @typedef {{worlds: Played[], scalars: number, seed: number}} Playing */
/** @typedef {{world: number, changes: Changes}} WhatIf which scenario it starts from, and what is changed in it */

const BASE = { world: 0, changes: {} };
const MOST_KEPT_PIECES = 400; // pieces of the base that are kept

export class Player {
  /**
   * @param {WebAssembly.Module} module
   * @param {Playing} playing
   */
  static async made(module, playing) {
    return new Player(await Kernel.made(module, playing.scalars), playing);
  }

  /**
   * @param {Kernel} kernel
   * @param {Playing} playing
   */
  constructor(kernel, playing) {
    this.kernel = kernel;
    this.playing = playing;
    /** @type {Map<number, {world: World, reader: Reader}>} */
    this.ready = new Map();
    /** @type {Map<string, Uint8Array>} */
    this.kept = new Map();
    /** @type {{of: string, kept: Map<string, Uint8Array>}} */
    this.other = { of: "", kept: new Map() };
  }

  /**
   * What histories say of a setting, beside those of the base, or of another setting.
   * @param {WhatIf} whatIf
   * @param {number} first
   * @param {number} count
   * @param {WhatIf} [against]
   * @returns {Tally}
   */
  play(whatIf, first, count, against = BASE) {
    const partner = this.partner(against, first, count);
    const { reader } = this.of(whatIf.world);
    return reader.tally(this.rows(whatIf, first, count), first, this.of(against.world).reader, partner);
  }

  /**
   * Yes (1) or no of histories to one question, by its place.
   * @param {WhatIf} whatIf
   * @param {number} first
   * @param {number} count
   * @param {number} place
   */
  yes(whatIf, first, count, place) {
    const { reader } = this.of(whatIf.world);
    const all = reader.answers(this.rows(whatIf, first, count));
    return Uint8Array.from({ length: count }, (_, i) => all[i * reader.questions.length + place]);
  }

  /**
   * A history told, beside the same one of the base where anything is changed.
   * @param {WhatIf} whatIf
   * @param {number} history
   * @returns {Told}
   */
  tell(whatIf, history) {
    const story = this.story(whatIf, history);
    const twin = JSON.stringify(whatIf) === JSON.stringify(BASE) ? null : this.story(BASE, history);
    return { story, twin, compared: twin && compareStories(twin, story) };
  }

  /** @param {WhatIf} whatIf @param {number} history */
  story(whatIf, history) {
    const { world } = this.of(whatIf.world);
    world.change(whatIf.changes);
    const { telling } = this.playing.worlds[whatIf.world];
    return storyOf(chronicleOf(this.kernel, world, telling, this.playing.seed, history));
  }

  /**
   * @param {WhatIf} whatIf
   * @param {number} first
   * @param {number} count
   */
  rows(whatIf, first, count) {
    const { world } = this.of(whatIf.world);
    world.change(whatIf.changes);
    return this.kernel.play(world, this.playing.seed, first, count);
  }

  /**
   * What the same histories answer in the setting that others are compared with; those of the base are kept.
   * @param {WhatIf} against
   * @param {number} first
   * @param {number} count
   */
  partner(against, first, count) {
    const of = JSON.stringify(against);
    const kept = of === JSON.stringify(BASE) ? this.kept : this.keptOf(of);
    const key = `${first} ${count}`;
    const known = kept.get(key);
    if (known) return known;
    const found = this.of(against.world).reader.answers(this.rows(against, first, count));
    if (kept.size < MOST_KEPT_PIECES) kept.set(key, found);
    return found;
  }

  /** What was kept of a setting other than the base: of the last one only. @param {string} of */
  keptOf(of) {
    if (this.other.of !== of) this.other = { of, kept: new Map() };
    return this.other.kept;
  }

  /** @param {number} index */
  of(index) {
    let found = this.ready.get(index);
    if (!found) {
      const { names, telling: _, ...laid } = this.playing.worlds[index];
      const reader = new Reader(names, laid.image.columns, laid.image.extents[5]);
      found = { world: new World(laid), reader };
      this.ready.set(index, found);
    }
    return found;
  }
}
