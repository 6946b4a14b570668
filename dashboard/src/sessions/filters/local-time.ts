// A moment as a field of date and time holds it, by the reader's own clock: `2026-11-26T19:30`.

const two = (n: number): string => String(n).padStart(2, '0')

export const toLocalTime = (at: number | undefined): string => {
  if (at === undefined) return ''
  const date = new Date(at)
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

export const fromLocalTime = (text: string): number | undefined => {
  const at = text === '' ? Number.NaN : new Date(text).getTime()
  return Number.isNaN(at) || at < 0 ? undefined : at
}
