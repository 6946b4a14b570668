// Every HTTP function on one stage, with a pool of members who can really log in: for what is asked of all operations.
import { readdirSync } from 'node:fs'
import { type Operation, routeOf } from '../../core/api/operation.ts'
import { finishedGoogleLoginSchema } from '../../core/members/google-login.ts'
import type { HttpFunction } from '../../functions/runtime/http/http.ts'
import { type Call, call, type Reply } from './invocations.ts'
import { startSocialIssuer } from './social-issuer.ts'
import { startStage } from './stage.ts'
import { startUserPool } from './user-pool.ts'

const ROOM = new URL('../../functions/http/', import.meta.url)

export type WholeApi = Awaited<ReturnType<typeof startWholeApi>>

export const startWholeApi = async () => {
  const stage = await startStage()
  const social = await startSocialIssuer()
  const load = async (name: string) =>
    ((await import(`../../functions/http/${name}.ts`)) as { handler: HttpFunction }).handler
  const names = readdirSync(ROOM).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []))
  const functions: Record<string, HttpFunction> = {}
  // The gate and the accounts know members by the pool of the stage; only who logs in needs a real one.
  for (const name of names) if (name !== 'login') functions[name] = await load(name)
  await call(functions['accounts'] as HttpFunction, { to: 'showMe', memberId: 'first' })
  const pool = await startUserPool()
  Object.assign(process.env, {
    SIGN_IN_URL: 'https://sign-in.invalid',
    GOOGLE_CALLBACK_URL: 'http://localhost:4300/api/v1/auth/google/callback',
  })
  functions['login'] = await load('login')

  const functionOf = (id: string): HttpFunction => {
    const found = Object.values(functions).find(({ operations }) => operations.some((one) => one.id === id))
    if (!found) throw new Error(`No function does ${id}.`)
    return found
  }
  const ask = (to: string, parts: Call = {}): Promise<Reply> => call(functionOf(to), { to, ...parts })

  return {
    stage,
    functions,
    pool,
    social,
    ask,
    askAt: (route: string, operation: Operation, parts: Call = {}): Promise<Reply> =>
      call(functionOf(operation.id), { to: operation.id, route, ...parts }),
    /** The cookie that the callback of Google leaves. */
    finishedGoogleLogin: async (refreshToken: string): Promise<string> => {
      const { ownSecret } = await import('../../functions/gate/gate.ts')
      const { sealedCookie } = await import('../../functions/gate/sealed-cookie.ts')
      const { derivedKey } = await import('../../functions/gate/sealing.ts')
      const finished = sealedCookie({
        name: '__Secure-playhead-login',
        path: '/api/v1/auth',
        sameSite: 'Strict',
        maxAgeSeconds: 120,
        schema: finishedGoogleLoginSchema,
        key: async () => derivedKey(await ownSecret(), 'logins'),
        now: Date.now,
      })
      return (await finished.keep({ refreshToken })).split('; ')[0] ?? ''
    },
    stop: async () => {
      await pool.stop()
      await social.stop()
      await stage.stop()
    },
  }
}

export const operationsOf = (functions: Record<string, HttpFunction>): string[] =>
  Object.values(functions).flatMap(({ operations }) => operations.map(routeOf))
