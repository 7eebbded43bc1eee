// A JSON web token, opened: what its header and its payload say, as they say it.

import { attribute, byId, fill, slot, write } from "./dom.js";
import { List } from "./list.js";

/**
 * @typedef {object} Entry
 * @property {"header" | "payload"} place
 * @property {string} name
 * @property {string} json the value as it stands
 * @property {boolean} known whether the format has it
 * @property {"ok" | "warning" | "error"} status
 * @property {string} note
 * @property {string} meaning empty for what the format does not have
 */

export class TokenView {
  constructor() {
    this.section = byId("check-token");
    this.header = new List(byId("token-header"), "entry-template", fillEntry);
    this.payload = new List(byId("token-payload"), "entry-template", fillEntry);
  }

  /** @param {Entry[]} entries none for a URL without a token */
  render(entries) {
    this.section.hidden = entries.length === 0;
    this.header.render(entries.filter(({ place }) => place === "header"));
    this.payload.render(entries.filter(({ place }) => place === "payload"));
  }
}

/** @param {HTMLElement} node @param {Entry} entry */
function fillEntry(node, { name, json, known, status, note, meaning }) {
  attribute(node, "data-status", status);
  write(slot(node, "name"), name);
  write(slot(node, "json"), json);
  slot(node, "unknown").hidden = known;
  fill(node, "note", note);
  fill(node, "meaning", meaning);
}
