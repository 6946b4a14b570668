// What went wrong in a session, and whether it can be watched: the signs that one chooses a row by.
import { Badge, VisuallyHidden } from '@mantine/core'
import { IconBug, IconFlame, IconHandOff, IconPinFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import type { Session } from '../../../core/sessions/session.ts'
import { countOf, formatCount } from '../format/count.ts'
import { pinnedBy } from './pin-words.ts'
import classes from './session-marks.module.css'

const Mark = ({
  n,
  name,
  color,
  icon: Icon,
}: {
  n: number
  name: string
  color: string
  icon: typeof IconBug
}) =>
  n > 0 && (
    <Badge
      variant="light"
      color={color}
      tt="none"
      px={6}
      leftSection={<Icon size={13} aria-hidden="true" />}
      title={countOf(n, name)}
    >
      {formatCount(n)}
      <VisuallyHidden> {n === 1 ? name : `${name}s`}</VisuallyHidden>
    </Badge>
  )

type Props = { session: Pick<Session, 'errors' | 'rageClicks' | 'deadClicks' | 'hasReplay' | 'pinned'> }

export const SessionMarks = ({ session: { errors, rageClicks, deadClicks, hasReplay, pinned } }: Props) => (
  <span className={classes.marks}>
    {pinned && (
      <span className={classes.pin} role="img" aria-label={pinnedBy(pinned)} title={pinnedBy(pinned)}>
        <IconPinFilled size={14} aria-hidden="true" />
      </span>
    )}
    <Mark n={errors} name="error" color="red" icon={IconBug} />
    <Mark n={rageClicks} name="rage click" color="orange" icon={IconFlame} />
    <Mark n={deadClicks} name="dead click" color="gray" icon={IconHandOff} />
    {hasReplay && (
      <span className={classes.play} role="img" aria-label="Recorded" title="Recorded">
        <IconPlayerPlayFilled size={11} aria-hidden="true" />
      </span>
    )}
  </span>
)
