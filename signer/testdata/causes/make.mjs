// Makes URLs with the mistakes that JavaScript invites, by making the mistakes:
//
//   node make.mjs > node.json
//
// Each one says which cause has to be found. secret is what the person who looks
// for the mistake enters, where it is not the one of vectors.json.
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const { client_id: clientID, secret } = JSON.parse(readFileSync(new URL("../vectors.json", import.meta.url), "utf8"));
const path = "https://app.sigmacomputing.com/embed/1-1abCDEFG2hIjKLMnopqrST";
const quickStart = [
  [":nonce", "0b9c3f52-6a1e-4d3b-9a52-0f3c5d7e8a11"],
  [":client_id", clientID],
  [":email", "ada+embed@example.com"],
  [":external_user_id", "u-1001"],
  [":external_user_team", "Team A,Team B"],
  [":account_type", "Viewer"],
  [":mode", "userbacked"],
  [":session_length", "3600"],
  [":time", "1700000000"],
  [":first_name", "Zoë"],
  [":last_name", "O'Neil"],
];

const strict = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
const join = (pairs, encode = strict) => pairs.map(([name, value]) => name + "=" + encode(value)).join("&");
const raw = (text) => text;
const url = (pairs, encode) => path + "?" + join(pairs, encode);
const form = (pairs) => path + "?" + new URLSearchParams(pairs);
const hmac = (text, { key = secret, hash = "sha256", as = "hex" } = {}) => createHmac(hash, key).update(text).digest(as);
const signed = (sent, signature) => sent + "&:signature=" + signature;

const vectors = [];
const add = (code, why, url, entered) => vectors.push({ code, why, url, ...(entered && { secret: entered }) });

const good = url(quickStart);
const parsed = new URL(good);

// The secret.
add("secret_hex_decoded", "Buffer.from(secret, 'hex') as the key", signed(good, hmac(good, { key: Buffer.from(secret, "hex") })));
add("secret_base64_decoded", "Buffer.from(secret, 'base64') as the key", signed(good, hmac(good, { key: Buffer.from(secret, "base64") })));
add("secret_base64_encoded", "btoa(secret) as the key", signed(good, hmac(good, { key: btoa(secret) })));
add("secret_newline", "readFileSync without trim", signed(good, hmac(good, { key: secret + "\n" })));
add("secret_crlf", "readFileSync of a file written on Windows", signed(good, hmac(good, { key: secret + "\r\n" })));
add("secret_bom", "readFileSync keeps a byte order mark", signed(good, hmac(good, { key: "\ufeff" + secret })));
add("secret_quoted", "JSON.stringify(secret) as the key", signed(good, hmac(good, { key: JSON.stringify(secret) })));
add("secret_outer_space", "the secret is pasted with a space and a newline", signed(good, hmac(good)), " " + secret + "\n");
add("secret_client_id", "createHmac('sha256', CLIENT_ID)", signed(good, hmac(good, { key: clientID })));
add("secret_truncated", "secret.slice(0, 64)", signed(good, hmac(good, { key: secret.slice(0, 64) })));
add("secret_case", "secret.toUpperCase()", signed(good, hmac(good, { key: secret.toUpperCase() })));

