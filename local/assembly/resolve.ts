// CloudFormation's intrinsic functions, over the values that are known so far.

export type Scope = {
  /** What `Ref` gives: a resource, a parameter or a pseudo parameter. */
  ref(name: string): unknown
  attribute(logicalId: string, name: string): unknown
  mapping(map: string, top: string, second: string): unknown
  condition(name: string): boolean
}

/** Stands for `AWS::NoValue`: whatever holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue')

export class TemplateError extends Error {
  override name = 'TemplateError'
}

type Evaluate = (argument: unknown, scope: Scope) => unknown

const list = (argument: unknown, name: string): unknown[] => {
  if (!Array.isArray(argument)) throw new TemplateError(`${name} needs a list`)
  return argument
}

const text = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new TemplateError(`expected text, found ${JSON.stringify(value)}`)
}

const attributeOf = (argument: unknown, scope: Scope): unknown => {
  const [logicalId = '', ...rest] =
    typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt').map(text)
  return scope.attribute(logicalId, rest.join('.'))
}

const substitute: Evaluate = (argument, scope) => {
  const [template, own] = Array.isArray(argument) ? argument : [argument, {}]
  const variables = (own ?? {}) as Record<string, unknown>
  return text(template).replace(/\$\{(!?)([^}]+)\}/g, (_whole, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`
    if (Object.hasOwn(variables, name)) return text(resolve(variables[name], scope))
    return text(name.includes('.') && !name.startsWith('AWS::') ? attributeOf(name, scope) : scope.ref(name))
  })
}

const functions: Record<string, Evaluate> = {
  Ref: (argument, scope) => (argument === 'AWS::NoValue' ? NO_VALUE : scope.ref(text(argument))),
  'Fn::GetAtt': (argument, scope) => attributeOf(resolve(argument, scope), scope),
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join')
    return list(resolve(parts, scope), 'Fn::Join').map(text).join(text(separator))
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(resolve(argument, scope), 'Fn::Select')
    const chosen = list(values, 'Fn::Select')[Number(index)]
    if (chosen === undefined) throw new TemplateError(`Fn::Select has no element ${index}`)
    return chosen
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = list(resolve(argument, scope), 'Fn::Split')
    return text(whole).split(text(separator))
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope))).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(resolve(argument, scope), 'Fn::FindInMap').map(text)
    return scope.mapping(map ?? '', top ?? '', second ?? '')
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument, 'Fn::If')
    return resolve(scope.condition(text(condition)) ? yes : no, scope)
  },
  'Fn::Equals': (argument, scope) => {
    const [one, other] = list(resolve(argument, scope), 'Fn::Equals')
    return JSON.stringify(one) === JSON.stringify(other)
  },
  'Fn::Contains': (argument, scope) => {
    const [values, wanted] = list(resolve(argument, scope), 'Fn::Contains')
    return list(values, 'Fn::Contains').includes(wanted)
  },
  'Fn::Not': (argument, scope) => !list(resolve(argument, scope), 'Fn::Not')[0],
  'Fn::And': (argument, scope) => list(resolve(argument, scope), 'Fn::And').every(Boolean),
  'Fn::Or': (argument, scope) => list(resolve(argument, scope), 'Fn::Or').some(Boolean),
  Condition: (argument, scope) => scope.condition(text(argument)),
}

/** The function call that an object is, if it is one: `{ "Fn::Join": … }` and nothing beside it. */
export const intrinsicOf = (value: object): { name: string; argument: unknown } | undefined => {
  const [entry, ...others] = Object.entries(value)
  if (!entry || others.length > 0) return undefined
  const [name, argument] = entry
  if (name === 'Condition' && typeof argument !== 'string') return undefined
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? { name, argument } : undefined
}

export const resolve = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE)
  if (value === null || typeof value !== 'object') return value
  const intrinsic = intrinsicOf(value)
  if (intrinsic) {
    const evaluate = functions[intrinsic.name]
    if (!evaluate) throw new TemplateError(`the runner does not know the function ${intrinsic.name}`)
    return evaluate(intrinsic.argument, scope)
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE))
}
