import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ConversationAnswer, ConversationList } from '../../../core/conversations/conversation.ts'
import { MESSAGE_MAX_CHARS } from '../../../core/limits.ts'
import type { Reply } from '../invocations.ts'
import { movableClock } from '../movable-clock.ts'
import { openSite, type Site } from '../site-client.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let site: Site
let clock: ReturnType<typeof movableClock>
let pairs = 0
let ada = ''
let grace = ''

beforeAll(async () => {
  stage = await startStage()
  clock = movableClock()
  site = await openSite()
})

beforeEach(() => {
  clock.reset()
  ada = `ada-${++pairs}`
  grace = `grace-${pairs}`
})

afterAll(() => stage.stop())

const begin = async (by: string, ...participants: string[]): Promise<string> => {
  const { status, body } = await site.asUser(by, 'createConversation', { body: { participants } })
  expect([200, 201]).toContain(status)
  return (body as ConversationAnswer).data.conversationId
}

const write = async (by: string, conversationId: string, text: string): Promise<Reply> => {
  clock.advance(1)
  return site.asUser(by, 'sendMessage', { params: { conversationId }, body: { text } })
}

const open = (by: string, conversationId: string, query = {}): Promise<Reply> =>
  site.asUser(by, 'getConversation', { params: { conversationId }, query })

const listOf = async (by: string, query = {}) =>
  (await site.asUser(by, 'listConversations', { query })).body as ConversationList

const textsIn = ({ body }: Reply) => (body as ConversationAnswer).data.messages.map(({ text }) => text)

test('a conversation has the very members of its document, also under its own path', async () => {
  await site.put(ada, {
    username: ada,
    displayName: 'Ada L.',
    profilePictureUrl: 'https://shop.example/a.jpg',
  })
  const conversationId = await begin(ada, grace)
  await write(ada, conversationId, 'Hello')
  const { body } = await open(grace, conversationId)
  expect(body).toEqual({
    success: true,
    data: {
      conversationId,
      participants: [
        {
          userId: ada,
          username: ada,
          displayName: 'Ada L.',
          profilePictureUrl: 'https://shop.example/a.jpg',
          isOnline: false,
          lastSeen: null,
        },
        {
          userId: grace,
          username: null,
          displayName: null,
          profilePictureUrl: null,
          isOnline: false,
          lastSeen: null,
        },
      ],
      messages: [
        { messageId: expect.any(String), senderId: ada, text: 'Hello', sentAt: expect.stringMatching(/Z$/) },
      ],
      nextCursor: null,
    },
  })
  for (const base of ['/api/v1', '/api']) {
    const alias = { route: `GET ${base}/messages/conversations/{conversationId}`, params: { conversationId } }
    expect((await site.asUser(grace, 'getConversation', alias)).body).toEqual(body)
  }
})

test('the list has the very members of its document, newest message first', async () => {
  const old = await begin(ada, grace)
  const fresh = await begin(ada, `${grace}-2`)
  await write(ada, fresh, 'one')
  await write(grace, old, 'two')
  const list = await listOf(ada)
  expect(list).toMatchObject({ success: true, nextCursor: null })
  expect(list.data).toEqual([
    {
      conversationId: old,
      otherUser: { userId: grace, username: null, profilePictureUrl: null, isOnline: false, lastSeen: null },
      lastMessage: expect.objectContaining({ senderId: grace, text: 'two' }),
    },
    {
      conversationId: fresh,
      otherUser: expect.objectContaining({ userId: `${grace}-2` }),
      lastMessage: expect.objectContaining({ senderId: ada, text: 'one' }),
    },
  ])
  const first = await listOf(ada, { limit: '1' })
  expect(first.data.map(({ conversationId }) => conversationId)).toEqual([old])
  const second = await listOf(ada, { limit: '1', cursor: first.nextCursor ?? '' })
  expect(second.data.map(({ conversationId }) => conversationId)).toEqual([fresh])
  expect(second.nextCursor).toBeNull()
})

