// A stage for logins with Google: the login routes, a pool with its trigger, and a real OpenID Connect provider on the
// loopback that stands for Google.
import { expect, vi } from 'vitest'
import * as operations from '../../core/api/login-operations.ts'
import type { Operation } from '../../core/api/operation.ts'
import { admit, type Registration } from '../../core/members/admission.ts'
import { browser } from '../local/services/cognito-browser.ts'
import { startOidcProvider } from '../local/services/oidc-provider.ts'
import { loginClient, SITE, secretsSeen } from './login-client.ts'
import { startUserPool } from './user-pool.ts'

const CALLBACK = `${SITE}/api/v1/auth/google/callback`
export const PENDING = '__Secure-playhead-google'
export const FINISHED = '__Secure-playhead-login'
const OPEN: Registration = { selfRegistration: true, confirmEmail: true, federatedDomains: null }
export const MINUTE = 60_000

export type GoogleStage = Awaited<ReturnType<typeof startGoogleStage>>

/** The gate before the routes is the test file's to mock, before this is called. */
export const startGoogleStage = async () => {
  const really = Date.now
  let ahead = 0
  // Before the import: the handlers take the clock when they are loaded.
  vi.spyOn(Date, 'now').mockImplementation(() => really() + ahead)
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
  let registration = OPEN
  const provider = await startOidcProvider()
  const pool = await startUserPool({
    google: { url: provider.url, callbackUrl: CALLBACK },
    preSignUp: async (_, event) => {
      const { triggerSource, request } = event as {
        triggerSource: string
        request: { userAttributes: { email: string; email_verified: string } }
      }
      if (triggerSource !== 'PreSignUp_ExternalProvider') return event
      const { email, email_verified } = request.userAttributes
      const applicant = {
        by: 'provider',
        email,
        verified: email_verified === 'true',
        invited: false,
      } as const
      const admission = admit(registration, applicant)
      if (!admission.admitted) throw new Error(admission.because)
      return event
    },
  })
  process.env['SIGN_IN_URL'] = 'https://sign-in.invalid'
  process.env['GOOGLE_CALLBACK_URL'] = CALLBACK
  const { handler } = await import('../../functions/http/login.ts')

  const signedInAtGoogleAs = (sub: string, more: object = {}) => {
    const email = `${sub}@shop.example`
    provider.state.claims = { sub, email, name: sub, email_verified: true, ...more }
    secretsSeen.add(email)
  }

  return {
    lines,
    provider,
    pool,
    callback: CALLBACK,
    signedInAtGoogleAs,
    registerBy: (changes: Partial<Registration>) => {
      registration = { ...OPEN, ...changes }
    },
    reset: () => {
      registration = OPEN
      provider.state.signedByStranger = false
      signedInAtGoogleAs('ada')
    },
    /** Time passes for us, and not for Cognito. */
    wait: (ms: number) => {
      ahead += ms
      pool.advance(-ms)
    },
    /** A browser with cookies for us and for Cognito. */
    visitor: () => {
      const { call, jar } = loginClient(handler)
      const cognito = browser(pool.service.url)
      const begin = (query: { next?: string } = {}, route?: string) =>
        call(operations.beginGoogle as Operation, { query }, route)
      /** To Cognito, to the provider and back; ends where Cognito sends the browser to. */
      const signIn = async (address: URL | undefined): Promise<URL> => {
        const there = await cognito.go(address?.href ?? '')
        const back = await cognito.go(there.location?.href ?? '')
        const { location } = await cognito.go(back.location?.href ?? '')
        if (!location) throw new Error('The sign-in leads nowhere.')
        return location
      }
      const comeBack = (address: URL, route?: string) =>
        call(operations.finishGoogle as Operation, { query: Object.fromEntries(address.searchParams) }, route)
      return {
        jar,
        begin,
        signIn,
        comeBack,
        walk: async (query?: { next?: string }) => comeBack(await signIn((await begin(query)).location)),
        take: (headers: Record<string, string> = {}) =>
          call(operations.takeGoogleTokens as Operation, { headers }),
        refresh: (refreshToken: string) => call(operations.refresh as Operation, { body: { refreshToken } }),
      }
    },
    stop: async () => {
      await pool.stop()
      await provider.stop()
    },
  }
}

export type Visitor = ReturnType<GoogleStage['visitor']>

/** Where the login page says why nobody is logged in. */
export const problemOf = ({ status, location }: { status: number; location: URL | undefined }) => {
  expect([status, location?.origin, location?.pathname]).toEqual([302, SITE, '/login'])
  return location?.searchParams.get('problem')
}

export const expectNobodyIn = async ({ jar, take }: Visitor) => {
  expect(jar.has(FINISHED)).toBe(false)
  expect(await take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
}

export const changeCookie = ({ jar }: Visitor, name: string, change: (value: string) => string) => {
  const kept = jar.get(name)
  if (!kept) throw new Error(`There is no cookie ${name}.`)
  jar.set(name, { ...kept, value: change(kept.value) })
}

/** Another character in the middle, of the same alphabet. */
export const flipped = (value: string) => {
  const middle = Math.floor(value.length / 2)
  return `${value.slice(0, middle)}${value[middle] === 'A' ? 'B' : 'A'}${value.slice(middle + 1)}`
}

/** Held at the end of a file: whatever went to and fro by then is in no line. */
export const expectNothingSecret = (lines: string[]) => {
  const log = lines.join('\n')
  expect(lines.length).toBeGreaterThan(40)
  expect(secretsSeen.size).toBeGreaterThan(50)
  expect([...secretsSeen].filter((secret) => log.includes(secret))).toEqual([])
}
