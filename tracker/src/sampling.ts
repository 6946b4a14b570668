// Whether a session is in a sample: told by its id alone, so that all tabs and pages agree without a word.

/** The last 48 bits of a session's id are random: these 24 say whether it is recorded, the 24 before whether it is tracked. */
export const isSampled = (sessionId: string, rate: number): boolean => isBelow(sessionId.slice(-6), rate)
export const isTracked = (sessionId: string, rate: number): boolean => isBelow(sessionId.slice(-12, -6), rate)

/** A smaller share is a part of every larger one. */
const isBelow = (digits: string, rate: number) => Number.parseInt(digits, 16) < rate * 2 ** 24
