// The user whom an administrator names, or the error that there is none.
import { noSuchUser } from '../authenticate.ts'
import type { Pool } from '../pool.ts'
import type { User } from '../records.ts'

export const knownUser = (pool: Pool, username: string): User => {
  const user = pool.findUser(username)
  if (!user) throw noSuchUser()
  return user
}
