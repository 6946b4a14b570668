// Logins for sites that have none of their own: a user signs up and in with a password, or with Google or Apple.
import {
  renewedTokenSchema,
  signedInSchema,
  signInSchema,
  signUpSchema,
  socialVerifiedSchema,
} from '../users/user-login.ts'
import { operation } from './operation.ts'

const shared = {
  chapter: 'Users',
  access: { kind: 'ingest' },
  limit: 'auth',
  anyOrigin: true,
} as const

export const signUp = operation({
  ...shared,
  method: 'POST',
  path: '/api/v1/users/auth/signup',
  id: 'signUp',
  summary: 'Make an account for a user of the site',
  description:
    'With the publishable key, from the origins of the project, where its setting `userLogins` allows it. An address that has an account is refused in words that do not say so.',
  body: signUpSchema,
  answers: { 201: signedInSchema },
  problems: [403, 409, 503],
})

export const signIn = operation({
  ...shared,
  method: 'POST',
  path: '/api/v1/users/auth/signin',
  id: 'signIn',
  summary: 'Sign a user in with e-mail address and password',
  description: 'A wrong password and an unknown address are answered alike, and take as long.',
  body: signInSchema,
  answers: { 200: signedInSchema },
  problems: [403, 503],
  forgivesSuccess: true,
})

export const socialVerified = operation({
  ...shared,
  method: 'POST',
  path: '/api/v1/users/auth/social-verified',
  id: 'socialVerified',
  summary: 'Sign a user in with the ID token that Google or Apple gave the page',
  description:
    "Its signature is checked with the provider's keys, and it must be made for one of the project's client ids. The first time makes the account. It is not joined to one with a password, even of the same address: nobody has proved that one.",
  body: socialVerifiedSchema,
  answers: { 200: signedInSchema },
  problems: [403, 409, 503],
  forgivesSuccess: true,
})

export const renewUserToken = operation({
  method: 'POST',
  path: '/api/v1/users/auth/refresh',
  id: 'renewUserToken',
  chapter: 'Users',
  summary: 'A new user token for one that has not ended',
  description:
    "For a user who signed in by these routes, for 30 days from then; the token goes along as `Authorization: Bearer <token>`. A token that the site's own server had made is renewed there.",
  access: { kind: 'user' },
  answers: { 200: renewedTokenSchema },
  problems: [403],
  anyOrigin: true,
})
