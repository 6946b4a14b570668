import { describe, expect, test } from 'vitest'
import { type Applicant, admit, type Registration } from '../../../../core/members/admission.ts'

const registration = (parts: Partial<Registration> = {}): Registration => ({
  selfRegistration: false,
  confirmEmail: true,
  federatedDomains: null,
  ...parts,
})
const open = registration({ selfRegistration: true })
const signUp = (invited = false): Applicant => ({ by: 'sign-up', invited })
const federated = (parts: Partial<Extract<Applicant, { by: 'provider' }>> = {}): Applicant => ({
  by: 'provider',
  email: 'ada@shop.example',
  verified: true,
  invited: false,
  ...parts,
})
const withCode = { admitted: true, trusted: false }
const refused = (because: string) => ({ admitted: false, because })

describe('who registers with a password', () => {
  test('is let in where anybody may register, and otherwise by an invitation only', () => {
    expect(admit(open, signUp())).toEqual(withCode)
    expect(admit(registration(), signUp(true))).toEqual(withCode)
    expect(admit(registration(), signUp())).toEqual(refused('registration-closed'))
  })

  test('needs no code only where the stage says so', () => {
    const lax = registration({ selfRegistration: true, confirmEmail: false })
    expect(admit(lax, signUp())).toEqual({ admitted: true, trusted: true })
  })

  test('is not let in by a list of domains, for the address is not proved yet', () => {
    const listed = registration({ federatedDomains: ['shop.example'] })
    expect(admit(listed, signUp())).toEqual(refused('registration-closed'))
  })
})

describe('who comes from a provider', () => {
  test('is let in where anybody may register, and otherwise by an invitation only', () => {
    expect(admit(open, federated())).toEqual(withCode)
    expect(admit(registration(), federated({ invited: true }))).toEqual(withCode)
    expect(admit(registration(), federated())).toEqual(refused('registration-closed'))
  })

  test.each([true, false])(
    'and is of a listed domain is let in (self-registration: %s)',
    (selfRegistration) => {
      const listed = registration({ selfRegistration, federatedDomains: ['other.example', 'Shop.Example'] })
      expect(admit(listed, federated({ email: 'Ada@SHOP.example' }))).toEqual(withCode)
      expect(admit(listed, federated({ email: 'a@elsewhere.example', invited: true }))).toEqual(withCode)
      for (const email of [
        'a@elsewhere.example',
        'a@sub.shop.example',
        'a@myshop.example',
        'shop.example@x.example',
      ])
        expect(admit(listed, federated({ email })), email).toEqual(refused('domain-not-allowed'))
    },
  )

  test('with an address that the provider does not vouch for is never let in', () => {
    const listed = registration({ selfRegistration: true, federatedDomains: ['shop.example'] })
    for (const rules of [open, listed])
      expect(admit(rules, federated({ verified: false, invited: true }))).toEqual(
        refused('email-not-verified'),
      )
  })

  test('meets an empty list of domains, and nobody is in it', () => {
    const none = registration({ selfRegistration: true, federatedDomains: [] })
    expect(admit(none, federated())).toEqual(refused('domain-not-allowed'))
  })
})

test('whom an administrator makes is let in', () => {
  expect(admit(registration({ federatedDomains: [] }), { by: 'administrator' })).toEqual(withCode)
})
