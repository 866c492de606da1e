/** A web worker: plays what it is asked for, one piece after the other. */

import { Player } from "./player.js";

/** @typedef {import("./player.js").WhatIf} WhatIf */
/** @typedef {{kind: "start", module: WebAssembly.Module, playing: import("./player.js").Playing}} Start */
/** @typedef {{kind: "play", task: number, whatIf: WhatIf, first: number, count: number,
 *   against?: WhatIf}} Play */
/** @typedef {{kind: "yes", task: number, whatIf: WhatIf, first: number, count: number, place: number}} Yes */
/** @typedef {{kind: "tell", task: number, whatIf: WhatIf, history: number}} Tell */

/** @type {Player | null} */
let player = null;

/** @param {Start | Play | Yes | Tell} asked */
async function obey(asked) {
  if (asked.kind === "start") {
    player = await Player.made(asked.module, asked.playing);
    return {};
  }
  if (!player) throw new Error("nothing was started");
  if (asked.kind === "tell") return { told: player.tell(asked.whatIf, asked.history) };
  if (asked.kind === "yes") return { yes: player.yes(asked.whatIf, asked.first, asked.count, asked.place) };
  return { tally: player.play(asked.whatIf, asked.first, asked.count, asked.against) };
}

/** Answer every message with one. */
export function work() {
  const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  scope.onmessage = async ({ data }) => {
    try {
      scope.postMessage({ task: data.task, ...(await obey(data)) });
    } catch (error) {
      scope.postMessage({ task: data.task, error: String(error instanceof Error ? error.message : error) });
    }
  };
}
