// Whether a session is in a sample: told by its id alone, so that all tabs and pages agree without a word.

/** The last 24 bits of a session's id are random. A smaller share is a part of every larger one. */
export const isSampled = (sessionId: string, rate: number): boolean =>
  Number.parseInt(sessionId.slice(-6), 16) < rate * 2 ** 24
