// Whether a session is in a sample: told by its id alone, so that all tabs and pages agree without a word.

/** The newest session that is tracked. */
export const SAMPLED_KEY = 'playhead_sampled'

/** The first rule whose page is shown counts: a path, in which `*` stands for anything. Left out, it is every page. */
export type SamplingRule = { page?: string; rate: number }

/** The last 48 bits of a session's id are random: these 24 say whether it is recorded, the 24 before whether it is tracked. */
export const isSampled = (sessionId: string, rate: number): boolean => isBelow(sessionId.slice(-6), rate)
export const isTracked = (sessionId: string, rate: number): boolean => isBelow(sessionId.slice(-12, -6), rate)

/** A smaller share is a part of every larger one. */
const isBelow = (digits: string, rate: number) => Number(`0x${digits}`) < rate * 2 ** 24

/** Of pages that no rule names every session is taken. */
export const rateAt = (path: string, rules: number | SamplingRule[]): number =>
  Array.isArray(rules) ? (rules.find(({ page = '*' }) => isPage(path, page))?.rate ?? 1) : rules

const isPage = (path: string, page: string) =>
  new RegExp(`^${`${page}`.replace(/[^\w*]/g, '\\$&').replace(/\*/g, '.*')}$`).test(path)
