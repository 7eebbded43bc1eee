// A result that no longer belongs to what its form holds stays in sight, greyed,
// and cannot be carried on.

/** @param {HTMLFormElement} form @param {boolean} stale */
export function age(form, stale) {
  form.toggleAttribute("data-stale", stale);
  for (const button of form.querySelectorAll("[data-fresh]")) {
    /** @type {HTMLButtonElement} */ (button).disabled = stale;
  }
}
