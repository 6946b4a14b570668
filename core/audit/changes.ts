// What differs between two states of a thing, as the audit log tells it.
import type { AuditEntry } from './audit-entry.ts'

export type Change = AuditEntry['changes'][number]

/** Each field that differs, nested ones by their path: `retention.eventDays`. */
export const changesBetween = (before: object, after: object): Change[] => {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((change) => change.before !== change.after)
}

const flat = (value: object, path: string[] = []): Map<string, string> =>
  new Map(
    Object.entries(value).flatMap(([name, part]): [string, string][] => {
      if (part === null || part === undefined) return []
      if (Array.isArray(part)) return [[[...path, name].join('.'), part.join(', ')]]
      return typeof part === 'object'
        ? [...flat(part, [...path, name])]
        : [[[...path, name].join('.'), String(part)]]
    }),
  )