test('the presence of all who take part is one read, and tells who is here', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { rosters } = await import('../../../functions/stores/rosters.ts')
  const { renew, settle } = await import('../../../core/presence/roster.ts')
  const others = Array.from({ length: 49 }, (_, n) => `${grace}-${n}`)
  const conversationId = await begin(ada, ...others)
  await rosters(dynamodb, 'presence', Date.now).change(
    { projectId: site.projectId, kind: 'user', id: others[7] ?? '' },
    (roster) => settle(renew(roster, 'a device', { leaseMs: 150_000 }, Date.now()), Date.now()),
  )
  const reads: string[] = []
  const really = dynamodb.send.bind(dynamodb) as (command: object) => Promise<never>
  const send = vi.spyOn(dynamodb, 'send').mockImplementation(((command: { input: object }) => {
    const { RequestItems = {} } = command.input as { RequestItems?: object }
    if (command.constructor.name === 'BatchGetCommand') reads.push(...Object.keys(RequestItems))
    return really(command)
  }) as unknown as typeof dynamodb.send)
  const { data } = (await open(ada, conversationId)).body as ConversationAnswer
  send.mockRestore()
  expect(reads.filter((table) => table === 'presence')).toHaveLength(1)
  expect(data.participants.filter(({ isOnline }) => isOnline).map(({ userId }) => userId)).toEqual([
    others[7],
  ])
})

test('a message is pushed to every device of those who take part, and to nobody else', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { rosters } = await import('../../../functions/stores/rosters.ts')
  const { renew } = await import('../../../core/presence/roster.ts')
  const store = rosters(dynamodb, 'presence', Date.now)
  const connect = (id: string, device: string) =>
    store.change({ projectId: site.projectId, kind: 'user', id }, (roster) =>
      renew(roster, device, { leaseMs: 150_000 }, Date.now()),
    )
  const devices = [`${ada}-phone`, `${grace}-phone`, `${grace}-laptop`]
  await connect(ada, devices[0] ?? '')
  await connect(grace, devices[1] ?? '')
  await connect(grace, devices[2] ?? '')
  await connect(`${grace}-stranger`, 'of a stranger')
  const conversationId = await begin(ada, grace)
  const { body } = await write(ada, conversationId, 'live')
  const { data: message } = body as { data: object }
  const told = (device: string) => stage.socketApi.takeFrames(device)
  for (const device of devices)
    expect(told(device)).toEqual([{ event: 'message', data: { conversationId, message } }])
  expect(told('of a stranger')).toEqual([])
})

test('two users have one conversation, whoever begins it and however often', async () => {
  const first = await site.asUser(ada, 'createConversation', { body: { participants: [grace] } })
  expect(first.status).toBe(201)
  const again = await site.asUser(grace, 'createConversation', { body: { participants: [ada, grace] } })
  expect(again.status).toBe(200)
  expect((again.body as ConversationAnswer).data.conversationId).toBe(
    (first.body as ConversationAnswer).data.conversationId,
  )
  const groups = await Promise.all([begin(ada, grace, 'third'), begin(ada, grace, 'third')])
  expect(new Set(groups).size).toBe(2)
  for (const participants of [[ada], Array.from({ length: 50 }, (_, n) => `many-${n}`)])
    expect((await site.asUser(ada, 'createConversation', { body: { participants } })).status).toBe(400)
})

test('only those who take part, and the server, read it and write into it', async () => {
  const conversationId = await begin(ada, grace)
  const params = { conversationId }
  await write(ada, conversationId, 'private')
  expect((await open('stranger', conversationId)).status).toBe(404)
  expect((await write('stranger', conversationId, 'x')).status).toBe(404)
  expect((await listOf('stranger')).data).toEqual([])
  expect((await site.asUser('stranger', 'listConversations', { query: { userId: ada } })).status).toBe(403)
  const other = await openSite('somebody')
  expect((await other.asServer('getConversation', { params })).status).toBe(404)
  expect(textsIn(await site.asServer('getConversation', { params }))).toEqual(['private'])
  const send = (body: object) => site.asServer('sendMessage', { params, body })
  expect((await send({ text: 'x' })).status).toBe(400)
  expect((await send({ text: 'x', senderId: 'stranger' })).status).toBe(403)
  expect((await send({ text: 'by the server', senderId: grace })).status).toBe(201)
  expect((await site.asServer('listConversations')).status).toBe(400)
  const list = await site.asServer('listConversations', { query: { userId: ada } })
  expect((list.body as ConversationList).data).toMatchObject([{ lastMessage: { text: 'by the server' } }])
  expect((await site.asMember('ada', 'getConversation', { params })).status).toBe(401)
})

