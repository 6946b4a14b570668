// A country's name from its two letters; unknown letters stay as they are.

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

export const countryName = (code: string): string => {
  try {
    return names.of(code.toUpperCase()) ?? code
  } catch {
    return code
  }
}
