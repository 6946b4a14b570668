// A person's name on one line: a long one is cut, never the signs after it that they are live or a bot.
import { Badge } from '@mantine/core'
import type { Session } from '../../../core/sessions/session.ts'
import { isLive } from './is-live.ts'
import { LiveDot } from './live-dot.tsx'
import { personOf } from './person.ts'
import classes from './person-name.module.css'

type Props = { session: Session; now: number; badgeSize: 'xs' | 'sm' }

export const PersonName = ({ session, now, badgeSize }: Props) => {
  const { name } = personOf(session)
  return (
    <span className={classes.line}>
      <span className="one-line" title={name}>
        {name}
      </span>
      {isLive(session, now) && <LiveDot />}
      {session.bot && (
        <Badge size={badgeSize} variant="light" color="gray" className={classes.badge}>
          Bot
        </Badge>
      )}
    </span>
  )
}
