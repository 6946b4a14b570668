// Holds what the mock backend is asked and what it answers to the API's own description, so that neither drifts.
import type * as z from 'zod'
import type { Operation } from '../../../core/api/operation.ts'
import { operations } from '../../../core/api/operations.ts'
import type { Answer, Asked } from './mock-accounts.ts'

const patternOf = ({ path }: Operation): RegExp => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)

const described = operations
  .map((operation) => ({ operation, pattern: patternOf(operation) }))
  // A fixed path goes before one with a parameter in its place.
  .toSorted((a, b) => Number(a.operation.path.includes('{')) - Number(b.operation.path.includes('{')))

const faultOf = (what: string, schema: z.ZodType, value: unknown): string[] => {
  const { success, error } = schema.safeParse(value)
  return success ? [] : [`${what}: ${error.message}`]
}

/** A sentence for each way in which a request or its answer is not what the contract says. */
export const breaches = (asked: Asked, given: Answer): string[] => {
  const route = `${asked.method} ${asked.path}`
  const { operation } =
    described.find((one) => one.operation.method === asked.method && one.pattern.test(asked.path)) ?? {}
  if (!operation) return [`${route} is no operation`]
  const faults: string[] = []
  const wasRefused = given.status >= 400
  if (operation.body && !wasRefused) faults.push(...faultOf(`body of ${route}`, operation.body, asked.body))
  if (operation.query && !wasRefused)
    faults.push(...faultOf(`query of ${route}`, operation.query, Object.fromEntries(asked.search)))
  if (operation.idempotent && !asked.idempotencyKey) faults.push(`${route} came without an Idempotency-Key`)
  if (wasRefused) return faults
  const answer = operation.answers[given.status]
  if (answer === undefined) faults.push(`${route} never answers ${given.status}`)
  else if (answer) faults.push(...faultOf(`answer of ${route}`, answer, given.body))
  return faults
}
