// Says whether a value from elsewhere is what a type promises. Small, so that the player's page stays small.

export type Check<T> = (value: unknown) => value is T
export type Checked<C> = C extends Check<infer T> ? T : never

export const number: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value)

export const count: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0

export const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean'

export const buffer: Check<ArrayBuffer> = (value): value is ArrayBuffer => value instanceof ArrayBuffer

export const text =
  (maxChars: number): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= maxChars

export const oneOf =
  <const T extends string | number | null>(...values: T[]): Check<T> =>
  (value): value is T =>
    values.includes(value as T)

export const either =
  <A, B>(one: Check<A>, other: Check<B>): Check<A | B> =>
  (value): value is A | B =>
    one(value) || other(value)

export const list =
  <T>(item: Check<T>, max: number): Check<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.length <= max && value.every(item)

/** Of a list whose items are looked at one by one later. */
export const anyList =
  (max: number): Check<unknown[]> =>
  (value): value is unknown[] =>
    Array.isArray(value) && value.length <= max

type Fields = Record<string, Check<unknown>>
type OptionalOf<F extends Fields> = {
  [K in keyof F]: undefined extends Checked<F[K]> ? K : never
}[keyof F]
export type Shape<F extends Fields> = { [K in Exclude<keyof F, OptionalOf<F>>]: Checked<F[K]> } & {
  [K in OptionalOf<F>]?: Checked<F[K]>
}

/** Own properties only; what else there is, is nobody's. */
export const shape =
  <F extends Fields>(fields: F): Check<Shape<F>> =>
  (value): value is Shape<F> =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, check]) =>
      Object.hasOwn(value, name) ? check((value as Record<string, unknown>)[name]) : check(undefined),
    )

export const maybe =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value)
