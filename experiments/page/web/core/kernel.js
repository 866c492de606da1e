/** The rule book as WebAssembly: plays histories of a world, and tells one of them. */

/** @typedef {import("./world.js").World} World */

/**
 * Hears of a history as it happens.
 * @typedef {object} Listener
 * @property {(kind: string, t: number, a: number, k: number, x: number) => void} tell
 * @property {(kind: string, a: number, t: number, k: number, terms: number[][], settle: number, stall: number,
 *   yes: boolean) => void} tellChoice
 */

const SLOTS = 4; // address and up to three lengths
const SCRATCH = 128;
const PAGE = 65536;
const VIOLENCE_BINS = 1152;
const BELIEF_BINS = 100;

/** What some histories left behind: rows of whole numbers and of measures. */
/** @typedef {{count: number, width: number, whole: Int32Array, measured: Float64Array}} Rows */

export class Kernel {
  /**
   * @param {WebAssembly.Module} module
   * @param {number} scalars how many scalars a world has beside its arrays
   */
  static async made(module, scalars) {
    const kernel = new Kernel(scalars);
    const env = { parley_tell: kernel.heard.bind(kernel), parley_tell_choice: kernel.heardChoice.bind(kernel) };
    const { exports } = await WebAssembly.instantiate(module, { env });
    kernel.memory = /** @type {WebAssembly.Memory} */ (exports.memory);
    kernel.run = /** @type {(words: number) => number} */ (exports.play);
    kernel.next = /** @type {WebAssembly.Global} */ (exports.__heap_base).value;
    return kernel;
  }

  /** @param {number} scalars */
  constructor(scalars) {
    this.scalars = scalars;
    this.next = 0;
    /** @type {WebAssembly.Memory} */
    this.memory = /** @type {any} */ (null);
    /** @type {(words: number) => number} */
    this.run = () => 1;
    /** @type {Listener | null} */
    this.listener = null;
    /** @type {Map<World, Room>} */
    this.rooms = new Map();
  }

  /**
   * Room in the kernel's memory; views made before may be of no use any more.
   * @param {number} bytes
   */
  take(bytes) {
    const at = Math.ceil(this.next / 64) * 64;
    this.next = at + bytes;
    const missing = this.next - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /**
   * Play some histories of a world as its bytes are now.
   * @param {World} world
   * @param {number} seed
   * @param {number} first
   * @param {number} count
   * @returns {Rows}
   */
  play(world, seed, first, count) {
    const room = this.roomOf(world, count);
    room.enter(this.memory, this.listener !== null);
    const words = room.words(seed, first, count);
    new BigInt64Array(this.memory.buffer, room.call, words.length).set(words.map(BigInt));
    if (this.run(room.call) !== 0) throw new Error(`a rule failed in one of the histories from number ${first} on`);
    return room.rows(this.memory, count);
  }

  /**
   * Play one history and have it told.
   * @param {World} world
   * @param {number} seed
   * @param {number} history
   * @param {(room: Room) => Listener} listening
   * @returns {Rows}
   */
  tell(world, seed, history, listening) {
    this.listener = listening(this.roomOf(world, 1));
    try {
      return this.play(world, seed, history, 1);
    } finally {
      this.listener = null;
    }
  }

  /** @param {World} world @param {number} count @returns {Room} */
  roomOf(world, count) {
    let room = this.rooms.get(world);
    if (!room || room.most < count) {
      room = new Room(world, Math.max(count, 256), this.scalars, (bytes) => this.take(bytes), this);
      this.rooms.set(world, room);
    }
    return room;
  }

  /** @param {number} at @param {bigint} length */
  text(at, length) {
    return String.fromCharCode(...new Uint8Array(this.memory.buffer, at, Number(length)));
  }

  /**
   * @param {number} at
   * @param {bigint} length
   * @param {bigint} t
   * @param {bigint} a
   * @param {bigint} k
   * @param {number} x
   */
  heard(at, length, t, a, k, x) {
    this.listener?.tell(this.text(at, length), Number(t), Number(a), Number(k), x);
  }

  /**
   * @param {number} at
   * @param {bigint} length
   * @param {bigint} a
   * @param {bigint} t
   * @param {bigint} k
   * @param {number} terms
   * @param {bigint} count
   * @param {number} settle
   * @param {number} stall
   * @param {bigint} yes
   */
  heardChoice(at, length, a, t, k, terms, count, settle, stall, yes) {
    const n = Number(count);
    const both = Array.from(new Float64Array(this.memory.buffer, terms, 2 * n));
    const of = [both.slice(0, n), both.slice(n)];
    this.listener?.tellChoice(this.text(at, length), Number(a), Number(t), Number(k), of, settle, stall, yes !== 0n);
  }
}

/** Where a world lies in the kernel's memory, beside its directory, the call's arguments and what histories leave behind. */
export class Room {
  /**
   * @param {World} world
   * @param {number} most rows that there is room for
   * @param {number} scalars
   * @param {(bytes: number) => number} take
   * @param {{memory: WebAssembly.Memory}} owner
   */
  constructor(world, most, scalars, take, owner) {
    const { extents, columns, measures, fields } = world.image;
    this.world = world;
    this.most = most;
    this.owner = owner;
    this.parties = extents[0];
    this.rounds = extents[5];
    this.width = columns.length;
    this.measures = measures;
    this.names = Object.keys(fields);
    this.slotCount = SLOTS * this.names.length + scalars + 1;
    this.data = take(world.size);
    this.slots = take(8 * this.slotCount);
    this.call = take(8 * 128);
    this.scratch = take(SCRATCH);
    this.whole = take(4 * most * this.width);
    this.measured = take(8 * most * measures);
    this.violence = take(8 * (this.parties + 1) * this.rounds * VIOLENCE_BINS);
    this.incidents = take(8 * (this.parties + 1) * this.rounds);
    this.beliefs = take(8 * this.parties * 2 * this.rounds * BELIEF_BINS);
  }

