// How long a client's tokens live: a number in the unit that the client chose for it.
import { ServiceError } from '../json-service.ts'
import type { GivenClient, ValidityUnit } from './records.ts'

const UNIT_MS: Record<ValidityUnit, number> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
}
const TOKENS = {
  AccessToken: { unit: 'hours', value: 1, least: 300_000, most: 86_400_000 },
  IdToken: { unit: 'hours', value: 1, least: 300_000, most: 86_400_000 },
  RefreshToken: { unit: 'days', value: 30, least: 3_600_000, most: 3_650 * 86_400_000 },
} as const

export type TokenName = keyof typeof TOKENS

export const validityMs = (client: GivenClient, token: TokenName): number => {
  const { unit, value } = TOKENS[token]
  // Zero stands for the default, as in AWS.
  return (client[`${token}Validity`] || value) * UNIT_MS[client.TokenValidityUnits?.[token] ?? unit]
}

export const checkValidity = (client: GivenClient): void => {
  for (const token of Object.keys(TOKENS) as TokenName[]) {
    const { least, most } = TOKENS[token]
    const validity = validityMs(client, token)
    if (validity >= least && validity <= most) continue
    throw new ServiceError('InvalidParameterException', `Invalid range for token validity: ${token}.`)
  }
  const refresh = validityMs(client, 'RefreshToken')
  if (validityMs(client, 'AccessToken') > refresh || validityMs(client, 'IdToken') > refresh) {
    throw new ServiceError(
      'InvalidParameterException',
      'Invalid range for token validity: access and ID tokens must not outlive the refresh token.',
    )
  }
}
