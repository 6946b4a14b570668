// Becoming a member, and logging in: /api/v1/auth/…
import { randomBytes } from 'node:crypto'
import * as operations from '../../core/api/login-operations.ts'
import { finishedGoogleLoginSchema, pendingGoogleLoginSchema } from '../../core/members/google-login.ts'
import { gate, ownSecret } from '../gate/gate.ts'
import { sealedCookie } from '../gate/sealed-cookie.ts'
import { derivedKey } from '../gate/sealing.ts'
import { cognitoLogins } from '../runtime/clients/cognito-logins.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { idTokens } from '../runtime/http/member-tokens.ts'
import { route } from '../runtime/http/route.ts'
import { googleLogins } from '../stores/google-logins.ts'
import { logins as loginStore } from '../stores/logins.ts'
import { passwordResets } from '../stores/password-resets.ts'
import { registrations as registrationStore } from '../stores/registrations.ts'
import { beginGoogle } from './login/begin-google.ts'
import { chooseNewPassword } from './login/choose-new-password.ts'
import { confirm } from './login/confirm.ts'
import { finishGoogle } from './login/finish-google.ts'
import { forgotPassword } from './login/forgot-password.ts'
import { logIn } from './login/log-in.ts'
import { logOut } from './login/log-out.ts'
import { refresh } from './login/refresh.ts'
import { register } from './login/register.ts'
import { resendCode } from './login/resend-code.ts'
import { resetPassword } from './login/reset-password.ts'
import { takeGoogleTokens } from './login/take-google-tokens.ts'

const env = readEnvironment([
  'AWS_REGION',
  'USER_POOL_ID',
  'USER_POOL_CLIENT_ID',
  'SIGN_IN_URL',
  'GOOGLE_CALLBACK_URL',
])
const clientId = env.USER_POOL_CLIENT_ID
/** A stand-in for Cognito is its own sign-in host. */
const endpoint = process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER']

const logins = loginStore(cognitoLogins, clientId)
const registrations = registrationStore(cognitoLogins, clientId)
const resets = passwordResets(cognitoLogins, clientId)
const google = googleLogins({
  clientId,
  signInUrl: env.SIGN_IN_URL && (endpoint ?? env.SIGN_IN_URL),
  callbackUrl: env.GOOGLE_CALLBACK_URL,
})

const key = async (): Promise<Buffer> => derivedKey(await ownSecret(), 'logins')

const pending = sealedCookie({
  name: '__Secure-playhead-google',
  // The callback is known under an alias too.
  path: '/api',
  sameSite: 'Lax',
  maxAgeSeconds: 600,
  schema: pendingGoogleLoginSchema,
  key,
  now: Date.now,
})
const finished = sealedCookie({
  name: '__Secure-playhead-login',
  path: '/api/v1/auth',
  sameSite: 'Strict',
  maxAgeSeconds: 120,
  schema: finishedGoogleLoginSchema,
  key,
  now: Date.now,
})

export const handler = http(
  gate,
  route(operations.register, register({ registrations, logins })),
  route(operations.confirm, confirm({ registrations, logins })),
  route(operations.resendCode, resendCode({ registrations })),
  route(operations.logIn, logIn({ logins })),
  route(operations.chooseNewPassword, chooseNewPassword({ logins })),
  route(operations.refresh, refresh({ logins })),
  route(operations.logOut, logOut({ logins })),
  route(operations.forgotPassword, forgotPassword({ resets })),
  route(operations.resetPassword, resetPassword({ resets })),
  route(operations.beginGoogle, beginGoogle({ google, pending, random: randomBytes })),
  route(
    operations.finishGoogle,
    finishGoogle({
      google,
      pending,
      finished,
      verifyIdToken: idTokens({
        region: env.AWS_REGION,
        userPoolId: env.USER_POOL_ID,
        clientId,
        endpoint,
      }),
    }),
  ),
  route(operations.takeGoogleTokens, takeGoogleTokens({ finished, logins })),
)
