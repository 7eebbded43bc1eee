// What a form of the administration asks for.

/** @typedef {{question: string, body: object, said: string}} Change */

/** @type {Record<string, (fields: any, form: HTMLFormElement) => Change | object>} the body of a question, or another question in its place */
const BODIES = {
  set_parent: ({ embed_path, client_id, secret }) => ({ embed_path, client_id, ...(secret ? { secret } : {}) }),
  set_user: ({ id, embed, email, account_type, teams, session_length, attributes, controls }) => ({
    id,
    embed: {
      ...parsed(embed), email, account_type, teams: parted(teams), session_length: Number(session_length),
      attributes: lines(attributes).map(([name, values]) => ({ name, values })),
      controls: lines(controls).map(([control, values]) => ({ id: control, values })),
    },
  }),
  create_account_type: ({ name }, form) => ({ name, permissions: checked(form, "permissions") }),
  create_folder: ({ name, place }) => ({ name, place: parsed(place) }),
  create_user: ({ email, account_type }, form) => ({ email, account_type, teams: checked(form, "teams") }),
  create_dataset: ({ name, table, place }) => ({ name, table, place: parsed(place), columns: [] }),
  create_workbook: ({ name, dataset, place }) => ({ name, dataset, place: parsed(place) }),
  create_embed: ({ target }) => parsed(target),
  grant: ({ object, subject, level }) => ({ object: parsed(object), subject: parsed(subject), level }),
  add_rule: ({ id, column, by, attribute }) => ({ id, rule: { column, ...(by === "attribute" ? { attribute } : {}) } }),
};

const SAID = {
  set_parent: "Saved. The application signs with this from now on.",
  set_user: "The next URL of this user is signed so.",
  create_credentials: "The credentials are made. Copy the secret now.",
  create_account_type: "The account type is made.",
  create_team: "The team is made.",
  create_workspace: "The workspace is made.",
  create_folder: "The folder is made.",
  deactivate: "The user is deactivated.",
  create_user: "The user is made.",
  create_dataset: "The dataset is made. Publish it before it is used.",
  add_rule: "The rule holds at once.",
  create_workbook: "The workbook is made. Publish it before it is embedded.",
  create_embed: "The embed path is made.",
  tag_workbook: "What is published now has the tag.",
  grant: "Shared.",
};

/** @param {HTMLFormElement} form @returns {Change} */
export function asked(form) {
  // Not form.dataset: a field of that name would stand in its place.
  const question = /** @type {keyof SAID} */ (form.getAttribute("data-question"));
  /** @type {Record<string, any>} */
  const fields = {};
  for (const [name, value] of new FormData(form)) fields[name] = value;
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[type=checkbox]"))) fields[box.name] = box.checked;
  return { question, body: BODIES[question]?.(fields, form) ?? fields, said: SAID[question] };
}

/** An empty select has nothing to say, and the platform tells what is missing. @param {string} text */
const parsed = (text) => JSON.parse(text || "{}");

/** What cannot even be asked for. @param {HTMLFormElement} form @returns {string} */
export function flawOf(form) {
  const length = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=session_length]"));
  return length && !/^\d{1,9}$/.test(length.value) ? `Session length ${JSON.stringify(length.value)}: want whole seconds.` : "";
}

/** @param {string} text */
const parted = (text) => (text === "" ? [] : text.split(","));

/** @param {string} text names and values, a line each @returns {[string, string[]][]} */
const lines = (text) => text.split("\n").filter((line) => line.trim() !== "").map((line) => {
  const [name, ...values] = line.split("=");
  return [name.trim(), parted(values.join("=").trim())];
});

/** @param {HTMLFormElement} form @param {string} name */
const checked = (form, name) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name=${name}]:checked`))].map(({ value }) => value);
