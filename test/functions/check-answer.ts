// Holds each answer of a function to its operation: nothing else, nothing more, and no status that it does not name.
import { expect } from 'vitest'
import { aliases } from '../../core/api/aliases.ts'
import type { Operation } from '../../core/api/operation.ts'
import { problemSchema } from '../../core/api/problem.ts'
import type { Reply } from './invocations.ts'

/** Any operation may be asked for what is malformed, not allowed or not there, too often, or when something is down. */
const ALWAYS = [400, 403, 404, 429, 500, 503]

/** `route` is an alias's, where it came by one: some answer in other shapes. */
export const checkAnswer = (operation: Operation, { status, headers, body }: Reply, route?: string): void => {
  const what = `${operation.id} ${status}`
  const shape = aliases.find((alias) => alias.route === route)?.as
  const schema = (shape ?? operation).answers[status]
  if (schema === null) return
  if (schema === undefined) {
    expect(problemStatuses(operation), `${what} is not in the operation`).toContain(status)
    expect(headers['content-type'], what).toBe('application/problem+json')
    expect(problemSchema.parse(body), what).toMatchObject({ status })
    return
  }
  expect(headers['content-type'], what).toBe('application/json')
  // What a schema does not know it leaves out: then the two differ.
  expect(schema.parse(body), what).toEqual(body)
}

const problemStatuses = ({ access, body, idempotent, problems = [] }: Operation): number[] => [
  ...ALWAYS,
  ...problems,
  ...(access.kind === 'open' ? [] : [401]),
  ...(body ? [413, 415] : []),
  ...(idempotent ? [409, 422] : []),
]
