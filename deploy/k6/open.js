// Opens signed URLs at the receiving side at a constant rate, whatever the answers
// take, and counts what the receiver says of them.
//
//   EMBEDSIGN_EMBED_PATH=http://127.0.0.1:8080/embed/1-QuickStartEmbedDemo01 \
//   EMBEDSIGN_CLIENT_ID=… EMBEDSIGN_SECRET=… RATE=200 DURATION=30s k6 run open.js
//
// Every URL is new and has to be accepted. Every hundredth is opened once more, and
// has to be refused: behind several receivers that do not share their ledger of used
// nonces it is not, and nothing but load from outside finds that.
//
// Environment, besides that of the signer (EMBEDSIGN_CLIENT_ID, EMBEDSIGN_SECRET):
//
//   EMBEDSIGN_EMBED_PATH  what the URLs point to; required
//   RATE      URLs a second, over all instances together; 100
//   DURATION  such as 30s or 2h; 10s
//   VUS       how many URLs may be on their way at once; RATE / 10, at least 10
//   P99_MS    what 99 of 100 URLs may take at most, in milliseconds; 50
import http from 'k6/http';
import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
import embedsign from 'k6/x/embedsign';

const RATE = wholeNumber('RATE', 100);
const VUS = wholeNumber('VUS', Math.max(10, Math.ceil(RATE / 10)));
const P99_MS = wholeNumber('P99_MS', 50);

// Sessions are short, because a receiver remembers a nonce for as long as its
// session lasts: that of serve holds 1 048 576 of them, and refuses what comes on
// top with ledger_unavailable.
const SESSION_SECONDS = 60;
const REOPEN_EVERY = 100;
const TIMEOUT_MS = 10_000;

// What became of a URL: a verdict, or one of these.
const LEDGER = 'ledger_unavailable'; // the receiver could not look its nonce up
const OTHER = 'other'; // an answer that is not a receiver's
const NO_ANSWER = 'no_answer';
const ERRORS = [LEDGER, OTHER, NO_ANSWER];
const OUTCOMES = [...embedsign.verdicts, ...ERRORS];

const opens = new Counter('embedsign_opens');
const reopens = new Counter('embedsign_reopens');

// http_req_duration has 0 for a connection that was refused or broke off, so a server
// that is gone makes its percentiles better. Here a URL without an answer counts with
// all the time that an answer is waited for.
const durations = new Trend('embedsign_open_duration', true);

export const options = {
  scenarios: {
    open: {
      executor: 'constant-arrival-rate',
      rate: RATE,
      timeUnit: '1s',
      duration: __ENV.DURATION || '10s',
      // As many from the start as there may ever be: to make one takes time of the
      // processor in the middle of the measurement.
      preAllocatedVUs: VUS,
      maxVUs: VUS,
    },
  },
  thresholds: {
    ...Object.fromEntries(OUTCOMES.map((outcome) => [`embedsign_opens{verdict:${outcome}}`, [limitOf(outcome)]])),
    'embedsign_reopens{verdict:accepted}': ['count==0'],
    'http_req_failed{name:open}': ['rate<0.001'],
    embedsign_open_duration: [`p(99)<${P99_MS}`],
    // A URL that was due while all VUs waited for answers is never sent: the load
    // was not the one that was asked for, and the percentiles are too good.
    dropped_iterations: ['count==0'],
  },
  summaryTrendStats: ['min', 'med', 'p(90)', 'p(99)', 'p(99.9)', 'max'],
};

// limitOf gives each outcome a threshold, without which k6 would not show how many
// there were of it. A new URL that is refused means that something is set up wrong, or
// broken. How many errors there may be is said by http_req_failed.
function limitOf(outcome) {
  if (outcome === 'accepted') {
    return 'count>0';
  }
  return ERRORS.includes(outcome) ? 'count>=0' : 'count==0';
}

// One in each VU. It is not made while the script is loaded, so that k6 can inspect
// or archive this file where there is no secret.
let signer;

// What is wrong with credentials or embed path is wrong for every URL, and ends the
// run here.
export function setup() {
  if (!__ENV.EMBEDSIGN_EMBED_PATH) {
    throw new Error('EMBEDSIGN_EMBED_PATH: not set; want what the URLs point to, such as http://127.0.0.1:8080/embed/1-QuickStartEmbedDemo01');
  }
  new embedsign.Signer().sign(embedFor(0));
}

export default function () {
  signer ??= new embedsign.Signer();
  const url = signer.sign(embedFor(exec.vu.idInTest));
  const response = open(url, 'open', http.expectedStatuses(200));
  const outcome = outcomeOf(response);
  opens.add(1, { verdict: outcome });
  durations.add(response ? response.timings.duration : TIMEOUT_MS);
  if (outcome === 'accepted' && exec.scenario.iterationInTest % REOPEN_EVERY === 0) {
    reopens.add(1, { verdict: outcomeOf(open(url, 'reopen', http.expectedStatuses(403))) });
  }
}

function embedFor(vu) {
  return {
    path: __ENV.EMBEDSIGN_EMBED_PATH,
    mode: 'userbacked',
    email: `load-${vu}@example.com`,
    external_user_id: `load-${vu}`,
    teams: ['Load'],
    account_type: 'View',
    session_length: SESSION_SECONDS,
  };
}

// open asks for a URL and gives the response, or null if there is none. The name
// replaces the URL in every metric: otherwise each URL would be a series of its own,
// with its signature in it.
function open(url, name, responseCallback) {
  const params = {
    headers: { Accept: 'application/problem+json' },
    tags: { name },
    responseCallback,
    redirects: 0,
    timeout: TIMEOUT_MS,
    throw: true, // otherwise k6 logs what failed, URL and signature included
  };
  try {
    return http.get(url, params);
  } catch {
    return null; // why is in the tag error_code of http_reqs
  }
}

// outcomeOf says what became of a URL.
function outcomeOf(response) {
  if (!response) {
    return NO_ANSWER;
  }
  if (response.status === 200) {
    return 'accepted';
  }
  if (!(response.headers['Content-Type'] || '').startsWith('application/problem+json')) {
    return OTHER;
  }
  const code = problemCode(response);
  return code !== 'accepted' && OUTCOMES.includes(code) ? code : OTHER;
}

function problemCode(response) {
  try {
    return response.json('code');
  } catch {
    return OTHER; // not JSON, whatever its type says
  }
}

function wholeNumber(name, otherwise) {
  const text = __ENV[name] || String(otherwise);
  if (!/^[1-9][0-9]{0,8}$/.test(text)) {
    throw new Error(`${name} "${text}": want a whole number from 1 on`);
  }
  return Number(text);
}
