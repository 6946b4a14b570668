// GetRandomPassword, by whose rules CloudFormation also fills `GenerateSecretString`.
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { operation, ServiceError } from '../json-service.ts'

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz'
const NUMBERS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

export const passwordRulesSchema = z.object({
  PasswordLength: z.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
})

export const generatePassword = (rules: z.output<typeof passwordRulesSchema>): string => {
  const kinds = [
    rules.ExcludeLowercase ? '' : LOWERCASE,
    rules.ExcludeUppercase ? '' : LOWERCASE.toUpperCase(),
    rules.ExcludeNumbers ? '' : NUMBERS,
    rules.ExcludePunctuation ? '' : PUNCTUATION,
    rules.IncludeSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !rules.ExcludeCharacters.includes(character)))
    .filter((kind) => kind.length > 0)
  const any = kinds.flat()
  if (any.length === 0 || (rules.RequireEachIncludedType && kinds.length > rules.PasswordLength)) {
    throw new ServiceError('InvalidParameterException', 'No password can follow these rules.')
  }
  const pick = (from: string[]) => from[randomInt(from.length)] ?? ''
  const required = rules.RequireEachIncludedType ? kinds.map(pick) : []
  const rest = Array.from({ length: rules.PasswordLength - required.length }, () => pick(any))
  const characters: string[] = []
  // Each takes a random place, so that the required ones do not all stand in front.
  for (const character of [...required, ...rest]) {
    characters.splice(randomInt(characters.length + 1), 0, character)
  }
  return characters.join('')
}

export const randomPassword = operation(passwordRulesSchema, (rules) => ({
  RandomPassword: generatePassword(rules),
}))
