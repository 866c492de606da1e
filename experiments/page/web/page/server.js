/** What a page that parley serves can ask of it: to save a scenario, to make a brief, and to say that files have changed. */

import { handOver } from "./files.js";

/** Whether parley serves this page. */
export function served() {
  return document.body.hasAttribute("data-served");
}

/**
 * Ask for a file or a brief; what came of it, for a reader.
 * @param {"scenario" | "brief"} what
 * @param {object} asked
 * @returns {Promise<string>}
 */
export async function requested(what, asked) {
  const answer = await fetch(`/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asked) });
  if (what === "brief" && answer.ok) {
    const name = /filename\*=UTF-8''(.+)$/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "brief.pdf";
    handOver(decodeURIComponent(name), await answer.blob());
    return "The brief is there.";
  }
  const { problems, file } = await answer.json();
  if (problems?.length) return problems.join(" ");
  return `Saved as ${file}, beside the scenario.`;
}

const KEPT_SETTING = "setting";

/**
 * Hear of changed files: the page is loaded anew, with what is set, or the reader is told what is wrong with them.
 * @param {(text: string) => void} told
 * @param {() => import("./setting.js").Setting} setting as it is then
 */
export function listen(told, setting) {
  const news = new EventSource("/events");
  news.addEventListener("changed", () => {
    sessionStorage.setItem(KEPT_SETTING, JSON.stringify(setting()));
    location.replace(location.pathname);
  });
  news.addEventListener("broken", ({ data }) => told(`The file was changed and cannot be used: ${data}`));
}

/**
 * What was set when the files changed, as far as the scenario still has it; null if nothing was.
 * @param {Map<string, import("./setting.js").Control>[]} controls of each scenario
 * @returns {import("./setting.js").Setting | null}
 */
export function settingBefore(controls) {
  const kept = sessionStorage.getItem(KEPT_SETTING);
  sessionStorage.removeItem(KEPT_SETTING);
  if (kept === null) return null;
  const { world, moves } = JSON.parse(kept);
  const known = controls[world];
  if (!known) return null;
  const still = Object.entries(moves).filter(([id, step]) => {
    const control = known.get(id);
    return control && step >= control.low && step <= control.high;
  });
  return { world, moves: Object.fromEntries(still) };
}
