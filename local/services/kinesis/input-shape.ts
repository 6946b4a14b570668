// What an action takes, as data: the same tables give the checks, their messages and the types.
import { KinesisError } from './kinesis-error.ts'

type Common = { required?: true }
export type Field =
  | (Common & { type: 'String'; min?: number; max?: number; pattern?: RegExp; oneOf?: readonly string[] })
  | (Common & { type: 'Integer'; min?: number; max?: number })
  | (Common & { type: 'Timestamp' })
  | (Common & { type: 'Blob'; max: number })
  | (Common & { type: 'List'; of: Field; min: number; max: number })
  | (Common & { type: 'Structure'; members: Shape })
  | (Common & { type: 'Map' })
export type Shape = { readonly [member: string]: Field }

type Value<F> = F extends { oneOf: readonly (infer One)[] }
  ? One
  : F extends { type: 'List'; of: infer Item }
    ? Value<Item>[]
    : F extends { type: 'Structure'; members: infer Members }
      ? Input<Members>
      : F extends { type: 'Integer' | 'Timestamp' }
        ? number
        : F extends { type: 'Map' }
          ? Record<string, unknown>
          : string
type RequiredMembers<S> = { [M in keyof S]: S[M] extends { required: true } ? M : never }[keyof S]
export type Input<S> = { [M in RequiredMembers<S>]: Value<S[M]> } & {
  [M in Exclude<keyof S, RequiredMembers<S>>]?: Value<S[M]>
}

/** A wrong type is refused at once; broken constraints are gathered and told together, as the service does. */
export const checkInput = <S extends Shape>(shape: S, input: unknown): Input<S> => {
  const broken: string[] = []
  checkMembers(shape, input, '', broken)
  if (broken.length === 0) return input as Input<S>
  const count = `${broken.length} validation error${broken.length > 1 ? 's' : ''} detected`
  throw new KinesisError('ValidationException', `${count}: ${broken.join('; ')}`)
}

const checkMembers = (shape: Shape, input: unknown, prefix: string, broken: string[]): void => {
  if (!isObject(input)) throw wrongType(prefix || 'the request', 'Structure')
  for (const name in shape) {
    const field = shape[name] as Field
    const value = input[name]
    if (value === undefined || value === null) {
      if (value === null) delete input[name]
      if (field.required) broken.push(breach('null ', prefix + memberName(name), 'not be null'))
    } else {
      checkField(field, value, prefix + memberName(name), broken)
    }
  }
}

const checkField = (field: Field, value: unknown, path: string, broken: string[]): void => {
  switch (field.type) {
    case 'String': {
      if (typeof value !== 'string') throw wrongType(path, field.type)
      const shown = `'${value}' `
      checkSize(field, value.length, 'length', shown, path, broken)
      if (field.pattern !== undefined && !field.pattern.test(value)) {
        broken.push(breach(shown, path, `satisfy regular expression pattern: ${field.pattern.source}`))
      }
      if (field.oneOf !== undefined && !field.oneOf.includes(value)) {
        broken.push(breach(shown, path, `satisfy enum value set: [${field.oneOf.join(', ')}]`))
      }
      return
    }
    case 'Integer':
      if (!Number.isSafeInteger(value)) throw wrongType(path, field.type)
      checkSize(field, value as number, 'value', `'${value}' `, path, broken)
      return
    case 'Timestamp':
      if (typeof value !== 'number') throw wrongType(path, field.type)
      return
    case 'Blob':
      if (typeof value !== 'string') throw wrongType(path, field.type)
      checkSize(field, Buffer.byteLength(value, 'base64'), 'length', '', path, broken)
      return
    case 'List':
      if (!Array.isArray(value)) throw wrongType(path, field.type)
      checkSize(field, value.length, 'length', '', path, broken)
      for (const [index, item] of value.entries()) {
        checkField(field.of, item, `${path}.${index + 1}.member`, broken)
      }
      return
    case 'Structure':
      checkMembers(field.members, value, `${path}.`, broken)
      return
    case 'Map':
      if (!isObject(value)) throw wrongType(path, field.type)
  }
}

const checkSize = (
  { min, max }: { min?: number; max?: number },
  size: number,
  what: 'length' | 'value',
  shown: string,
  path: string,
  broken: string[],
): void => {
  if (min !== undefined && size < min) {
    broken.push(breach(shown, path, `have ${what} greater than or equal to ${min}`))
  }
  if (max !== undefined && size > max) {
    broken.push(breach(shown, path, `have ${what} less than or equal to ${max}`))
  }
}

const breach = (shown: string, path: string, rule: string): string =>
  `Value ${shown}at '${path}' failed to satisfy constraint: Member must ${rule}`

const wrongType = (path: string, type: Field['type']): KinesisError =>
  new KinesisError('SerializationException', `${path} can not be converted to ${type}`)

const memberName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
