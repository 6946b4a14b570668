// Where the player's page is: another origin than the dashboard's, reached the way the dashboard was.
import type { RuntimeConfig } from '../../api/runtime-config.ts'

export const playerOriginOf = ({ playerHost }: Pick<RuntimeConfig, 'playerHost'>): string =>
  `${window.location.protocol}//${playerHost}`
