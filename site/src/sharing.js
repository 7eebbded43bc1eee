// The button that makes a link of the form, and the way back.

import { byId } from "./dom.js";
import { lines } from "./form.js";
import { holdsSecret } from "./secrets.js";
import { BadLink, objection, readShare, shareOf, writeShare } from "./share.js";
import { say } from "./status.js";

/** A secret that was typed in is looked for from this length on; a shorter one is in every text. */
const SECRET_AT_LEAST = 8;

export class Sharing {
  /**
   * @param {HTMLFormElement} form
   * @param {import("./form.js").EmbedForm} embed
   */
  constructor(form, embed) {
    this.fields = /** @type {any} */ (form.elements);
    this.embed = embed;
    byId("share").addEventListener("click", (/** @type {Event} */ event) => {
      // The click goes on to copy.js, unless there is nothing to copy.
      if (!this.#make()) event.stopPropagation();
    });
  }

  /** Puts the link away; it says what the form held. */
  forget() {
    byId("shared").hidden = true;
    byId("share-problem").hidden = true;
  }

  /**
   * @param {import("./address.js").Link} link
   * @returns what Build opens; nothing, and a message, where the link is unsound
   */
  read(link) {
    try {
      const share = readShare(link);
      refuse(objection(share, holdsSecret));
      byId("link-problem").hidden = true;
      say("The form is that of the link. The credentials are your own.");
      return { embed: share.e, dialect: share.d ?? this.#usual(), order: share.o };
    } catch (error) {
      if (!(error instanceof BadLink)) throw error;
      complain("link-problem", `The link to a form could not be opened. ${error.message}`);
    }
  }

  /** @returns {boolean} whether the link is there */
  #make() {
    const { dialect, order } = this.fields;
    const share = shareOf(this.embed.read(), dialect.value, lines(order.value), this.#usual());
    const why = objection(share, (text) => holdsSecret(text) || this.#own(text));
    if (why) complain("share-problem", `No link was made. ${why}`);
    else this.#show(writeShare(share));
    return why === "";
  }

  /** @param {string} fragment */
  #show(fragment) {
    const page = new URL(location.href);
    page.search = "";
    page.hash = fragment;
    byId("share-link").value = page.href;
    byId("share-problem").hidden = true;
    byId("shared").hidden = false;
  }

  /** Whether the secret or the signature of this form is in the text. @param {string} text */
  #own(text) {
    const own = [this.fields.secret.value, byId("signature").textContent];
    return own.some((value) => value.length >= SECRET_AT_LEAST && text.includes(JSON.stringify(value).slice(1, -1)));
  }

  /** The dialect that a link need not name. */
  #usual() {
    return this.fields.dialect[0].value;
  }
}

/** @param {string} why */
function refuse(why) {
  if (why) throw new BadLink(why);
}

/** @param {string} id @param {string} text */
function complain(id, text) {
  byId("shared").hidden = true;
  byId(id).textContent = text;
  byId(id).hidden = false;
}
