// How long something took, as a person says it and as a player's clock shows it.

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const two = (n: number): string => String(n).padStart(2, '0')

/** `0 s`, `45 s`, `3 min 12 s`, `1 h 05 min`: two units at most, so that a column stays narrow. */
export const formatDuration = (ms: number): string => {
  const whole = Math.max(0, Math.floor(ms / SECOND) * SECOND)
  const hours = Math.floor(whole / HOUR)
  const minutes = Math.floor((whole % HOUR) / MINUTE)
  const seconds = (whole % MINUTE) / SECOND
  if (hours > 0) return `${hours} h ${two(minutes)} min`
  if (minutes > 0) return `${minutes} min ${two(seconds)} s`
  return `${seconds} s`
}

/** `0:03.2`, `12:40.0`, `1:02:09.7`: where on the session's clock an event lies. */
export const formatOffset = (ms: number): string => {
  const tenths = Math.max(0, Math.floor(ms / 100))
  const seconds = Math.floor(tenths / 10)
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor((seconds % 3_600) / 60)
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)
  return `${clock}:${two(seconds % 60)}.${tenths % 10}`
}
