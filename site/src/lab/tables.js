// The tables of the administration, as data.

import { objectName, placeName, targetName } from "./organisation.js";

/** @typedef {import("./organisation.js").Organisation} Organisation */
/** @typedef {import("./table.js").Cell} Cell */

/** @param {string} text @param {string} question @param {object} body @param {string} said @returns {Cell} */
const action = (text, question, body, said) => ({ text, change: { question, body, said } });

/** One that cannot be undone. @param {string} text @param {string} question @param {object} body @param {string} said @returns {Cell} */
const last = (text, question, body, said) => ({ ...action(text, question, body, said), sure: true });

/** @param {string | undefined} time */
const day = (time) => (time ? time.slice(0, 16).replace("T", " ") : "");

/** @param {string} text @returns {Cell[]} */
const code = (text) => [{ text, code: true }];

/** @param {string} path @returns {Cell[]} */
const used = (path) => [{ text: "Copy", copy: path }, action("Use in the application", "set_parent", { embed_path: path }, "The application signs for this path now.")];

export const tables = {
  /** @param {Organisation} o */
  credentials: ({ credentials }) => ({
    columns: ["Name", "Client ID", "Owner", "Privilege", "Created (UTC)", "State", ""],
    rows: credentials.map(({ client_id: id, name, description, owner, embedding, created, works }) => [
      description ? `${name}: ${description}` : name,
      id ? [{ text: `${id.slice(0, 12)}…`, code: true }, { text: "Copy", copy: id }] : "none",
      owner, embedding ? "Embedding" : "none", day(created), works ? "works" : [{ text: "its owner is deactivated", warn: true }],
      [last("Revoke", "revoke", { client_id: id }, "Revoked. No URL signed with it opens any more.")],
    ]),
  }),

  /** @param {Organisation} o */
  types: ({ account_types, permissions }) => ({
    columns: ["Name", "Permissions", ""],
    rows: account_types.map(({ name, permissions: has, built_in }) => [
      name, permissions.filter(({ permission }) => has.includes(permission)).map(({ title }) => title).join(", "),
      built_in ? "built in" : [last("Delete", "delete_account_type", { name }, "Deleted.")],
    ]),
  }),

  /** @param {Organisation} o */
  teams: ({ teams, workspaces }) => ({
    columns: ["Name", "Workspace", ""],
    rows: teams.map(({ name, workspace }) => [name, workspace ? (workspaces.find(({ id }) => id === workspace)?.name ?? "") : "none", [last("Delete", "delete_team", { name }, "Deleted.")]]),
  }),

  /** @param {Organisation} o */
  places: (o) => ({
    columns: ["Name", "Kind"],
    rows: [...o.workspaces.map(({ name }) => [name, "workspace"]), ...o.folders.map(({ id, place }) => [placeName(o, { ...place, folder: id }), "folder"])],
  }),

  /** @param {Organisation} o */
  users: ({ users }) => ({
    columns: ["E-mail", "Kind", "Account type", "Teams", "Since (UTC)", "State", ""],
    rows: users.map(({ email, kind, account_type, teams, created, active, shares_roles }) => [
      email, kind, account_type, (teams ?? []).join(", "), day(created),
      shares_roles ? [{ text: `${active ? "active" : "deactivated"}; came with several roles, which share what they own`, warn: true }] : active ? "active" : "deactivated",
      active ? "" : [action("Reactivate", "reactivate", { email }, "Active again.")],
    ]),
  }),

  /** @param {Organisation} o */
  datasets: (o) => ({
    columns: ["Name", "Table", "In", "Rows are shown by", "State", ""],
    rows: o.datasets.map(({ id, name, table, place, rules, published }) => [
      name, table, placeName(o, place), (rules ?? []).map(({ column, attribute }) => `${column} is one of ${attribute ? `:ua_${attribute}` : "the teams"}`).join("; ") || "no rule: all of them",
      published ? "published" : "not published",
      [
        action(published ? "Unpublish" : "Publish", "change_dataset", { id, rules: rules ?? [], published: !published }, published ? "No longer published." : "Published."),
        ...(rules?.length ? [action("Drop the rules", "change_dataset", { id, rules: [], published }, "All rows are shown to everybody.")] : []),
      ],
    ]),
  }),

  /** @param {Organisation} o */
  workbooks: (o) => ({
    columns: ["Name", "Owner", "In", "State", "Tags", ""],
    rows: o.workbooks.map(({ id, name, owner, place, published, tags }) => [
      name, owner, placeName(o, place), published ? "published" : "draft only", Object.keys(tags ?? {}).join(", "),
      [action("Publish", "publish_workbook", { id }, "Published."), last("Delete", "delete_workbook", { id }, "Deleted, with its embed paths.")],
    ]),
  }),

  /** @param {Organisation} o */
  embeds: (o) => ({
    columns: ["Opens", "Path", ""],
    rows: o.embeds.flatMap((embed) => [
      [targetName(o, embed), code(embed.path), [...used(embed.path), last("Delete", "delete_embed", { id: embed.id }, "Deleted. URLs of this path find nothing any more.")]],
      // A tag is a part of the path, and so of what is signed.
      ...Object.keys(o.workbooks.find(({ id }) => id === embed.workbook)?.tags ?? {}).map((tag) => {
        const path = `${embed.path}/tag/${tag}`;
        return [`${targetName(o, embed)}, as tagged ${tag}`, code(path), used(path)];
      }),
    ]),
  }),

  /** @param {Organisation} o */
  grants: (o) => ({
    columns: ["What", "With", "Can", ""],
    rows: o.grants.map(({ subject, object, level }) => [
      objectName(o, object), subject.team ? `team ${subject.team}` : (subject.user ?? ""), level,
      [action("Remove", "grant", { subject, object, level: "none" }, "Removed.")],
    ]),
  }),
};
