// Counts with their noun, and in digits grouped as the reader's language does.

export const formatCount = (n: number, locale?: string): string => new Intl.NumberFormat(locale).format(n)

export const countOf = (n: number, one: string, many = `${one}s`): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`
