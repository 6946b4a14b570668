// What is wrong with a JSON Schema (2020-12), as far as a document of ours uses the standard.
const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']

type Check = (value: unknown) => boolean

const isSchema: Check = (value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null)
const isText: Check = (value) => typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0
const isSchemas: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema)
const isNamedSchemas: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every(isSchema)
const isNames: Check = (value) =>
  Array.isArray(value) && value.every(isText) && new Set(value).size === value.length
const isPattern: Check = (value) => isText(value) && new RegExp(String(value), 'u').source.length > 0
const isType: Check = (value) => [value].flat().every((type) => TYPES.includes(String(type)))

const KEYWORDS: Record<string, Check> = {
  $ref: isText,
  type: isType,
  const: () => true,
  enum: (value) => Array.isArray(value) && value.length > 0,
  default: () => true,
  title: isText,
  description: isText,
  format: isText,
  pattern: isPattern,
  contentEncoding: isText,
  minLength: isCount,
  maxLength: isCount,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: isNumber,
  minItems: isCount,
  maxItems: isCount,
  uniqueItems: isFlag,
  items: isSchema,
  prefixItems: isSchemas,
  properties: isNamedSchemas,
  required: isNames,
  additionalProperties: isSchema,
  propertyNames: isSchema,
  anyOf: isSchemas,
  oneOf: isSchemas,
  allOf: isSchemas,
  not: isSchema,
}

const holds = (check: Check, value: unknown): boolean => {
  try {
    return check(value)
  } catch {
    return false
  }
}

/** One line for each, with where it is. */
export const schemaFaults = (schema: unknown, at = '#'): string[] => {
  if (typeof schema === 'boolean') return []
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${at} is no schema`]
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const check = KEYWORDS[keyword]
    if (!check) return [`${at}/${keyword} is no keyword that is known here`]
    if (!holds(check, value)) return [`${at}/${keyword} is not what it must be`]
    return inner(keyword, value).flatMap(([name, part]) => schemaFaults(part, `${at}/${keyword}${name}`))
  })
}

const inner = (keyword: string, value: unknown): [string, unknown][] => {
  const check = KEYWORDS[keyword]
  if (check === isSchema) return [['', value]]
  if (check !== isSchemas && check !== isNamedSchemas) return []
  return Object.entries(value as object).map(([name, part]) => [`/${name}`, part])
}
