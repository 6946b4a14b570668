// A length of time as somebody types it: `90`, `1:30`, `2 min`, `1h 30m`; a bare number is of seconds.

const UNITS: [RegExp, number][] = [
  [/^(?:h|hr|hrs|hour|hours)$/, 3_600],
  [/^(?:m|min|mins|minute|minutes)$/, 60],
  [/^(?:s|sec|secs|second|seconds)?$/, 1],
]

const secondsIn = (unit: string): number | undefined => UNITS.find(([word]) => word.test(unit))?.[1]

/** Milliseconds; undefined for what is no length of time. */
export const parseDuration = (typed: string): number | undefined => {
  const text = typed.trim().toLowerCase()
  if (/^\d+(?::[0-5]\d){1,2}$/.test(text))
    return text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0) * 1_000
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]*\s*)+$/.test(text)) return undefined
  let seconds = 0
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g)) {
    const each = secondsIn(unit)
    if (each === undefined) return undefined
    seconds += Number(number) * each
  }
  return Math.round(seconds * 1_000)
}
