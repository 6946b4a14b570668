// Values that a JSON schema allows, for bodies that are in order before they are spoiled.
import fc from 'fast-check'
import * as z from 'zod'

type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
}

/** What a string is apart from its form: something to look for in the log. */
export const MARKER = 'planted-in-a-body'

/** Values that are there, by the name of their member. */
export type Known = Record<string, string[]>

export const valuesOf = (schema: z.ZodType, known: Known): fc.Arbitrary<unknown> =>
  allowedBy(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, known)

const allowedBy = (schema: Schema, known: Known): fc.Arbitrary<unknown> => {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => allowedBy(part, known)))
  switch (schema.type) {
    case 'object':
      return objects(schema, known)
    case 'array':
      return fc.array(allowedBy(schema.items ?? {}, known), { maxLength: Math.min(schema.maxItems ?? 4, 4) })
    case 'string':
      return strings(schema)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(bounds(schema), fc.integer(rangeOf(schema)))
    case 'number':
      return fc.oneof(bounds(schema), fractions(schema), fc.double({ ...rangeOf(schema), noNaN: true }))
    default:
      return fc.jsonValue({ maxDepth: 4 })
  }
}

const objects = (
  { properties = {}, required = [], additionalProperties }: Schema,
  known: Known,
): fc.Arbitrary<unknown> => {
  const member = ([name, part]: [string, Schema]): [string, fc.Arbitrary<unknown>] => {
    const any = allowedBy(part, known)
    const there = known[name]
    if (!there) return [name, any]
    return [
      name,
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: any }),
    ]
  }
  if (typeof additionalProperties === 'object') {
    return fc.dictionary(fc.string({ maxLength: 12 }), allowedBy(additionalProperties, known), { maxKeys: 3 })
  }
  return fc.record(Object.fromEntries(Object.entries(properties).map(member)), {
    requiredKeys: required.filter((name) => name in properties),
  })
}

const strings = ({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> => {
  if (format === 'email') return fc.stringMatching(/^[a-z0-9'+-]{1,8}@[a-z0-9]{1,8}\.example$/)
  if (format === 'uuid') return fc.uuid()
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { size: 'small' })
  const any = fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 40) })
  return fc.oneof(any, fc.constant(MARKER.slice(0, maxLength)), fc.constant('x'.repeat(maxLength)))
}

const rangeOf = ({ minimum, maximum }: Schema) => ({
  min: Math.max(minimum ?? -1e9, Number.MIN_SAFE_INTEGER),
  max: Math.min(maximum ?? 1e9, Number.MAX_SAFE_INTEGER),
})

/** Of doubles alone nearly all are next to nothing. */
const fractions = (schema: Schema): fc.Arbitrary<number> => {
  const { min, max } = rangeOf(schema)
  return fc.nat(1_000_000).map((n) => min + ((max - min) * n) / 1_000_003)
}

const bounds = (schema: Schema): fc.Arbitrary<number> => {
  const { min, max } = rangeOf(schema)
  return fc.constantFrom(min, max)
}
