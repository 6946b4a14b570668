// A browser at the login routes: it keeps cookies as browsers do, holds answers to the operation's schemas, and
// remembers every secret that went to or fro.
import { expect } from 'vitest'
import { type Operation, routeOf } from '../../core/api/operation.ts'
import { problemSchema } from '../../core/api/problem.ts'
import type { HttpFunction } from '../../functions/runtime/http/http.ts'
import { type Call, context, httpEvent } from './invocations.ts'

export type LoginReply = {
  status: number
  headers: Record<string, string>
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of it
  body: any
  location: URL | undefined
  /** The lines of `Set-Cookie`. */
  setCookies: string[]
}

/** Where the dashboard is. */
export const SITE = 'http://localhost:4300'

const SECRET_MEMBERS = ['email', 'password', 'code', 'session', 'accessToken', 'idToken', 'refreshToken']
const SECRET_PARAMETERS = ['code', 'state', 'nonce', 'code_challenge']

export const secretsSeen = new Set<string>()

const remember = (from: unknown, names: string[]) => {
  for (const [name, value] of Object.entries((from ?? {}) as Record<string, unknown>))
    if (names.includes(name) && typeof value === 'string' && value !== '') secretsSeen.add(value)
}

export const loginClient = (handler: HttpFunction) => {
  const jar = new Map<string, { value: string; path: string }>()

  const keep = (line: string) => {
    const [pair = '', ...attributes] = line.split('; ')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (value !== '') secretsSeen.add(value)
    if (attributes.includes('Max-Age=0')) jar.delete(name)
    else jar.set(name, { value, path: attributes.find((text) => text.startsWith('Path='))?.slice(5) ?? '/' })
  }

  const call = async (
    operation: Operation,
    parts: Call = {},
    route = routeOf(operation),
  ): Promise<LoginReply> => {
    const [, path = ''] = route.split(' ')
    remember(parts.body, SECRET_MEMBERS)
    remember(parts.query, SECRET_PARAMETERS)
    const cookies = [...jar]
      .filter(([, kept]) => path.startsWith(kept.path))
      .map(([name, kept]) => `${name}=${kept.value}`)
    const event = { ...httpEvent(route, parts), ...(cookies.length > 0 && { cookies }) }
    const answer = await handler(event, context())
    const { statusCode: status = 0, headers = {}, body: text, cookies: setCookies = [] } = answer
    const body = text === undefined ? undefined : JSON.parse(text)
    remember(body, SECRET_MEMBERS)
    check(operation, status, body)
    for (const line of setCookies) keep(line)
    const address = headers['location']
    const location = address === undefined ? undefined : new URL(String(address), SITE)
    remember(Object.fromEntries(location?.searchParams ?? []), SECRET_PARAMETERS)
    return { status, headers: headers as Record<string, string>, body, location, setCookies }
  }
  return { call, jar }
}

const check = (operation: Operation, status: number, body: unknown) => {
  if (status >= 400) {
    expect(problemSchema.parse(body).status).toBe(status)
    return
  }
  const schema = operation.answers[status]
  expect(schema, `${operation.id} answers ${status}`).not.toBeUndefined()
  if (schema) schema.parse(body)
  else expect(body).toBeUndefined()
}

export type LoginClient = ReturnType<typeof loginClient>
