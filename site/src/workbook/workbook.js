// The page in the frame: the simulated platform as the person sees it whom a URL let
// in. Everything it shows it has asked for with the token of its session; what the
// person may not do is refused over there, and only hidden here.

import { doorOf } from "./door.js";
import { Events } from "./events.js";
import { Book } from "./book.js";
import { refuse, say } from "./say.js";
import { Tools } from "./tools.js";
import { byId } from "../dom.js";

/** @type {import("./door.js").Start} */
const start = JSON.parse(byId("start").textContent);
const door = doorOf(start);
const events = new Events(start.parents ?? [location.origin]);

/**
 * Asks once more when the session has ended, and shows what the platform says then.
 * @param {Book} book
 */
function endWith(book) {
  const left = book.view.expires * 1000 + 1000 - Date.now();
  // Longer ones overflow, and would end at once.
  if (left < 2 ** 31) setTimeout(() => book.attempt(() => book.show(book.which)), Math.max(0, left));
}

async function open() {
  try {
    if (start.refusal) throw start.refusal;
    await door.open();
    const book = new Book(door, events);
    const tools = new Tools(door, events, book);
    await book.show({});
    await book.offerControls();
    events.tell("workbook:loaded", { workbook: { variables: book.variables() } });
    tools.offer();
    await book.fill();
    say("");
    endWith(book);
  } catch (error) {
    refuse(error, events);
  }
}

open();
