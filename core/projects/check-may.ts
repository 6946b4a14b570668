// Refuses what a project does not let a role see.
import { AppError } from '../errors.ts'
import { type May, type Sight, WHY_NOT } from './may-see.ts'

const CODES: Record<Sight, string> = {
  live: 'live-not-allowed',
  replay: 'replay-not-allowed',
  devTools: 'dev-tools-not-allowed',
  personal: 'personal-not-allowed',
}

export const checkMay = (may: May, sight: Sight): void => {
  if (!may[sight]) throw new AppError(CODES[sight], 403, WHY_NOT[sight])
}

/** Of a session that still runs nothing is shown to who may not watch live. */
export const checkMayLook = (may: May, { endedAt }: { endedAt: number | null }): void => {
  if (endedAt === null) checkMay(may, 'live')
}
