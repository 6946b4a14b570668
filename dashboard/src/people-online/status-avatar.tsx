// A person's picture with the dot of their presence at its edge.
import { PersonAvatar } from '../sessions/person-avatar.tsx'
import classes from './people.module.css'

type Props = { name: string; status: 'online' | 'away' | 'offline' }

const WORDS = { online: 'Online', away: 'Away', offline: 'Offline' }

export const StatusAvatar = ({ name, status }: Props) => (
  <span className={classes.avatar}>
    <PersonAvatar person={{ name, known: true, visitor: '' }} size={34} />
    <span className={classes.dot} data-status={status} role="img" aria-label={WORDS[status]} />
  </span>
)
