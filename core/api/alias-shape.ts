// An alias whose clients send and read other shapes than the operation's own: what it takes and answers, and how the
// two become one. Pure: the recipe validates, calls, and validates again as the operation says.
import type * as z from 'zod'

export type AliasShape<Given = unknown, Headers = unknown> = {
  /** What its clients send and read, in a sentence. */
  says: string
  /** The body of its clients; without it the operation's own. */
  takes?: z.ZodType<Given>
  /** By their names in lower case. */
  headers?: z.ZodType<Headers>
  /** The operation's body. */
  adapt?: (given: Given, headers: Headers) => unknown
  /** Schemas of its answers that are not problems, by status. */
  answers: Record<number, z.ZodType>
  /** What the operation answered, as its clients read it. May throw where the operation is milder. */
  answer: (answer: { status: number; body: unknown }) => { status: number; body: unknown }
}

/** Keeps the types of a shape's parts together, and hides them from the table of aliases. */
export const aliasShape = <Given = unknown, Headers = unknown>(
  shape: AliasShape<Given, Headers>,
): AliasShape => shape as unknown as AliasShape
