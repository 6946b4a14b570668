import { expect, test } from 'vitest'
import { assetHostSchema, refusalOf } from '../../../../core/assets/asset-hosts.ts'

const rules = {
  origins: ['https://www.shop.example', 'https://*.club.example', 'https://app.other.example:8443'],
  hosts: ['cdn.example.net', '*.images.example'],
  loopback: false,
}
const asked = (url: string, more: Partial<typeof rules> = {}) =>
  refusalOf(new URL(url), { ...rules, ...more })

test.each([
  'https://www.shop.example/a.css',
  'https://shop.example/a.css',
  'https://static.shop.example/a.css',
  'https://a.b.club.example/a.css',
  'https://club.example/a.css',
  'https://app.other.example/a.css',
  'https://cdn.example.net/a.css',
  'https://eu.images.example/a.png',
])('%s is a site of the project, or named by it', (url) => {
  expect(asked(url)).toBeUndefined()
})

test.each([
  ['http://www.shop.example/a.css', 'scheme'],
  ['ftp://www.shop.example/a.css', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['https://www.shop.example:8443/a.css', 'port'],
  ['https://www.shop.example:22/', 'port'],
  ['https://ada:secret@www.shop.example/a.css', 'login'],
  ['https://shop.example.evil.example/a.css', 'host'],
  ['https://evilshop.example/a.css', 'host'],
  ['https://other.example/a.css', 'host'],
  ['https://images.example/a.png', 'host'],
  ['https://www.cdn.example.net/a.css', 'host'],
  ['https://localhost/a.css', 'host'],
  ['https://127.0.0.1/a.css', 'host'],
  ['https://0x7f.1/a.css', 'host'],
  ['https://2130706433/a.css', 'host'],
  ['https://0177.0.0.1/a.css', 'host'],
  ['https://[::1]/a.css', 'host'],
  ['https://[::ffff:169.254.169.254]/', 'host'],
  ['https://169.254.169.254/latest/meta-data/', 'host'],
  ['https://www.shop.example./a.css', 'host'],
])('%s is not asked for: %s', (url, reason) => {
  expect(asked(url)).toBe(reason)
})

test('an origin that is any origin makes no host a site of the project', () => {
  for (const origin of [
    '*',
    'https://*',
    'https://*.*',
    'https://*.example',
    'http://localhost:*',
    'https://10.0.0.1',
  ])
    expect([origin, asked('https://anybody.example/a.css', { origins: [origin] })]).toEqual([origin, 'host'])
  expect(asked('https://10.0.0.1/', { origins: ['https://10.0.0.1'] })).toBe('host')
})

test('the own machine is asked only where a stage has it so, and only at an origin of the project', () => {
  const origins = ['http://localhost:4302']
  expect(asked('http://localhost:4302/a.css', { origins })).toBe('host')
  expect(asked('http://localhost:4302/a.css', { origins, loopback: true })).toBeUndefined()
  expect(asked('http://localhost:4305/a.css', { origins, loopback: true })).toBe('host')
  expect(asked('http://127.0.0.1:4302/a.css', { origins, loopback: true })).toBe('host')
  expect(asked('http://www.shop.example/a.css', { loopback: true })).toBe('scheme')
})

test('a host that a project names is a name, not an address, and no pattern of everything', () => {
  const taken = (host: string) => assetHostSchema.safeParse(host).success
  expect(['cdn.example.net', '*.example.net', 'CDN.example.net '].every(taken)).toBe(true)
  for (const host of [
    '*',
    '*.com',
    'localhost',
    '10.0.0.1',
    '1.2.3',
    '[::1]',
    'https://a.example',
    'a.example/x',
    'a.*.example',
    'a.example:8080',
    '-a.example',
  ])
    expect([host, taken(host)]).toEqual([host, false])
})
