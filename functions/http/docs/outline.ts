// A JSON schema as a person writes a type: short enough to be taken in at a glance.

type Schema = {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  format?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  default?: unknown
}

/** JavaScript's own bounds of an integer say nothing of ours. */
const isBound = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER

export const outline = (given: unknown, indent = ''): string => {
  const schema = given as Schema
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return alternatives.map((part) => outline(part, indent)).join(' | ')
  if (schema.allOf) return schema.allOf.map((part) => outline(part, indent)).join(' & ')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return `${schema.enum.map((value) => JSON.stringify(value)).join(' | ')}${usual(schema)}`
  if (schema.type === 'array') return `[${outline(schema.items ?? {}, indent)}, …]`
  if (schema.type === 'object') return objectOutline(schema, indent)
  return simpleOutline(schema)
}

const objectOutline = (
  { properties, required = [], additionalProperties }: Schema,
  indent: string,
): string => {
  if (!properties || Object.keys(properties).length === 0) {
    return typeof additionalProperties === 'object'
      ? `{ [name]: ${outline(additionalProperties, indent)} }`
      : '{ … }'
  }
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(
    ([name, property]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${outline(property, inner)}`,
  )
  return `{\n${lines.join('\n')}\n${indent}}`
}

const simpleOutline = (schema: Schema): string => {
  const { type, format, maxLength } = schema
  const length = maxLength === undefined ? '' : ` of up to ${maxLength} characters`
  const named = [type ?? 'any JSON'].flat().join(' | ')
  return `${format && format !== 'regex' ? format : named}${range(schema)}${length}${usual(schema)}`
}

const range = ({ minimum, maximum }: Schema): string => {
  if (isBound(minimum) && isBound(maximum)) return ` ${minimum}–${maximum}`
  if (isBound(minimum)) return ` from ${minimum}`
  return isBound(maximum) ? ` up to ${maximum}` : ''
}

const usual = ({ default: value }: Schema): string =>
  value === undefined ? '' : ` = ${JSON.stringify(value)}`
