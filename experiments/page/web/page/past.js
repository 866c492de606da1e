/** What was set before, to go back to and forth again. */

/** @template State */
export class Past {
  /** @param {State} now */
  constructor(now) {
    this.now = now;
    /** @type {State[]} */
    this.before = [];
    /** @type {State[]} */
    this.after = [];
    this.at = 0;
  }

  /**
   * @param {State} state
   * @param {boolean} same whether it goes on with the last change, as a drag does, and is one step with it
   */
  set(state, same) {
    if (!same) this.before.push(this.now);
    this.now = state;
    this.after = [];
  }

  undo() {
    const state = this.before.pop();
    if (state === undefined) return false;
    this.after.push(this.now);
    this.now = state;
    return true;
  }

  redo() {
    const state = this.after.pop();
    if (state === undefined) return false;
    this.before.push(this.now);
    this.now = state;
    return true;
  }
}
