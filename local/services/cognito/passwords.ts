// Passwords: what the pool's policy asks of them, and the one-way forms in which they are kept.
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../json-service.ts'
import type { Pool } from './pool.ts'
import type { Password, PasswordPolicy, User } from './records.ts'
import { srpVerifier } from './srp.ts'

const SCRYPT = { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 } // about 80 ms and 32 MiB a guess
const HASH_BYTES = 32
const PASSWORD_MAX = 256
const DAY_MS = 86_400_000
const SYMBOLS = '^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+= '

export const DEFAULT_POLICY: PasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
}

const policyOf = (pool: Pool): PasswordPolicy => pool.given().Policies?.PasswordPolicy ?? DEFAULT_POLICY

const RULES: { asked(policy: PasswordPolicy): unknown; met(password: string): boolean; message: string }[] = [
  {
    asked: (p) => p.RequireLowercase,
    met: (s) => /[a-z]/.test(s),
    message: 'Password must have lowercase characters',
  },
  {
    asked: (p) => p.RequireUppercase,
    met: (s) => /[A-Z]/.test(s),
    message: 'Password must have uppercase characters',
  },
  {
    asked: (p) => p.RequireNumbers,
    met: (s) => /\d/.test(s),
    message: 'Password must have numeric characters',
  },
  {
    asked: (p) => p.RequireSymbols,
    met: (s) => [...s.trim()].some((character) => SYMBOLS.includes(character)),
    message: 'Password must have symbol characters',
  },
]

export const checkPolicy = (pool: Pool, password: string): void => {
  const policy = policyOf(pool)
  const problem =
    password.length < (policy.MinimumLength ?? 8)
      ? 'Password not long enough'
      : password.length > PASSWORD_MAX
        ? 'Password too long'
        : RULES.find(({ asked, met }) => asked(policy) && !met(password))?.message
  if (problem) {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${problem}`)
  }
}

const derive = (password: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt, 'base64'), HASH_BYTES, SCRYPT, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })

export const hashPassword = async (pool: Pool, username: string, password: string): Promise<Password> => {
  const salt = randomBytes(16).toString('base64')
  const hash = (await derive(password, salt)).toString('base64')
  return { salt, hash, ...srpVerifier(pool.id, username, password) }
}

export const matches = async (stored: Password, password: string): Promise<boolean> =>
  timingSafeEqual(await derive(password, stored.salt), Buffer.from(stored.hash, 'base64'))

/** Takes as long as a real comparison, so that the clock does not tell who has an account. */
export const pretendToMatch = async (password: string): Promise<void> => {
  await derive(password, randomBytes(16).toString('base64'))
}

/** The changes that give a user this password for good; refuses one that the policy still remembers. */
export const permanentPassword = async (pool: Pool, user: User, password: string): Promise<Partial<User>> => {
  checkPolicy(pool, password)
  const remembered = policyOf(pool).PasswordHistorySize ?? 0
  const past = [user.password, ...(user.pastPasswords ?? [])]
    .flatMap((known) => known ?? [])
    .slice(0, remembered)
  for (const known of past) {
    if (!(await matches(known, password))) continue
    throw new ServiceError('PasswordHistoryPolicyViolationException', 'Password has previously been used')
  }
  return {
    password: await hashPassword(pool, user.username, password),
    pastPasswords: past.length > 0 ? past : undefined,
    temporaryPasswordUntil: undefined,
  }
}

export const temporaryPassword = async (
  pool: Pool,
  user: Pick<User, 'username'>,
  password: string,
  now: number,
): Promise<Partial<User>> => {
  checkPolicy(pool, password)
  const days = policyOf(pool).TemporaryPasswordValidityDays ?? 7
  return {
    password: await hashPassword(pool, user.username, password),
    temporaryPasswordUntil: now + days * DAY_MS,
  }
}

/** Meets every policy: Cognito makes one up when an administrator creates a user without. */
export const generatePassword = (pool: Pool): string => {
  const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!@#%&*-+=']
  const length = Math.max(16, policyOf(pool).MinimumLength ?? 8)
  return Array.from({ length }, (_, place) => {
    const kind = kinds[place % kinds.length] ?? ''
    return kind[randomInt(kind.length)]
  }).join('')
}
