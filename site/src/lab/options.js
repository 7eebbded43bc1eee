// What the selects of the administration offer.

import { objectName, placeName, targetName } from "./organisation.js";

/** @typedef {import("./organisation.js").Organisation} Organisation */
/** @typedef {[text: string, value: string]} Choice */

/** @type {Record<string, (o: Organisation) => Choice[]>} */
const OPTIONS = {
  owners: ({ users }) => users.filter(({ active }) => active).map(({ email }) => [email, email]),
  active: ({ users }) => users.filter(({ active }) => active).map(({ email, kind }) => [`${email} (${kind})`, email]),
  heirs: (o) => [["nobody: they own nothing", ""], ...OPTIONS.owners(o)],
  types: ({ account_types }) => account_types.map(({ name }) => [name, name]),
  tables: ({ tables }) => tables.map(({ name }) => [name, name]),
  columns: ({ tables }) => (tables[0]?.columns ?? []).map((name) => [name, name]),
  places: (o) => places(o).map((place) => [placeName(o, place), JSON.stringify(place)]),
  datasets: ({ datasets }) => datasets.map(({ id, name }) => [name, id]),
  workbooks: ({ workbooks }) => workbooks.map(({ id, name, owner }) => [`${name} (${owner})`, id]),
  targets: (o) => targets(o).map((target) => [targetName(o, target), JSON.stringify(target)]),
  objects: (o) => objects(o).map((object) => [objectName(o, object), JSON.stringify(object)]),
  subjects: ({ teams, users }) => [
    .../** @type {Choice[]} */ (teams.map((team) => [`team ${team.name}`, JSON.stringify({ team: team.name })])),
    .../** @type {Choice[]} */ (users.map(({ email }) => [email, JSON.stringify({ user: email })])),
  ],
};

/** @param {Organisation} organisation @param {string} name @returns {Choice[]} */
export const optionsOf = (organisation, name) => OPTIONS[name](organisation);

/** @param {Organisation} organisation */
function places({ workspaces, folders, users }) {
  return [
    ...workspaces.map(({ id }) => ({ workspace: id })),
    ...users.filter(({ kind, active }) => kind === "internal" && active).map(({ email }) => ({ home: email })),
    ...folders.map(({ id, place }) => ({ ...place, folder: id })),
  ];
}

/** Only what is published can be embedded. @param {Organisation} organisation */
function targets({ workbooks }) {
  return workbooks.filter(({ published }) => published).flatMap(({ id, published }) => [
    { workbook: id },
    ...(published?.pages ?? []).flatMap((page) => [{ workbook: id, page: page.id }, ...page.elements.map((element) => ({ workbook: id, element: element.id }))]),
  ]);
}

/** @param {Organisation} organisation */
function objects({ workspaces, folders, datasets, workbooks }) {
  return [
    ...workspaces.map(({ id }) => ({ kind: "workspace", id })),
    ...folders.map(({ id }) => ({ kind: "folder", id })),
    ...datasets.map(({ id }) => ({ kind: "dataset", id })),
    ...workbooks.map(({ id }) => ({ kind: "workbook", id })),
  ];
}
