// A token's claims as API Gateway hands them to a function: every one of them a string.

/** Lists and objects are written as Go prints them, for that is what the service does: `[members owners]`. */
const asText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asText).join(' ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const pairs = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return `map[${pairs.map(([name, content]) => `${name}:${asText(content)}`).join(' ')}]`
}

export const claimsAsText = (claims: object): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]))

/** Of the `scope` or the `scp` claim, a list or one string with spaces. */
export const scopesOf = (claims: Record<string, unknown>): string[] => {
  const scopes = claims['scope'] ?? claims['scp'] ?? []
  return typeof scopes === 'string'
    ? scopes.split(' ').filter(Boolean)
    : Array.isArray(scopes)
      ? scopes.map(String)
      : []
}
