"""A small page of the same make as the what-if page: everything in it, a strict policy, a worker from a blob."""

import base64
import hashlib

SUM = """\
/**
 * The sum of some numbers.
 * @param {Float64Array} numbers
 * @returns {number}
 */
export function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
"""

ASKS_A_WORKER = """\
const source = "onmessage = (event) => postMessage(event.data.reduce((a, b) => a + b, 0))";
const worker = new Worker(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
worker.onmessage = (event) => { document.querySelector("output").textContent = event.data; };
worker.postMessage([20, 22]);
"""

BODY = "<main><h1>A sum</h1><p><label for='sum'>The sum is</label> <output id='sum'></output></p></main>"


def page_of(script: str = ASKS_A_WORKER, body: str = BODY) -> str:
    """The page as HTML: nothing is allowed but its one script and workers from blobs."""
    sha256 = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{sha256}' 'wasm-unsafe-eval' blob:; worker-src blob:"
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>A sum</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"></head>'
        f"<body>{body}<script type='module'>{script}</script></body></html>"
    )
