import { expect, test } from 'vitest'
import { readEnvironment } from '../../../functions/runtime/env.ts'

test('a function gets the variables it names and no others', () => {
  const source = { SESSIONS_TABLE: 's', EVENT_STREAM: 'e', PATH: '/bin' }
  expect(readEnvironment(['SESSIONS_TABLE'], source)).toEqual({ SESSIONS_TABLE: 's' })
})

test('a variable that holds JSON is read and checked', () => {
  const registration = { selfRegistration: true, confirmEmail: false, federatedDomains: null }
  const read = (REGISTRATION: string) => readEnvironment(['REGISTRATION'], { REGISTRATION })
  expect(read(JSON.stringify(registration))).toEqual({ REGISTRATION: registration })
  for (const bad of ['{', '{}', JSON.stringify({ ...registration, federatedDomains: 'example.com' })])
    expect(() => read(bad)).toThrow('REGISTRATION has no usable value')
})

test('every variable that is missing or wrong is named at once', () => {
  const source = { SESSIONS_TABLE: '', SOCKET_ENDPOINT: 'not a url' }
  expect(() => readEnvironment(['SESSIONS_TABLE', 'EVENT_STREAM', 'SOCKET_ENDPOINT'], source)).toThrow(
    'This function cannot start: SESSIONS_TABLE is not set, EVENT_STREAM is not set, SOCKET_ENDPOINT has no usable value.',
  )
})

test('a variable that a stage may do without is undefined where it is missing, and checked where it is not', () => {
  const read = (source: Record<string, string>) => readEnvironment(['SIGN_IN_URL'], source).SIGN_IN_URL
  expect(read({})).toBeUndefined()
  expect(read({ SIGN_IN_URL: 'https://sign-in.example' })).toBe('https://sign-in.example')
  expect(() => read({ SIGN_IN_URL: 'sign-in' })).toThrow('SIGN_IN_URL has no usable value')
})
