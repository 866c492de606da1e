/** A chart as a file of its own: with its colours, since it leaves the page's styles behind. */

const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family", "text-anchor"];
const SCALE = 3; // pixels of a PNG to one of the drawing

/**
 * @param {SVGSVGElement} chart
 * @param {"svg" | "png"} kind
 * @param {string} title
 * @returns {Promise<Blob>}
 */
export async function pictureOf(chart, kind, title) {
  const copy = /** @type {SVGSVGElement} */ (chart.cloneNode(true));
  const { width, height } = chart.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const originals = [...chart.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((each, i) => {
    const style = getComputedStyle(originals[i]);
    for (const look of LOOKS) each.setAttribute(look, style.getPropertyValue(look));
    each.removeAttribute("style");
  });
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [key, value] of Object.entries({ width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor })) ground.setAttribute(key, value);
  const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
  name.textContent = title;
  copy.prepend(name, ground);
  const text = new XMLSerializer().serializeToString(copy);
  if (kind === "svg") return new Blob([text], { type: "image/svg+xml" });
  return await painted(text, width * SCALE, height * SCALE);
}

/** @param {string} text @param {number} width @param {number} height @returns {Promise<Blob>} */
function painted(text, width, height) {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
    };
    image.onerror = () => failed(new Error("no picture"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}
