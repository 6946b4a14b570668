// The end of a connection, however it is found out: its device leaves the roster, then all of it is forgotten.
import { leave, type Roster, settleAs } from '../../core/presence/roster.ts'
import type { ConnectionStore } from './connections.ts'
import type { RosterStore, Who } from './rosters.ts'
import { whoHolds } from './rosters.ts'

type Deps = {
  connections: Pick<ConnectionStore, 'find' | 'close'>
  rosters: Pick<RosterStore, 'change'>
  now: () => number
}

/** Whose roster it was in, and how that stands now. */
export type Ended = { who?: Who; roster?: Roster | undefined }

export const endConnection =
  ({ connections, rosters, now }: Deps) =>
  async (connectionId: string): Promise<Ended> => {
    const connection = await connections.find(connectionId)
    const who = connection && whoHolds(connection)
    // The roster first: until the connection is forgotten, a retry finds whose it was.
    const roster =
      who &&
      (await rosters.change(who, (before) => settleAs(who.kind, leave(before, connectionId, now()), now()), {
        ifThere: true,
      }))
    await connections.close(connectionId)
    return who ? { who, roster } : {}
  }
