// What may become of a login with Google, and what the way there carries from one request to the next.
import * as z from 'zod'
import type { Refusal } from './admission.ts'

/** The reasons in `/login?problem=…`. */
export type GoogleProblem =
  | Refusal
  /** Begun in another browser, too long ago, or finished before. */
  | 'login-expired'
  /** Google or Cognito would not, or answered what cannot be trusted. */
  | 'google-refused'
  /** A fault of ours or of theirs that may pass. */
  | 'google-unavailable'

/** What the browser that began must bring back. */
export const pendingGoogleLoginSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  /** PKCE: without it nobody can trade the code. */
  verifier: z.string(),
  next: z.string().optional(),
})

export type PendingGoogleLogin = z.infer<typeof pendingGoogleLoginSchema>

/** What the callback leaves for the one page that may fetch the tokens. */
export const finishedGoogleLoginSchema = z.object({ refreshToken: z.string() })

export type FinishedGoogleLogin = z.infer<typeof finishedGoogleLoginSchema>
