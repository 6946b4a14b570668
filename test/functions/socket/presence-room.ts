// A room for tests of presence: users, members and visitors who connect by the real handlers, under a clock of the test's own.
import type { ServerFrame } from '../../../core/socket/frames.ts'
import { call, context, socketEvent } from '../invocations.ts'
import { makeProject } from '../make-project.ts'
import type { Stage } from '../stage.ts'

export type Update = Extract<ServerFrame, { event: 'presence_update' }>['data']

let rooms = 0

export const presenceRoom = async (stage: Stage, now: () => number) => {
  const room = ++rooms
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { presence } = await import('../../../functions/stores/presence.ts')
  const { rosters } = await import('../../../functions/stores/rosters.ts')
  const { userWatches } = await import('../../../functions/stores/user-watches.ts')
  const { sweepOnce } = await import('../../../functions/schedule/sweep-presence.ts')
  const { handler: issueToken } = await import('../../../functions/http/issue-user-token.ts')
  const { handler: issueTicket } = await import('../../../functions/http/issue-socket-ticket.ts')
  const { handler: connect } = await import('../../../functions/socket/connect.ts')
  const { handler: disconnect } = await import('../../../functions/socket/disconnect.ts')
  const { handler: receive } = await import('../../../functions/socket/receive-frame.ts')
  const { handler: push } = await import('../../../functions/task/push-presence.ts')
  const shop = await makeProject(`owner-of-room-${room}`)
  const own = (name: string) => `room-${room}-${name}`
  let tasks = 0

  /** Runs what was begun and nobody waits for. */
  const runBegun = async (): Promise<string[]> => {
    const begun = stage.takeBegun()
    for (const { name, payload } of begun) {
      if (name === 'push-presence') await push(payload, context({ awsRequestId: `task-${room}-${++tasks}` }))
    }
    return begun.map(({ name }) => name)
  }

  const enter = async (
    connectionId: string,
    headers: Record<string, string>,
    body: object,
    memberId?: string,
  ) => {
    const asked = await call(issueTicket, { headers, body, ...(memberId && { memberId }) })
    const { ticket } = asked.body as { ticket: string }
    const offered = { headers: { 'Sec-WebSocket-Protocol': `playhead.v1, ${ticket}` } }
    return connect(socketEvent(own(connectionId), '$connect', offered), context())
  }

  return {
    ...shop,
    store: presence(dynamodb, 'presence', now),
    rosters: rosters(dynamodb, 'presence', now),
    watches: userWatches(dynamodb, 'presence', now),
    runBegun,
    /** The connection's id as the table has it. */
    own,
    connectUser: async (connectionId: string, userId: string, body: object = {}) => {
      const minted = await call(issueToken, {
        headers: { 'x-api-key': shop.secretKey },
        body: { userId, username: userId.toUpperCase() },
      })
      const { token } = minted.body as { token: string }
      return enter(connectionId, { authorization: `Bearer ${token}` }, body)
    },
    connectVisitor: (connectionId: string, visitorId: string) =>
      enter(connectionId, { 'x-api-key': shop.publishableKey }, { visitorId }),
    connectMember: (connectionId: string) => enter(connectionId, {}, {}, `owner-of-room-${room}`),
    disconnect: (connectionId: string) =>
      disconnect(socketEvent(own(connectionId), '$disconnect'), context()),
    send: async (connectionId: string, frame: unknown): Promise<ServerFrame[]> => {
      const body = typeof frame === 'string' ? frame : JSON.stringify(frame)
      await receive(socketEvent(own(connectionId), '$default', { body }), context())
      return stage.socketApi.takeFrames(own(connectionId))
    },
    updatesOf: (connectionId: string): Update[] =>
      stage.socketApi
        .takeFrames(own(connectionId))
        .flatMap((frame) => (frame.event === 'presence_update' ? [frame.data] : [])),
    /** One look of the sweeper, and all that comes of it. */
    sweep: async () => {
      const swept = await sweepOnce({
        rosters: rosters(dynamodb, 'presence', now),
        beginPush: (payload) => push(payload, context({ awsRequestId: `task-${room}-${++tasks}` })),
        now,
      })()
      await runBegun()
      return swept
    },
  }
}

export type PresenceRoom = Awaited<ReturnType<typeof presenceRoom>>
