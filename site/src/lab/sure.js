// What cannot be undone wants a second press.

/**
 * Does something at the second press of a button; leaving the button takes the first one
 * back.
 * @param {HTMLButtonElement} button @param {() => void} action
 */
export function sure(button, action) {
  const text = button.textContent ?? "";
  if (button.dataset.sure) {
    button.textContent = button.dataset.sure;
    delete button.dataset.sure;
    return action();
  }
  button.dataset.sure = text;
  button.textContent = "Press again if you are sure";
  button.addEventListener("blur", () => {
    if (!button.dataset.sure) return;
    button.textContent = button.dataset.sure;
    delete button.dataset.sure;
  }, { once: true });
}
