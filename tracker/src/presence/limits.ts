// The numbers of presence in a page, each with its unit and its reason.

/** Seconds between pings: usual, and the bounds within which a site may choose; the server's lease is 2.5 of them. */
export const PING_SECONDS = { usual: 60, min: 20, max: 300 }

/** Milliseconds a ticket, an opening socket or a pong may take: above this the network has gone. */
export const ANSWER_WITHIN_MS = 10_000

/** Milliseconds after which a connection is renewed, less up to a spread: the gateway ends each after two hours. */
export const RENEW_AFTER_MS = 115 * 60_000
export const RENEW_SPREAD_MS = 10 * 60_000

/** Milliseconds for which the old connection stays beside its successor, until that one surely hears everything. */
export const OVERLAP_MS = 10_000

/** Failures in a row after which tries become rare, and how rare: whoever's network lets no socket through asks in vain. */
export const PATIENCE = 6
export const RARE_FACTOR = 5

/** Users that one connection may watch, and that one frame may name: long ids still fit it. */
export const WATCHES_MAX = 200
export const WATCHES_PER_FRAME = 40

/** Milliseconds without a key, a touch or a move of the pointer after which nobody seems to be there (5 minutes). */
export const IDLE_AFTER_MS = 5 * 60_000

/** Messages whose ids are remembered: many more than come while two connections overlap. */
export const MESSAGES_REMEMBERED = 200
