// What the signer knows about parameters, and what the page calls the roles of
// parts, for those who have to name and explain a part.

import { byId, slot } from "./dom.js";

/**
 * @typedef {object} Part
 * @property {number} start in bytes of the UTF-8 text
 * @property {number} end
 * @property {string} name
 * @property {string} raw
 * @property {string} value
 * @property {string} role
 * @property {boolean} signed
 * @property {"ok" | "warning" | "error"} status
 * @property {string} note
 * @property {string} [meaning] what it is where no table says it
 */

/** @typedef {{name: string, field: string, meaning: string}} Parameter */
/** @typedef {{id: string, title: string, embed: import("./form.js").Embed}} Preset */

/** The parameter that stands for a whole family of names, by the role of a part. */
const FAMILIES = { path: "path", attribute: "attributes", control: "controls" };

export class Reference {
  /** @param {{parameters: Parameter[], presets: Preset[]}} answer of the signer */
  constructor({ parameters, presets }) {
    this.presets = presets;
    this.byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    this.byField = new Map(parameters.map((parameter) => [parameter.field, parameter]));
  }

  /** @param {Part} part */
  label(part) {
    return part.name || roleText(part.role, "label");
  }

  /** @param {Part} part */
  meaning(part) {
    if (part.meaning) return part.meaning; // that of another scheme
    const family = FAMILIES[/** @type {keyof FAMILIES} */ (part.role)];
    const parameter = family ? this.byField.get(family) : part.name && this.byName.get(part.name);
    return parameter ? parameter.meaning : roleText(part.role, "meaning");
  }
}

/** The legend under the URL says what each role is; it came with the page. */
function roleText(/** @type {string} */ role, /** @type {string} */ name) {
  const entry = byId("legend").querySelector(`[data-role="${role}"]`);
  return entry ? slot(entry, name).textContent : role;
}
