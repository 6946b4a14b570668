// Becoming a member, and logging in.
import * as z from 'zod'
import {
  confirmSchema,
  emailBodySchema,
  loginSchema,
  logoutSchema,
  meSchema,
  newPasswordSchema,
  refreshSchema,
  registeredSchema,
  registerSchema,
  resetPasswordSchema,
  tokensSchema,
} from '../members/login.ts'
import { operation } from './operation.ts'

const open = { chapter: 'Login', access: { kind: 'open' }, limit: 'auth' } as const
/** An office logs in from one address: only guesses that fail wear the limit out. */
const proof = { ...open, forgivesSuccess: true } as const

export const register = operation({
  ...open,
  method: 'POST',
  path: '/api/v1/auth/register',
  id: 'register',
  summary: 'Register as a member',
  description:
    'A code goes to the address, to be sent to `/auth/confirm`. Where a stage wants no confirmed addresses, the answer holds tokens at once.',
  body: registerSchema,
  answers: { 201: registeredSchema },
  problems: [403, 409],
})

export const confirm = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/confirm',
  id: 'confirmRegistration',
  summary: 'Confirm an e-mail address with the code sent to it',
  description: 'With the password, the answer holds tokens.',
  body: confirmSchema,
  answers: { 200: registeredSchema },
})

export const resendCode = operation({
  ...open,
  method: 'POST',
  path: '/api/v1/auth/confirm/resend',
  id: 'resendConfirmation',
  summary: 'Send the code again',
  description: 'Answers alike whether there is such a member or not.',
  body: emailBodySchema,
  answers: { 202: z.object({ sent: z.literal(true) }) },
})

export const logIn = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/login',
  id: 'logIn',
  summary: 'Log in with e-mail address and password',
  description:
    'A member who must choose a new password gets 403 `new-password-required` with a `session` for `/auth/new-password`.',
  body: loginSchema,
  answers: { 200: tokensSchema },
  problems: [401, 403],
})

export const chooseNewPassword = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/new-password',
  id: 'chooseNewPassword',
  summary: 'Choose the password that a login asked for',
  body: newPasswordSchema,
  answers: { 200: tokensSchema },
  problems: [401],
})

export const refresh = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/refresh',
  id: 'refreshLogin',
  summary: 'Get new tokens for a refresh token',
  description:
    'The refresh token rotates: keep the new one. An old one that comes back later ends the whole login.',
  body: refreshSchema,
  answers: { 200: tokensSchema },
  problems: [401],
})

export const logOut = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/logout',
  id: 'logOut',
  summary: 'End a login: its refresh token works no more',
  body: logoutSchema,
  answers: { 204: null },
})

export const forgotPassword = operation({
  ...open,
  method: 'POST',
  path: '/api/v1/auth/password/forgot',
  id: 'forgotPassword',
  summary: 'Have a code sent that resets the password',
  description: 'Answers alike whether there is such a member or not.',
  body: emailBodySchema,
  answers: { 202: z.object({ sent: z.literal(true) }) },
})

export const resetPassword = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/password/reset',
  id: 'resetPassword',
  summary: 'Set a new password with the code',
  body: resetPasswordSchema,
  answers: { 204: null },
})

export const beginGoogle = operation({
  ...proof,
  method: 'GET',
  path: '/api/v1/auth/google',
  id: 'beginGoogleLogin',
  summary: 'Go to Google and come back logged in',
  query: z.object({
    /**
     * A page of the dashboard. No blanks: browsers leave some out, and `/<tab>/elsewhere` becomes another site. It
     * travels in a cookie, which may take 4,096 bytes in all.
     */
    next: z
      .string()
      .max(1_024)
      .regex(/^\/(?![/\\])[!-~]*$/, 'must be a path of the dashboard')
      .optional(),
  }),
  answers: { 302: null },
  problems: [404],
})

export const finishGoogle = operation({
  ...proof,
  method: 'GET',
  path: '/api/v1/auth/google/callback',
  id: 'finishGoogleLogin',
  summary: 'Where Google sends members back to',
  description: 'Always leads to the dashboard: logged in, or to its login page with the reason in `problem`.',
  query: z.object({
    code: z.string().max(2_048).optional(),
    state: z.string().max(2_048).optional(),
    error: z.string().max(200).optional(),
    error_description: z.string().max(2_048).optional(),
  }),
  answers: { 302: null },
  problems: [404],
})

export const takeGoogleTokens = operation({
  ...proof,
  method: 'POST',
  path: '/api/v1/auth/google/tokens',
  id: 'takeGoogleTokens',
  summary: 'Trade the cookie of the callback for tokens, once',
  answers: { 200: tokensSchema },
  problems: [401],
})

export const showMe = operation({
  method: 'GET',
  path: '/api/v1/auth/me',
  id: 'showMe',
  chapter: 'Login',
  access: { kind: 'member' },
  summary: 'Who is logged in',
  answers: { 200: meSchema },
})
