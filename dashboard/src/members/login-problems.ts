// Why a login did not come to pass, as sentences: by the code of a problem, or of the way back from Google.
import { asProblem } from '../api/problem.ts'

const SENTENCES: Record<string, string> = {
  'login-expired': 'That sign-in took too long or was finished already. Try again.',
  'google-refused': 'Google did not let you in. Try again, or use your password.',
  'google-unavailable': 'Google cannot be reached just now. Try again in a moment, or use your password.',
  'google-not-configured': 'Signing in with Google is not set up here. Use your password.',
  'registration-closed': 'Nobody may register here without an invitation. Ask a member to invite you.',
  'domain-not-allowed': 'Addresses of this domain may not register here. Use that of your organisation.',
  'email-not-verified': 'Google has not verified your e-mail address. Verify it there first.',
}

/** For the code in `/login?problem=…`; one that we do not know still says that it failed. */
export const sentenceOfProblem = (code: string): string =>
  SENTENCES[code] ?? 'The sign-in did not work. Try again.'

/** For a login with a password that failed. */
export const sentenceOfLogin = (error: unknown): string => {
  const problem = asProblem(error)
  if (problem.status === 400 || problem.status === 401) return 'E-mail or password is not right.'
  return SENTENCES[problem.code] ?? problem.message
}