// The text.
add("signed_query_only", "new URL(url).search is signed, question mark included", signed(good, hmac(parsed.search)));
add("signed_query_only", "searchParams alone is signed", signed(good, hmac(join(quickStart))));
add("signed_without_host", "pathname + search is signed", signed(good, hmac(parsed.pathname + parsed.search)));
add("signed_without_scheme", "host + pathname + search is signed", signed(good, hmac(parsed.host + parsed.pathname + parsed.search)));
add("signed_path_only", "EMBED_PATH is signed", signed(good, hmac(path)));
add("signed_path_only", "pathname is signed", signed(good, hmac(parsed.pathname)));
add("signed_without_question_mark", "EMBED_PATH + searchParams, where the ? was added later", signed(good, hmac(path + join(quickStart))));
add("signed_before_append", "one parameter appended after signing", signed(good + "&:theme=Dark", hmac(good)));
add("signed_before_append", "three parameters appended after signing", signed(good + "&:theme=Dark&:lng=de&Region=West", hmac(good)));
add("host_case", "new URL() writes the host in lower case", new URL(signed(good.replace("app.sigma", "APP.SIGMA").replace("computing.com", "COMPUTING.COM"), hmac(good.replace("app.sigma", "APP.SIGMA").replace("computing.com", "COMPUTING.COM")))).href);
add("host_port", "new URL() drops the default port", new URL(signed(good.replace(".com/", ".com:443/"), hmac(good.replace(".com/", ".com:443/")))).href);
add("http_for_https", "req.protocol behind a proxy", signed(good, hmac(good.replace("https:", "http:"))));
add("time_differs", "Date.now() is read twice", signed(good, hmac(good.replace("1700000000", "1699999999"))));
add("signed_double_encoded", "encodeURIComponent of the whole URL is signed", signed(good, hmac(encodeURIComponent(good))));
add("sent_double_encoded", "encodeURI of the signed URL is sent", encodeURI(signed(good, hmac(good))));
add("signed_decoded", "decodeURIComponent of the URL is signed", signed(good, hmac(decodeURIComponent(good))));
add("signed_html_escaped", "a template engine escaped the URL before signing", signed(good, hmac(good.replaceAll("&", "&amp;"))));
add("sent_html_escaped", "a template engine escaped the URL after signing", signed(good, hmac(good)).replaceAll("&", "&amp;"));
add("signed_lower_case", "url.toLowerCase() is signed", signed(good, hmac(good.toLowerCase())));
add("fragment_cut", "a colour with a # in docs style", signed(good + "&:loading_bg=#FF0000", hmac(good + "&:loading_bg=#FF0000")));

// What happens to a whole URL on its way.
const well = signed(good, hmac(good));
add("sent_encoded_whole", "encodeURIComponent of the whole URL", encodeURIComponent(well));
add("sent_encoded_whole", "searchParams.set of the URL in another one", new URLSearchParams([["u", well]]).toString().slice(2));
add("sent_json_escaped", "slashes escaped as PHP does, & as for a script element", JSON.stringify(well).slice(1, -1).replaceAll("/", "\\/").replaceAll("&", "\\u0026"));
add("text_around", "JSON.stringify leaves quotes", JSON.stringify(well));
add("text_around", "a Markdown link", `[Open](${well})`);
add("text_around", "a label in front", "URL: " + well);
add("missing_scheme", "host + pathname + search", new URL(well).host + new URL(well).pathname + new URL(well).search);
add("line_breaks", "lines of 76 characters", well.match(/.{1,76}/g).join("\n"));

// What rewrites.
const plain = url(quickStart, raw);
add("rewritten_by_browser", "new URL() encodes what nobody had encoded", new URL(signed(plain, hmac(plain))).href);
const component = url(quickStart, encodeURIComponent);
add("apostrophe_respelled", "encodeURIComponent leaves the apostrophe to the browser", new URL(signed(component, hmac(component))).href);
const touched = new URL(good);
touched.searchParams.append(":signature", hmac(good));
add("rewritten_by_urlsearchparams", "url.searchParams.append rewrites the whole query", touched.href);
const set = new URL(signed(good, hmac(good)));
set.searchParams.set(":mode", "userbacked");
add("rewritten_by_urlsearchparams", "url.searchParams.set rewrites the whole query", set.href);
const dates = path + "?" + join(quickStart.slice(0, 9)).replace("%2CTeam%20B", "") + "&date=min:2024-05-01,max:2024-05-31";
add("rewritten_by_urlsearchparams", "a date range is encoded by URLSearchParams", signed(path + "?" + new URLSearchParams(dates.slice(path.length + 1)), hmac(dates)));

