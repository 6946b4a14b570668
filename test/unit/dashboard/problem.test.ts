import { expect, test } from 'vitest'
import { worthRetrying } from '../../../dashboard/src/api/api-client.ts'
import { ApiProblem, fieldError, readProblem, unreachable } from '../../../dashboard/src/api/problem.ts'

test('a problem document is read whole', async () => {
  const problem = await readProblem(
    Response.json(
      {
        title: 'Not valid',
        status: 400,
        detail: 'The name is too long.',
        code: 'invalid',
        requestId: 'r-1',
        errors: [{ field: 'name', message: 'at most 80 characters' }, 'junk'],
      },
      { status: 400 },
    ),
  )
  expect(problem).toMatchObject({
    status: 400,
    code: 'invalid',
    title: 'Not valid',
    message: 'The name is too long.',
    requestId: 'r-1',
    fields: [{ field: 'name', message: 'at most 80 characters' }],
  })
})

test('an answer that is not JSON, or not ours, still says something a person can read', async () => {
  const page = await readProblem(new Response('<h1>Bad gateway</h1>', { status: 502 }))
  expect(page).toMatchObject({
    title: 'Something went wrong',
    message: 'The server answered with status 502.',
  })
  const gateway = await readProblem(Response.json({ message: 'Unauthorized' }, { status: 401 }))
  expect(gateway).toMatchObject({ title: 'You are not signed in', message: 'Sign in again to go on.' })
})

test('a missing login is told in the words of the sign-in page, whatever the server calls it', async () => {
  const body = { title: 'Unauthorized', detail: 'Log in first.', code: 'unauthorized' }
  const problem = await readProblem(Response.json(body, { status: 401 }))
  expect(problem).toMatchObject({
    code: 'unauthorized',
    title: 'You are not signed in',
    message: 'Sign in again to go on.',
  })
})

test('only what may pass is asked again, twice at most', () => {
  const failed = (status: number) => new ApiProblem({ status, code: 'x', title: 'x', detail: 'x' })
  expect(worthRetrying(0, unreachable(null))).toBe(true)
  expect(worthRetrying(1, failed(503))).toBe(true)
  expect(worthRetrying(2, failed(503))).toBe(false)
  expect(worthRetrying(0, failed(404))).toBe(false)
  expect(worthRetrying(0, failed(429))).toBe(false)
  expect(worthRetrying(0, new Error('a bug of ours'))).toBe(false)
})

test('a limit says when to come back, in the words of the screen', async () => {
  const body = { title: 'Too Many Requests', detail: 'Slow down.', code: 'rate-limited' }
  const told = await readProblem(Response.json(body, { status: 429, headers: { 'retry-after': '12' } }))
  expect(told).toMatchObject({ title: 'Too many requests', message: 'Try again in 12 s.', retryAfter: 12 })
  const untold = await readProblem(Response.json(body, { status: 429 }))
  expect(untold.message).toBe('Slow down.')
})

test('a complaint about a field stands alone as a sentence, those about its parts too', () => {
  const fields = [
    { field: 'password', message: 'is too short' },
    { field: 'origins.2', message: 'Not an origin.' },
  ]
  const error = new ApiProblem({ status: 400, code: 'x', title: 'x', detail: 'x', fields })
  expect(fieldError(error, 'password')).toBe('Is too short.')
  expect(fieldError(error, 'origins')).toBe('Not an origin.')
  expect(fieldError(error, 'name')).toBeUndefined()
  expect(fieldError(new Error('x'), 'name')).toBeUndefined()
})

test('what a login goes on with is read from its problem', async () => {
  const body = { code: 'new-password-required', detail: 'Choose one.', session: 'step-1' }
  expect(await readProblem(Response.json(body, { status: 403 }))).toMatchObject({ session: 'step-1' })
})
