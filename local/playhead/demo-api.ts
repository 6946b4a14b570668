// The demo shop's own server: knows by a sealed cookie who is signed in, and vouches for them at Playhead with the secret key.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'

const COOKIE = 'fern_and_oak'
/** Seconds for which a sign-in lasts: a week of trying things out. */
const COOKIE_SECONDS = 7 * 24 * 60 * 60
const NAME_MAX_CHARS = 60

export type Gardener = { id: string; name: string; bio: string; followers: number; following: number }
type Member = { id: string; name: string; username: string }

export type DemoAnswer = { status: number; body: unknown; cookie?: string }

export type DemoApiOptions = { playheadUrl: string; secretKey: string; gardeners: Gardener[] }

const memberOf = ({ id, name }: Gardener): Member => ({ id, name, username: id })

/** Two may have one name: what follows it tells them apart. */
const newMember = (name: string): Member => {
  const random = randomBytes(5).toString('hex')
  const word = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '')
  return { id: `member-${random}`, name, username: `${word || 'member'}-${random.slice(0, 4)}` }
}

const REFUSED: DemoAnswer = { status: 401, body: { message: 'Sign in first.' } }

export const createDemoApi = ({ playheadUrl, secretKey, gardeners }: DemoApiOptions) => {
  const seal = (text: string) => createHmac('sha256', secretKey).update(`demo#${text}`).digest('base64url')

  const cookieOf = (member: Member): string => {
    const text = Buffer.from(JSON.stringify(member)).toString('base64url')
    return `${COOKIE}=${text}.${seal(text)}; Path=/demo-api; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Strict`
  }

  const memberIn = (request: IncomingMessage): Member | undefined => {
    const [, text = '', given = ''] =
      new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)\\.([\\w-]+)`).exec(request.headers.cookie ?? '') ?? []
    const [ours, theirs] = [Buffer.from(seal(text)), Buffer.from(given)]
    if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return undefined
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Member
  }

  const playhead = async (method: string, path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${playheadUrl}/api/v1${path}`, {
      method,
      headers: { 'x-api-key': secretKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }

  const putProfile = ({ id, name, username }: Member, more: Partial<Gardener> = {}) => {
    const { bio, followers, following } = more
    return playhead('PUT', `/users/${encodeURIComponent(id)}`, {
      username,
      displayName: name,
      ...(bio !== undefined && { bio, followersCount: followers, followingCount: following }),
    })
  }

  /** All of them at once, for each may look at any other's profile. */
  let profiles: Promise<unknown> | undefined
  const putGardeners = () => {
    profiles ??= Promise.all(gardeners.map((gardener) => putProfile(memberOf(gardener), gardener))).catch(
      (error) => {
        // The next sign-in tries again.
        profiles = undefined
        throw error
      },
    )
    return profiles
  }

  const signIn = async ({ id, name }: { id?: unknown; name?: unknown }): Promise<DemoAnswer> => {
    await putGardeners()
    const gardener = gardeners.find((one) => one.id === id)
    const called = typeof name === 'string' ? name.trim().slice(0, NAME_MAX_CHARS) : ''
    if (!gardener && called === '') return { status: 400, body: { message: 'Who are you?' } }
    const member = gardener ? memberOf(gardener) : newMember(called)
    if (!gardener) await putProfile(member)
    const { id: userId, username } = member
    await playhead('POST', '/logins', { userId, username, method: 'demo', device: 'web' })
    return { status: 200, body: member, cookie: cookieOf(member) }
  }

  const signOut = async (member: Member): Promise<DemoAnswer> => {
    await playhead('POST', '/activity', { userId: member.id, action: 'logout' })
    return {
      status: 200,
      body: {},
      cookie: `${COOKIE}=; Path=/demo-api; Max-Age=0; HttpOnly; SameSite=Strict`,
    }
  }

  return async (request: IncomingMessage, path: string): Promise<DemoAnswer> => {
    // A form of another site cannot send this type.
    if (request.method !== 'POST' || !/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return { status: 400, body: { message: 'Send JSON.' } }
    const body = ((await json(request).catch(() => undefined)) ?? {}) as Record<string, unknown>
    if (path === '/demo-api/sign-in') return signIn(body)
    const member = memberIn(request)
    if (!member) return REFUSED
    if (path === '/demo-api/sign-out') return signOut(member)
    if (path === '/demo-api/token') {
      const token = await playhead('POST', '/user-tokens', {
        userId: member.id,
        username: member.username,
      })
      return { status: 200, body: token }
    }
    return { status: 404, body: { message: 'There is no such thing here.' } }
  }
}
