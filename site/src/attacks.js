// The attacks as buttons. The one that the URL in the field was made by is pressed.

import { attribute, byId, slot, write } from "./dom.js";
import { List } from "./list.js";
import { words } from "./outcome.js";

/** @typedef {{id: string, title: string, description: string, expect: string}} Attack */

export class Attacks {
  constructor() {
    this.list = new List(byId("attacks"), "attack-template", fillAttack);
  }

  /** @param {Attack[]} attacks */
  render(attacks) {
    this.list.render(attacks);
  }

  /** @param {string} id empty for a URL that no attack has made */
  press(id) {
    for (const button of this.list.container.querySelectorAll("button")) {
      attribute(button, "aria-pressed", String(button.dataset.attack === id));
    }
  }
}

/** @param {HTMLElement} node @param {Attack} attack */
function fillAttack(node, { id, title, description, expect }) {
  attribute(/** @type {Element} */ (node.firstElementChild), "data-attack", id);
  write(slot(node, "title"), title);
  write(slot(node, "description"), description);
  write(slot(node, "expect"), `Expect: refused, ${words(expect)}`);
}
