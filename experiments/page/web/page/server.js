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

/**
 * Hear of changed files: the page is loaded anew, with what is set, or the reader is told what is wrong with them.
 * @param {(text: string) => void} told
 */
export function listen(told) {
  const news = new EventSource("/events");
  news.addEventListener("changed", () => location.reload());
  news.addEventListener("broken", ({ data }) => told(`The file was changed and cannot be used: ${data}`));
}
