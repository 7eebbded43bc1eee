// What the page says of itself: a line for what was done, and a page of its own for a
// refusal.

import { byId, fill, slot, write } from "../dom.js";

/** @param {string} text @param {"ok" | "error" | ""} status */
export function say(text, status = "") {
  byId("status").dataset.status = status;
  write(byId("status"), text);
}

/** The refusals with which a session is over. */
const OVER = ["session_expired", "session_unknown", "inactive_credentials", "user_deactivated", "embedding_off"];

/** @param {any} fault */
export const isOver = (fault) => OVER.includes(fault?.code);

/**
 * Shows a refusal in place of everything, and tells the page around.
 * @param {any} fault
 * @param {import("./events.js").Events} events
 */
export function refuse(fault, events) {
  const { code, detail, parameter = "", sigma_message: message = "", event_code: event = "" } = fault.code ? fault : { code: "broken", detail: String(fault) };
  const root = byId("refusal");
  write(slot(root, "message"), message || "This was refused.");
  write(slot(root, "detail"), detail);
  for (const [name, text] of Object.entries({ code, parameter, event: event && `workbook:error ${event}` })) {
    fill(root, name, text);
    slot(root, name).closest("div").hidden = text === "";
  }
  write(slot(root, "source"), message ? "The heading is the platform's text, as documented; the rest is the simulator's." : "The platform's documents have no text for this; it is the simulator's.");
  for (const element of [byId("tools"), byId("book"), byId("status"), ...document.querySelectorAll(".panel")]) element.hidden = true;
  root.hidden = false;
  document.body.dataset.state = "refused";
  events.tell("workbook:error", { code: event || "UNKNOWN", message: message || detail });
}
