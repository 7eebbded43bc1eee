// Package tenant simulates the platform that receives embed URLs: one organisation
// with its client credentials, account types, teams, users, workspaces, datasets and
// workbooks, and the rules by which a signed URL opens one of them.
//
// Most callers need a [Tenant] and its Open. What an administrator does is a method of
// [State], applied through [Store.Update]; what the person in the frame does is a
// method of [Visit].
//
// It follows what Sigma documents, and says where a rule is our own: what the platform
// does beyond its documents is not known, and nothing here claims it. Nothing in it
// reads a clock or makes a number by chance; both are arguments. It also compiles to
// WebAssembly, for the lab on a static host.
package tenant
