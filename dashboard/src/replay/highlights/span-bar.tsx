// Says that only a stretch is played, and lets go of it.
import { Button } from '@mantine/core'
import { IconScissors } from '@tabler/icons-react'
import type { Replay } from '../../../../core/replay/replay.ts'
import { formatClock } from '../../format/clock.ts'
import classes from './highlights.module.css'
import type { Span } from './span.ts'

type Props = { span: Span; title: string | undefined; replay: Replay; onLeave: () => void }

export const SpanBar = ({ span, title, replay, onLeave }: Props) => (
  <div className={classes.bar} role="status" data-span-bar>
    <IconScissors size={15} aria-hidden="true" />
    <span className={`one-line ${classes.barTitle}`}>{title ?? 'A part of the session'}</span>
    <span className="numbers">
      {formatClock(span.from - replay.from)} to {formatClock(span.to - replay.from)}
    </span>
    <Button size="compact-xs" variant="default" onClick={onLeave}>
      Whole session
    </Button>
  </div>
)
