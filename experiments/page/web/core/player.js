/** Plays settings of a page's scenario beside its base, on the same histories. */

import { Reader } from "./answers.js";
import { Kernel } from "./kernel.js";
import { World } from "./world.js";

/** @typedef {import("./answers.js").Tally} Tally */
/** @typedef {import("./answers.js").Names} Names */
/** @typedef {import("./world.js").Changes} Changes */
/** @typedef {import("./world.js").Laid} Laid */
/** @typedef {Laid & {names: Names}} Played a scenario as it is played */
/** @typedef {{worlds: Played[], scalars: number, seed: number}} Playing */
/** @typedef {{world: number, changes: Changes}} WhatIf which scenario it starts from, and what is changed in it */

const BASE = { world: 0, changes: {} };
const KEPT = 400; // pieces of the base that are kept

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
  }

  /**
   * What histories say of a setting, beside those of the base.
   * @param {WhatIf} whatIf
   * @param {number} first
   * @param {number} count
   * @returns {Tally}
   */
  play(whatIf, first, count) {
    const base = this.base(first, count);
    const { reader } = this.of(whatIf.world);
    return reader.tally(this.rows(whatIf, first, count), first, this.of(0).reader, base);
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

  /** What the same histories of the base answer. @param {number} first @param {number} count */
  base(first, count) {
    const key = `${first} ${count}`;
    const known = this.kept.get(key);
    if (known) return known;
    const found = this.of(0).reader.answers(this.rows(BASE, first, count));
    if (this.kept.size < KEPT) this.kept.set(key, found);
    return found;
  }

  /** @param {number} index */
  of(index) {
    let found = this.ready.get(index);
    if (!found) {
      const { names, ...laid } = this.playing.worlds[index];
      const reader = new Reader(names, laid.image.columns, laid.image.extents[5]);
      found = { world: new World(laid), reader };
      this.ready.set(index, found);
    }
    return found;
  }
}
