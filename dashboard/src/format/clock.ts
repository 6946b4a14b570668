// Where a player stands, as a clock shows it and as it is read out.

const two = (n: number): string => String(n).padStart(2, '0')

const parts = (ms: number) => {
  const whole = Math.max(0, Math.floor(ms / 1_000))
  return { hours: Math.floor(whole / 3_600), minutes: Math.floor((whole % 3_600) / 60), seconds: whole % 60 }
}

/** `0:07`, `12:40`, `1:02:09`. */
export const formatClock = (ms: number): string => {
  const { hours, minutes, seconds } = parts(ms)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

const named = (n: number, unit: string): string => (n === 0 ? '' : `${n} ${unit}${n === 1 ? '' : 's'}`)

/** `1 hour 2 minutes 9 seconds`, for who hears it. */
export const spokenClock = (ms: number): string => {
  const { hours, minutes, seconds } = parts(ms)
  const said = [named(hours, 'hour'), named(minutes, 'minute'), named(seconds, 'second')].filter(Boolean)
  return said.length > 0 ? said.join(' ') : '0 seconds'
}
