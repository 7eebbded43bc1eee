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

/** How often it was asked whether the session has ended. */
let asked = 0;

/**
 * Asks once more when the session has ended, and shows what the platform says then.
 * @param {Book} book
 */
function endWith(book) {
  const left = book.view.expires * 1000 + 1000 - Date.now();
  // Longer ones overflow, and would end at once. A clock that is wrong here asks in vain,
  // and again.
  if (left < 2 ** 31) setTimeout(() => door.ask("view").then(() => endWith(book), (fault) => refuse(fault, events)), Math.max(5000 * asked++, left));
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
