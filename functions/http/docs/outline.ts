// A JSON schema as a person writes a type: short enough to be taken in at a glance.

type Schema = {
  type?: string
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
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
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

const simpleOutline = ({ type, format, minimum, maximum, maxLength, default: usual }: Schema): string => {
  const range =
    isBound(minimum) || isBound(maximum)
      ? ` ${isBound(minimum) ? minimum : ''}–${isBound(maximum) ? maximum : ''}`
      : ''
  const length = maxLength === undefined ? '' : ` of up to ${maxLength} characters`
  const fallback = usual === undefined ? '' : ` = ${JSON.stringify(usual)}`
  return `${format && format !== 'regex' ? format : (type ?? 'any JSON')}${range}${length}${fallback}`
}
