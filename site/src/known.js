// What the receiver knows besides the secret: the fields of Check that are
// folded away. What is left empty is not told, and so not checked.

import { byId, write } from "./dom.js";
import { lines } from "./form.js";

const LISTS = ["used_nonces", "teams", "account_types"];

export class Known {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.fields = /** @type {any} */ (form.elements);
  }

  /** @returns {Record<string, string | string[]>} fields for the signer */
  read() {
    /** @type {Record<string, string | string[]>} */
    const known = {};
    const id = this.fields.client_id.value;
    if (id) known.client_id = id;
    for (const name of LISTS) {
      const values = lines(this.fields[name].value);
      if (values.length > 0) known[name] = values;
    }
    const count = Object.keys(known).length;
    write(byId("known-count"), count > 0 ? `${count} set` : "");
    return known;
  }
}
