import { describe, expect, test } from 'vitest'
import { type ReadSecret, resolveDynamicReferences } from '../../../local/assembly/dynamic-references.ts'

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app/secret-a1B2c3'
const secrets: Record<string, string> = {
  plain: 'the whole',
  'app/json': '{"password":"of json","port":5432,"nested":{"a":"b"}}',
  odd: 'a$&b {{resolve:secretsmanager:plain}}',
  [ARN]: 'by its ARN',
}
const readSecret: ReadSecret = async ({ id, stage, version }) => {
  const secret = secrets[id]
  if (secret === undefined) throw new Error(`no secret ${id}`)
  return [secret, stage, version].filter((part) => part !== undefined).join('@')
}
const read = (value: unknown) => resolveDynamicReferences(value, readSecret)

describe('a dynamic reference to a secret', () => {
  test.each([
    ['{{resolve:secretsmanager:plain}}', 'the whole'],
    ['{{resolve:secretsmanager:plain:SecretString}}', 'the whole'],
    ['{{resolve:secretsmanager:plain:SecretString:::}}', 'the whole'],
    [`{{resolve:secretsmanager:${ARN}:SecretString:::}}`, 'by its ARN'],
    [`{{resolve:secretsmanager:${ARN}}}`, 'by its ARN'],
    ['{{resolve:secretsmanager:app/json:SecretString:password}}', 'of json'],
    ['{{resolve:secretsmanager:app/json:SecretString:port::}}', '5432'],
    ['{{resolve:secretsmanager:plain:SecretString::AWSPREVIOUS}}', 'the whole@AWSPREVIOUS'],
    ['{{resolve:secretsmanager:plain:SecretString:::v1}}', 'the whole@v1'],
    ['a {{resolve:secretsmanager:plain}}, {{resolve:secretsmanager:plain}} b', 'a the whole, the whole b'],
  ])('%s', async (text, wanted) => {
    expect(await read(text)).toBe(wanted)
  })

  test('is found wherever it stands, and nothing else is touched', async () => {
    const value = {
      list: [{ deep: '{{resolve:secretsmanager:plain}}' }, 1, null],
      not: '{{mustache}}',
      yes: true,
    }
    expect(await read(value)).toEqual({
      list: [{ deep: 'the whole' }, 1, null],
      not: '{{mustache}}',
      yes: true,
    })
  })

  test('puts a secret in its place letter for letter, whatever it looks like', async () => {
    expect(await read('<{{resolve:secretsmanager:odd}}>')).toBe(`<${secrets['odd']}>`)
  })

  test.each([
    ['{{resolve:ssm:parameter:1}}', 'does not know the dynamic reference {{resolve:ssm:parameter:1}}'],
    ['{{resolve:ssm-secure:parameter:1}}', 'does not know the dynamic reference {{resolve:ssm-secure'],
    ['{{resolve:secretsmanager:plain:SecretBinary}}', 'SecretBinary'],
    ['{{resolve:secretsmanager:plain:SecretString:::v1:more}}', 'does not know'],
    ['{{resolve:secretsmanager:}}', 'does not know'],
    ['{{resolve:secretsmanager:plain:SecretString:key}}', 'a secret that is not JSON'],
    ['{{resolve:secretsmanager:app/json:SecretString:none}}', 'holds no text'],
    ['{{resolve:secretsmanager:app/json:SecretString:nested}}', 'holds no text'],
    ['{{resolve:secretsmanager:app/json:SecretString:constructor}}', 'holds no text'],
    ['{{resolve:secretsmanager:missing}}', 'no secret missing'],
  ])('%s is refused by name, and without the secret', async (text, reason) => {
    const error = await read(text).then(
      () => undefined,
      (failure: Error) => failure.message,
    )
    expect(error).toContain(reason)
    expect(error).not.toMatch(/the whole|of json/)
  })
})