// Another spelling for sending than for signing.
add("colon_respelled", "names signed raw, sent as %3A", signed(good.replaceAll(/([?&]):/g, "$1%3A"), hmac(good)));
add("colon_respelled", "names signed as %3A, sent raw", signed(good, hmac(good.replaceAll(/([?&]):/g, "$1%3A"))));
add("space_respelled", "%20 signed, + sent", signed(good.replaceAll("%20", "+"), hmac(good)));
add("space_respelled", "+ signed, %20 sent", signed(good, hmac(good.replaceAll("%20", "+"))));
add("space_respelled", "raw spaces signed, + sent", signed(good.replaceAll("%20", "+"), hmac(good.replaceAll("%20", " "))));
add("comma_respelled", "raw comma signed, %2C sent", signed(good, hmac(good.replaceAll("%2C", ","))));
add("comma_respelled", "%2C signed, raw comma sent", signed(good.replaceAll("%2C", ","), hmac(good)));
add("at_respelled", "@ signed, %40 sent", signed(good, hmac(good.replaceAll("%40", "@"))));
add("at_respelled", "%40 signed, @ sent", signed(good.replaceAll("%40", "@"), hmac(good)));
add("apostrophe_respelled", "%27 signed, ' sent", signed(good.replaceAll("%27", "'"), hmac(good)));
add("plus_respelled", "raw + signed, %2B sent", signed(good, hmac(good.replaceAll("%2B", "+"))));
add("other_dialect", "signed as the Go sample writes, sent with encodeURIComponent", signed(good, hmac(plain.replaceAll(" ", "%20"))));
add("signed_decoded", "signed in docs style, sent with encodeURIComponent", signed(good, hmac(plain)));
add("other_dialect", "URLSearchParams for signing, encodeURIComponent for sending", signed(good, hmac(form(quickStart))));

// The order.
const pick = (names) => [...names.split(" ").map((name) => quickStart.find(([n]) => n === ":" + name)), ...quickStart.slice(9)];
add("order_sample", "signed in the order of the Node sample, sent in that of the QuickStart", signed(good, hmac(url(pick("nonce email external_user_id client_id time session_length mode external_user_team account_type")))));
add("order_sample", "signed in the order of the SDK, sent in that of the QuickStart", signed(good, hmac(url(pick("mode email external_user_team account_type nonce time session_length client_id external_user_id")))));
add("order_sample", "signed in the order of Salesforce, sent in that of the QuickStart", signed(good, hmac(url(pick("nonce client_id time session_length email external_user_id mode account_type external_user_team")))));
add("order_sample", "signed in the order of the help centre, sent in that of the QuickStart", signed(good, hmac(url(pick("nonce session_length client_id time external_user_id external_user_team email account_type mode")))));
const shuffled = url(pick("time mode session_length nonce account_type external_user_team email client_id external_user_id"));
add("order_sample", "signed in the order of the QuickStart, sent in another", signed(shuffled, hmac(good)));
const sorting = new URLSearchParams(quickStart);
sorting.sort();
add("order_sorted", "searchParams.sort() for signing only", signed(form(quickStart), hmac(path + "?" + sorting)));
add("order_reversed", "pairs.reverse() works in place", signed(good, hmac(url(quickStart.toReversed()))));

// Where the signature stands.
const sortedText = path + "?" + sorting;
const late = new URLSearchParams(sorting);
late.append(":signature", hmac(sortedText));
late.sort();
add("signature_not_last", "searchParams.sort() after the signature was appended", path + "?" + late);
add("parameter_after_signature", "a cache buster behind the signature", signed(good, hmac(good)) + "&_ts=1700000000123");
add("signature_doubled", "the signature is appended by two functions", signed(signed(good, hmac(good)), hmac(good)));
add("signed_twice", "a stale URL is signed again without its first signature", signed(signed(good, "0".repeat(64)), hmac(good)));

