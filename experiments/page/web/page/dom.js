/** Elements, made in one call. */

/** @typedef {string | number | Node | null | false | undefined | (string | number | Node | null | false | undefined)[]} Child */
/** @typedef {Object<string, string | number | boolean | ((event: any) => void) | null | undefined>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An HTML element. An attribute that begins with `on` is a listener; one that is false or null is left out.
 * @param {string} name perhaps with classes: `p.quiet`
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 * @returns {HTMLElement}
 */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  return /** @type {HTMLElement} */ (furnished(element, attributes, children));
}

/**
 * An SVG element.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  return /** @type {SVGElement} */ (furnished(document.createElementNS(SVG, name), attributes, children));
}

/** @param {Element} element @param {Attributes} attributes @param {Child[]} children */
function furnished(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** The element of an id. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Put children in place of what an element holds, without losing the focus that one of them has.
 * @param {Element} element
 * @param {Child[]} children
 */
export function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement?.id : "";
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== false && child !== undefined).map((child) => (child instanceof Node ? child : String(child))));
  if (focused) document.getElementById(focused)?.focus();
}