test('messages come newest first, page by page, each once', async () => {
  const conversationId = await begin(ada, grace)
  for (let n = 1; n <= 5; n++) await write(n % 2 ? ada : grace, conversationId, `${n}`)
  const pages: string[][] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const reply = await open(ada, conversationId, { limit: '2', ...(cursor && { cursor }) })
    pages.push(textsIn(reply))
    cursor = (reply.body as ConversationAnswer).data.nextCursor
  }
  expect(pages).toEqual([['5', '4'], ['3', '2'], ['1']])
})

test('a message says something, and not too much', async () => {
  const conversationId = await begin(ada, grace)
  for (const text of ['', '  \n ', 'x'.repeat(MESSAGE_MAX_CHARS + 1)])
    expect((await write(ada, conversationId, text)).status).toBe(400)
  expect((await write(ada, conversationId, 'x'.repeat(MESSAGE_MAX_CHARS))).status).toBe(201)
})

test('a message that was sent again with its key is there once', async () => {
  const conversationId = await begin(ada, grace)
  const headers = { authorization: `Bearer ${await site.tokenOf(ada)}`, 'idempotency-key': 'once' }
  const send = () =>
    site.asUser(ada, 'sendMessage', { headers, params: { conversationId }, body: { text: 'once' } })
  const [first, second] = [await send(), await send()]
  expect(second.body).toEqual(first.body)
  expect(textsIn(await open(grace, conversationId))).toEqual(['once'])
})

test('killed anywhere while a message is written, the next one brings all lists in order', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { conversations } = await import('../../../functions/stores/conversations.ts')
  const conversationId = await begin(ada, grace)
  const store = conversations(dynamodb, 'people')
  const found = await store.find({ projectId: site.projectId, conversationId })
  if (!found) throw new Error('there is no conversation')
  for (let kept = 0; kept < 4; kept++) {
    const message = {
      messageId: `msg_${kept}`,
      senderId: ada,
      text: `killed ${kept}`,
      sentAt: Date.now() + kept,
    }
    let writes = 0
    const dying = {
      send: (command: object) => {
        if (/^(Put|Update)Command$/.test(command.constructor.name) && ++writes > kept)
          return Promise.reject(new Error('killed'))
        return dynamodb.send(command as never)
      },
    } as unknown as typeof dynamodb
    await expect(conversations(dying, 'people').send(found, message)).rejects.toThrow('killed')
  }
  clock.advance(10)
  await write(grace, conversationId, 'after')
  for (const who of [ada, grace])
    expect((await listOf(who)).data[0]).toMatchObject({ conversationId, lastMessage: { text: 'after' } })
})

test('of a user who is gone the messages go and its place stays, until nobody is left', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const store = (await import('../../../functions/stores/conversations.ts')).conversations(dynamodb, 'people')
  const conversationId = await begin(ada, grace)
  await write(grace, conversationId, 'stays')
  await write(ada, conversationId, 'goes')
  expect(await store.forgetUser(site.projectId, ada)).toBeGreaterThan(0)
  expect(await store.forgetUser(site.projectId, ada)).toBe(0)
  const reply = await open(grace, conversationId)
  expect(textsIn(reply)).toEqual(['stays'])
  expect((reply.body as ConversationAnswer).data.participants).toMatchObject([
    { userId: null, displayName: 'Deleted user' },
    { userId: grace },
  ])
  expect((await listOf(grace)).data).toMatchObject([
    { otherUser: { userId: null }, lastMessage: { text: 'stays' } },
  ])
  expect((await open(ada, conversationId)).status).toBe(404)
  await store.forgetUser(site.projectId, grace)
  expect(await store.find({ projectId: site.projectId, conversationId })).toBeUndefined()
})