// The digest.
add("signature_upper_case", "digest('hex').toUpperCase()", signed(good, hmac(good).toUpperCase()));
add("signature_base64", "digest('base64')", signed(good, hmac(good, { as: "base64" })));
add("signature_base64", "encodeURIComponent(digest('base64'))", signed(good, encodeURIComponent(hmac(good, { as: "base64" }))));
add("signature_base64url", "digest('base64url')", signed(good, hmac(good, { as: "base64url" })));
add("signature_base64", "btoa(digest('hex'))", signed(good, btoa(hmac(good))));
add("signature_truncated", "digest('hex').slice(0, 32)", signed(good, hmac(good).slice(0, 32)));
add("signature_doubled", "the digest is joined to itself", signed(good, hmac(good) + hmac(good)));
add("signature_prefixed", "sha256= as in webhooks", signed(good, "sha256=" + hmac(good)));
add("signature_outer_space", "encodeURIComponent of the digest with a newline", signed(good, hmac(good) + encodeURIComponent("\n")));
add("hmac_sha1", "createHmac('sha1')", signed(good, hmac(good, { hash: "sha1" })));
add("hmac_sha512", "createHmac('sha512')", signed(good, hmac(good, { hash: "sha512" })));
add("sha256_secret_text", "createHash('sha256') of secret and text", signed(good, createHash("sha256").update(secret + good).digest("hex")));
add("hmac_swapped", "the arguments of an hmac function exchanged", signed(good, hmac(secret, { key: good })));

// Pairs.
const spaced = url(quickStart.map(([name, value]) => [name, value.replace("'", "")]));
add("secret_newline+signed_query_only", "readFileSync without trim, and the search is signed", signed(good, hmac(parsed.search, { key: secret + "\n" })));
add("secret_hex_decoded+signature_upper_case", "Buffer.from(secret, 'hex') and toUpperCase", signed(good, hmac(good, { key: Buffer.from(secret, "hex") }).toUpperCase()));
add("signed_without_host+signature_base64", "pathname + search and digest('base64')", signed(good, hmac(parsed.pathname + parsed.search, { as: "base64" })));
add("secret_quoted+space_respelled", "quotes from .env, and + sent for %20", signed(spaced.replaceAll("%20", "+"), hmac(spaced, { key: '"' + secret + '"' })));
add("secret_crlf+sha256_secret_text", "a Windows file, and createHash", signed(good, createHash("sha256").update(secret + "\r\n" + good).digest("hex")));
add("signed_without_host+sha256_secret_text", "pathname + search, and createHash", signed(good, createHash("sha256").update(secret + parsed.pathname + parsed.search).digest("hex")));
add("other_dialect+signed_before_append", "url.searchParams.append of a parameter, then of the signature", (() => {
  const u = new URL(good);
  u.searchParams.append("theme", "Dark");
  u.searchParams.append(":signature", hmac(good));
  return u.href;
})());
add("order_sorted+signed_without_host", "sorted for signing, and without the host", signed(form(quickStart), hmac(parsed.pathname + "?" + sorting)));
add("http_for_https+trailing_slash", "two mistakes with the path", signed(good, hmac(good.replace("https:", "http:").replace("?", "/?"))));
add("parameter_after_signature+secret_newline", "readFileSync without trim, and a cache buster", signed(good, hmac(good, { key: secret + "\n" })) + "&_ts=1");
add("hmac_sha1+signature_base64", "createHmac('sha1').digest('base64')", signed(good, hmac(good, { hash: "sha1", as: "base64" })));
add("secret_newline+signed_before_append", "readFileSync without trim, and a parameter appended", signed(good + "&:theme=Dark", hmac(good, { key: secret + "\n" })));
add("sent_json_escaped+line_breaks", "JSON in lines", JSON.stringify(well).slice(1, -1).replaceAll("&", "\\u0026").match(/.{1,80}/g).join("\n"));
add("text_around+order_sorted", "sorted for signing, and a full stop", signed(form(quickStart), hmac(sortedText)) + ".");

console.log(JSON.stringify(vectors, null, 1));
