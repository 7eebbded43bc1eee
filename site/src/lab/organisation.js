// The organisation as the platform lists it for its administration.

/** @typedef {{workspace?: string, home?: string, folder?: string}} Place */
/** @typedef {{id: string, name: string, owner: string, place: Place}} Document */
/** @typedef {{pages: {id: string, name: string, elements: {id: string, title: string}[]}[]}} Content */

/**
 * @typedef {object} Organisation
 * @property {{secure_embedding: boolean}} settings
 * @property {{permission: string, title: string}[]} permissions
 * @property {{name: string, columns: string[]}[]} tables
 * @property {{name: string, permissions: string[], built_in: boolean}[]} account_types
 * @property {{client_id: string, name: string, description: string, owner: string, embedding: boolean, created: string, works: boolean}[]} credentials
 * @property {{name: string, workspace?: string}[]} teams
 * @property {{id: string, name: string}[]} workspaces
 * @property {{id: string, name: string, place: Place}[]} folders
 * @property {{email: string, kind: string, account_type: string, teams: string[] | null, active: boolean, created?: string, shares_roles: boolean}[]} users
 * @property {{subject: {team?: string, user?: string}, object: {kind: string, id: string}, level: string}[]} grants
 * @property {(Document & {table: string, columns: string[], rules: {column: string, attribute?: string}[] | null, published: boolean})[]} datasets
 * @property {(Document & {published: Content | null, tags?: Record<string, unknown>})[]} workbooks
 * @property {{id: string, workbook: string, page?: string, element?: string, path: string}[]} embeds
 */

/** @param {Organisation} organisation @param {Place} place @returns {string} */
export function placeName({ workspaces, folders }, { workspace, home, folder }) {
  const top = workspace ? nameOf(workspaces, workspace) : `My Documents of ${home}`;
  return folder ? `${top} / ${nameOf(folders, folder)}` : top;
}

/** @param {{id: string, name: string}[]} all @param {string} id */
export const nameOf = (all, id) => all.find((one) => one.id === id)?.name ?? id;

/** @param {Organisation} organisation @param {{kind: string, id: string}} object */
export function objectName({ workspaces, folders, datasets, workbooks }, { kind, id }) {
  const all = { workspace: workspaces, folder: folders, dataset: datasets, workbook: workbooks }[kind] ?? [];
  return `${kind} ${nameOf(all, id)}`;
}

/** @param {Organisation} organisation @param {{workbook: string, page?: string, element?: string}} embed */
export function targetName({ workbooks }, { workbook, page, element }) {
  const book = workbooks.find(({ id }) => id === workbook);
  const pages = book?.published?.pages ?? [];
  const name = book?.name ?? workbook;
  if (element) return `${name}: element ${pages.flatMap((p) => p.elements).find(({ id }) => id === element)?.title ?? element}`;
  return page ? `${name}: page ${nameOf(pages, page)}` : `${name}, whole`;
}
