// What AWS charges: list prices of us-east-1 in USD, each with its unit and why it is charged here.
// Looked up in November 2026. What a stage pays by the hour or the month, whatever happens, is in fixed-costs.ts.

const MILLION = 1_000_000
const GB = 1_000_000_000

export const prices = {
  /** A request at the edge: HTTPS, pay as you go. */
  edgeRequest: 1.0 / MILLION,
  /** A run of the edge's own function, before every call of the API. */
  edgeFunction: 0.1 / MILLION,
  /** A byte from the edge to a visitor: the answers. */
  edgeByteOut: 0.085 / GB,
  /** A byte from the edge to its origin: what pages send. */
  edgeByteToOrigin: 0.02 / GB,
  /** A request that the web ACL looks at: every one. */
  firewallRequest: 0.6 / MILLION,
  /** A request of the HTTP API, for each 512 KiB of it that is begun. */
  apiRequest: 1.0 / MILLION,
  /** An invocation of a function. */
  invocation: 0.2 / MILLION,
  /** A GB of memory for a second, arm64: from the handler's begin to its end, waiting included. */
  gbSecond: 0.000_013_333_4,
  /** A byte put on an on-demand stream; each record is rounded up to a kilobyte. */
  streamByteIn: 0.08 / GB,
  /** A byte read from it: every consumer reads every byte. */
  streamByteOut: 0.04 / GB,
  /** A kilobyte written to a table or to one of its indexes, begun ones count whole. */
  tableWriteUnit: 0.625 / MILLION,
  /** Four kilobytes read as they stand now, or eight that may be a moment late. */
  tableReadUnit: 0.125 / MILLION,
  /** A byte kept in a table or an index for a month. */
  tableByteMonth: 0.25 / GB,
  /** PUT, COPY, POST or LIST. */
  objectWrite: 5.0 / MILLION,
  /** GET and HEAD. DELETE costs nothing. */
  objectRead: 0.4 / MILLION,
  /** A byte kept in a bucket for a month. */
  objectByteMonth: 0.023 / GB,
  /** A byte that CloudWatch Logs takes. */
  logByte: 0.5 / GB,
  /** A message over the WebSocket API, for each 32 KiB of it that is begun. */
  socketMessage: 1.0 / MILLION,
  /** A minute of an open connection. */
  socketMinute: 0.25 / MILLION,
} as const

export type Priced = keyof typeof prices

/** Bytes that CloudWatch Logs adds to every line. */
export const LOG_LINE_OVERHEAD_BYTES = 26

/** START, END and REPORT of an invocation, as Lambda writes them as text: three lines. */
export const PLATFORM_LOG_BYTES = 285
export const PLATFORM_LOG_LINES = 3

/** A line of the API's access log in the format of lib/http-api.ts. */
export const ACCESS_LOG_BYTES = 150

/** Bytes to which a record on the stream is rounded up. */
export const STREAM_ROUNDING_BYTES = 1_024

/** MiB of memory at which Lambda gives a function a whole core. */
export const MIB_PER_CORE = 1_769

/** Days of an average month. */
export const MONTH_DAYS = 30.4