  /**
   * Lay the world's bytes and its directory.
   * @param {WebAssembly.Memory} memory
   * @param {boolean} heard
   */
  enter(memory, heard) {
    new Uint8Array(memory.buffer, this.data, this.world.size).set(this.world.bytes);
    const slots = new Int32Array(memory.buffer, this.slots, 2 * this.slotCount).fill(0);
    this.names.forEach((name, i) => {
      const [at, ...lengths] = this.world.image.fields[name];
      slots[2 * SLOTS * i] = this.data + at;
      lengths.forEach((length, axis) => (slots[2 * (SLOTS * i + 1 + axis)] = length));
    });
    slots[2 * (this.slotCount - 1)] = heard ? 1 : 0;
  }

  /**
   * The call's arguments, as Numba passes them.
   * @param {number} seed
   * @param {number} first
   * @param {number} count
   * @returns {number[]}
   */
  words(seed, first, count) {
    const { extents } = this.world.image;
    const [p, t] = [this.parties, this.rounds];
    return [
      this.scratch, this.scratch + SCRATCH / 2,
      ...passed(this.slots, 8, [this.slotCount]),
      ...extents, seed % 2 ** 32, Math.floor(seed / 2 ** 32), first,
      ...passed(this.whole, 4, [count, this.width]),
      ...passed(this.measured, 8, [count, this.measures]),
      ...passed(this.violence, 8, [p + 1, t, VIOLENCE_BINS]),
      ...passed(this.incidents, 8, [p + 1, t]),
      ...passed(this.beliefs, 8, [p, 2, t, BELIEF_BINS]),
    ];
  }

  /** @param {WebAssembly.Memory} memory @param {number} count @returns {Rows} copies of what the histories left behind */
  rows(memory, count) {
    return {
      count,
      width: this.width,
      whole: new Int32Array(memory.buffer, this.whole, count * this.width).slice(),
      measured: new Float64Array(memory.buffer, this.measured, count * this.measures).slice(),
    };
  }

  /** Set the counts of violence and beliefs, which add up over calls, back to nothing. */
  forget() {
    const end = this.beliefs + 8 * this.parties * 2 * this.rounds * BELIEF_BINS;
    new Uint8Array(this.owner.memory.buffer, this.violence, end - this.violence).fill(0);
  }

  /** @returns {BigInt64Array[]} counts of violence and incidents by month, and of beliefs, of all that was played since */
  course() {
    const [p, t] = [this.parties, this.rounds];
    const buffer = this.owner.memory.buffer;
    return [
      new BigInt64Array(buffer, this.violence, (p + 1) * t * VIOLENCE_BINS).slice(),
      new BigInt64Array(buffer, this.incidents, (p + 1) * t).slice(),
      new BigInt64Array(buffer, this.beliefs, p * 2 * t * BELIEF_BINS).slice(),
    ];
  }

  /**
   * A whole number of the world as it stands now, at an index of an array.
   * @param {string} field
   * @param {number[]} index
   */
  whole64(field, ...index) {
    return new Int32Array(this.owner.memory.buffer)[2 * this.place(field, index)];
  }

  /** @param {string} field @param {number[]} index */
  real(field, ...index) {
    return new Float64Array(this.owner.memory.buffer)[this.place(field, index)];
  }

  /**
   * A scalar of the world, by its place after the arrays.
   * @param {number} place
   */
  scalar(place) {
    return new Float64Array(this.owner.memory.buffer)[this.slots / 8 + SLOTS * this.names.length + place];
  }

  /** @param {number} place */
  wholeScalar(place) {
    return new Int32Array(this.owner.memory.buffer)[2 * (this.slots / 8 + SLOTS * this.names.length + place)];
  }

  /** @param {string} field @param {number[]} index @returns {number} in words of 64 bits */
  place(field, index) {
    const [at, ...lengths] = this.world.image.fields[field];
    return (this.data + at) / 8 + index.reduce((sum, i, axis) => sum * lengths[axis] + i, 0);
  }
}

/**
 * An array as Numba passes it: owner and parent (none), items, bytes of an item, address, lengths, strides.
 * @param {number} at
 * @param {number} item
 * @param {number[]} lengths
 */
function passed(at, item, lengths) {
  const strides = lengths.map((_, axis) => item * lengths.slice(axis + 1).reduce((product, n) => product * n, 1));
  return [0, 0, lengths.reduce((product, n) => product * n, 1), item, at, ...lengths, ...strides];
}
