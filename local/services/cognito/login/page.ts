// The login page for local users, in plain HTML without a script.

import type { LoginAnswer } from './reply.ts'
import { withQuery } from './reply.ts'

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1c1e21;display:grid;place-items:center;min-height:100vh;margin:0}
main{background:#fff;padding:2rem;border-radius:12px;width:min(20rem,90vw);box-shadow:0 1px 4px #0002}
h1{font-size:1.25rem;margin:0 0 1rem}label{display:block;margin:.75rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #9aa0a6;border-radius:6px}
button,a{display:block;box-sizing:border-box;font:inherit;width:100%;margin-top:1rem;padding:.6rem;border-radius:6px;text-align:center}
button{border:0;background:#2f5fd0;color:#fff;cursor:pointer}a{border:1px solid #9aa0a6;color:inherit;text-decoration:none}
[role=alert]{color:#b3261e;margin:0 0 .5rem}
@media(prefers-color-scheme:dark){body{background:#17181c;color:#e8eaed}main{background:#212329}input{background:#17181c;color:inherit}[role=alert]{color:#f2b8b5}}`

const page = (
  status: number,
  title: string,
  body: string,
  formTargets = "'none'",
  cookies: string[] = [],
): LoginAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'no-referrer',
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style><main><h1>${escapeHtml(title)}</h1>${body}</main></html>`,
})

export const errorPage = (message: string): LoginAnswer =>
  page(400, 'This sign-in cannot go on', `<p role="alert">${escapeHtml(message)}</p>`)

export type LoginPage = {
  flow: string
  redirectUri: string
  choosingPassword: boolean
  /** Where each external provider's button leads. */
  providers: { name: string; address: string }[]
  local: boolean
  username?: string
  problem?: string
  cookies: string[]
}

const passwordFields = ({ choosingPassword, username = '' }: LoginPage) =>
  choosingPassword
    ? `<label for="new_password">New password</label><input id="new_password" name="new_password" type="password" autocomplete="new-password" required autofocus>`
    : `<label for="username">Email</label><input id="username" name="username" value="${escapeHtml(username)}" autocomplete="username" required autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>`

export const loginPage = (login: LoginPage): LoginAnswer => {
  const problem = login.problem ? `<p role="alert">${escapeHtml(login.problem)}</p>` : ''
  const form = `<form method="post" action="/login"><input type="hidden" name="flow" value="${escapeHtml(login.flow)}">${passwordFields(login)}<button>${login.choosingPassword ? 'Set password' : 'Sign in'}</button></form>`
  const providers = login.providers.map(
    ({ name, address }) => `<a href="${escapeHtml(address)}">Continue with ${escapeHtml(name)}</a>`,
  )
  const body = `${problem}${login.local ? form : ''}${login.choosingPassword ? '' : providers.join('')}`
  // A browser checks the redirect that follows a form as well.
  const targets = `'self' ${new URL(withQuery(login.redirectUri, {})).origin}`
  return page(
    login.problem ? 400 : 200,
    login.choosingPassword ? 'Choose a new password' : 'Sign in',
    body,
    targets,
    login.cookies,
  )
}
