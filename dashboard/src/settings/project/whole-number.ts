// Whole numbers as they are typed into a form.

type Bounds = { min: number; max: number }

/** Undefined for an empty field; null for what is not a whole number within the bounds. */
export const readWhole = (typed: string, { min, max }: Bounds): number | null | undefined => {
  const text = typed.trim()
  if (text === '') return undefined
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : null
}

export const boundsSentence = ({ min, max }: Bounds): string =>
  `A whole number from ${min} to ${new Intl.NumberFormat('en').format(max)}.`
