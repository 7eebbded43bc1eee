// The making of the signature, step by step, with the real bytes.

import { attribute, slot, write } from "./dom.js";
import { List } from "./list.js";

/** @typedef {{id: string, title: string, text: string, detail: string}} Step text is what it yields, detail explains it */

/** @param {HTMLElement} container @returns {List<Step>} */
export function stepsIn(container) {
  return new List(container, "step-template", (node, step) => {
    attribute(node, "data-step", step.id);
    write(slot(node, "title"), step.title);
    write(slot(node, "detail"), step.detail);
    write(slot(node, "text"), step.text);
  });
}
