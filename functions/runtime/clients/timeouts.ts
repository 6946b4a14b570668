// How long a client waits for a service: shorter than any function may run, so that a retry still fits.

export const CLIENT_TIMEOUTS = {
  /** Milliseconds. A connection inside a region is made in a few. */
  connectionTimeout: 1_000,
  /** Milliseconds. The slowest single call, a large object, takes below one second. */
  requestTimeout: 4_000,
}
