// Who may become a member, by whichever door they come.
import * as z from 'zod'

/** What a stage says about it. */
export const registrationSchema = z.object({
  /** May anybody register, or only who was invited? */
  selfRegistration: z.boolean(),
  /** Must who registers prove the address by a code? */
  confirmEmail: z.boolean(),
  /** Domains whose people may come in by a provider without an invitation; null for no such list. */
  federatedDomains: z.array(z.string()).nullable(),
})

export type Registration = z.infer<typeof registrationSchema>

export type Applicant =
  /** Somebody registers with a password. */
  | { by: 'sign-up'; invited: boolean }
  /** Somebody comes from a provider for the first time. `verified` is what the provider says of the address. */
  | { by: 'provider'; email: string; verified: boolean; invited: boolean }
  /** An administrator of the pool makes the member. */
  | { by: 'administrator' }

export type Refusal = 'registration-closed' | 'domain-not-allowed' | 'email-not-verified'

export type Admission =
  /** `trusted`: the address needs no code. */
  { admitted: true; trusted: boolean } | { admitted: false; because: Refusal }

export const admit = (registration: Registration, applicant: Applicant): Admission => {
  if (applicant.by === 'administrator') return { admitted: true, trusted: false }
  const { selfRegistration, confirmEmail } = registration
  if (applicant.by === 'sign-up') {
    if (!selfRegistration && !applicant.invited) return refuse('registration-closed')
    return { admitted: true, trusted: !confirmEmail }
  }
  // An address that the provider does not vouch for may be anybody's: neither invitation nor domain is theirs.
  if (!applicant.verified) return refuse('email-not-verified')
  if (applicant.invited) return { admitted: true, trusted: false }
  const domains = registration.federatedDomains
  if (domains) return isListed(domains, applicant.email) ? FEDERATED : refuse('domain-not-allowed')
  return selfRegistration ? FEDERATED : refuse('registration-closed')
}

const FEDERATED: Admission = { admitted: true, trusted: false }

const refuse = (because: Refusal): Admission => ({ admitted: false, because })

const isListed = (domains: string[], email: string): boolean => {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return domains.some((listed) => listed.toLowerCase() === domain)
}
