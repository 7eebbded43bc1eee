// Presets: users to start from. The button of the one that the form holds is
// pressed, until the form holds another.

import { attribute } from "./dom.js";

/** @typedef {import("./form.js").Embed} Embed */

export class Presets {
  #active = { id: "", user: "" };

  /**
   * @param {HTMLFormElement} form
   * @param {import("./form.js").EmbedForm} embed
   */
  constructor(form, embed) {
    this.buttons = [...form.querySelectorAll("[data-preset]")];
    this.embed = embed;
  }

  /**
   * Fills the form with a user. Only the path stays: what belonged to the person
   * before must not be signed for this one.
   * @param {string} id
   * @param {import("./reference.js").Preset[]} presets
   */
  apply(id, presets) {
    const { path } = this.embed.read();
    this.embed.write({ ...presets.find((preset) => preset.id === id)?.embed, path });
    this.#active = { id, user: this.#user() };
  }

  /** Presses the button of the preset that the form still holds. */
  show() {
    const { id, user } = this.#active;
    const held = id !== "" && user === this.#user();
    for (const button of this.buttons) {
      attribute(button, "aria-pressed", String(held && button.getAttribute("data-preset") === id));
    }
  }

  /** All of the form but the path, for comparing. */
  #user() {
    const { path: _, ...user } = this.embed.read();
    return JSON.stringify(user);
  }
}
