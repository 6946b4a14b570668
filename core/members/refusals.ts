// Why somebody does not become a member, as Cognito hands on what the trigger said, and as a person reads it.
import { AppError } from '../errors.ts'
import type { Refusal } from './admission.ts'

const SENTENCES: Record<Refusal, string> = {
  'registration-closed': 'Registration is closed here. Ask for an invitation.',
  'domain-not-allowed': 'People with an address of this domain may not register here.',
  'email-not-verified': 'The provider does not vouch for this e-mail address.',
}

/** Cognito puts words of its own around the trigger's: `PreSignUp failed with error registration-closed. `. */
export const refusalIn = (message: string): Refusal | undefined =>
  (Object.keys(SENTENCES) as Refusal[]).find((refusal) => message.trim().replace(/\.$/, '').endsWith(refusal))

export const notAdmitted = (refusal: Refusal): AppError => new AppError(refusal, 403, SENTENCES[refusal])
