/** Web workers over all cores: each does one thing at a time, what is wanted now before what can wait. */

/** What goes before what: an answer, a look at what lies beyond it, more histories of the answer, a closer look. */
export const NOW = 0;
export const SOON = 1;
export const MORE = 2;
export const LATER = 3;

/**
 * @typedef {object} Task
 * @property {object} message
 * @property {number} rank the lowest goes first
 * @property {() => boolean} stopped whether nobody wants it any more
 * @property {(answer: any) => void} done
 * @property {(error: Error) => void} failed
 */

export class Pool {
  /**
   * @param {string} source the workers' script
   * @param {number} size
   * @param {object} start what each is told first
   */
  static async started(source, size, start) {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const pool = new Pool(Array.from({ length: size }, () => new Worker(address)));
    await Promise.all(pool.workers.map((_, i) => pool.ask(i, start)));
    return pool;
  }

  /** @param {Worker[]} workers */
  constructor(workers) {
    this.workers = workers;
    /** @type {Task[][]} */
    this.waiting = workers.map(() => []);
    /** @type {(Task | null)[]} */
    this.busy = workers.map(() => null);
    workers.forEach((worker, i) => {
      worker.onmessage = ({ data }) => this.answered(i, data);
      worker.onerror = (event) => this.answered(i, { error: event.message || "a worker could not be started" });
    });
  }

  get size() {
    return this.workers.length;
  }

  /**
   * @param {number} worker
   * @param {object} message
   * @param {number} rank it goes before all that has a higher one
   * @param {() => boolean} stopped asked before it begins; what nobody wants any more is answered with null
   * @returns {Promise<any>}
   */
  ask(worker, message, rank = NOW, stopped = () => false) {
    return new Promise((done, failed) => {
      const line = this.waiting[worker];
      const task = { message, rank, stopped, done, failed };
      const place = line.findIndex((other) => other.rank > rank);
      if (place < 0) line.push(task);
      else line.splice(place, 0, task);
      this.next(worker);
    });
  }

  /** The worker that has least to do. */
  idlest() {
    const load = this.waiting.map((line, i) => line.length + (this.busy[i] ? 1 : 0));
    return load.indexOf(Math.min(...load));
  }

  /** @param {number} worker */
  next(worker) {
    if (this.busy[worker]) return;
    let task = this.waiting[worker].shift();
    while (task?.stopped()) {
      task.done(null);
      task = this.waiting[worker].shift();
    }
    if (!task) return;
    this.busy[worker] = task;
    this.workers[worker].postMessage(task.message);
  }

  /** @param {number} worker @param {any} answer */
  answered(worker, answer) {
    const task = this.busy[worker];
    this.busy[worker] = null;
    if (answer.error) task?.failed(new Error(answer.error));
    else task?.done(answer);
    this.next(worker);
  }
}
