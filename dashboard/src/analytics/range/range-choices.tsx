// Ranges by name, and two dates of the project's time zone, both included.
import { Button, Text, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { type AnalyticsSearch, isDate, PERIODS, type Period, USUAL_PERIOD } from '../search.ts'
import classes from './range.module.css'
import { dateIn, PERIOD_WORDS } from './range-words.ts'

type Props = { search: AnalyticsSearch; timeZone: string; onDone: (change: AnalyticsSearch) => void }

const asDate = (bound: string | number | undefined, timeZone: string, lessMs = 0): string => {
  if (bound === undefined) return ''
  return typeof bound === 'number' ? dateIn(bound - lessMs, timeZone) : bound
}

export const RangeChoices = ({ search, timeZone, onDone }: Props) => {
  const [since, setSince] = useState(asDate(search.since, timeZone))
  // A moment is where a range ends; a date is in it.
  const [until, setUntil] = useState(asDate(search.until, timeZone, 1))
  const ready = isDate(since) && isDate(until) && since <= until
  const isBackwards = isDate(since) && isDate(until) && since > until
  const chosen: Period | undefined = search.since === undefined ? (search.period ?? USUAL_PERIOD) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onDone({ since, until, period: undefined, interval: undefined })
  }
  return (
    <>
      <div className={classes.choices}>
        {PERIODS.map((period) => (
          <Button
            key={period}
            variant={period === chosen ? 'light' : 'subtle'}
            color={period === chosen ? undefined : 'gray'}
            size="compact-sm"
            justify="space-between"
            fw={500}
            aria-pressed={period === chosen}
            rightSection={period === chosen && <IconCheck size={14} aria-hidden="true" />}
            onClick={() =>
              onDone({
                period: period === USUAL_PERIOD ? undefined : period,
                since: undefined,
                until: undefined,
                interval: undefined,
              })
            }
          >
            {PERIOD_WORDS[period]}
          </Button>
        ))}
      </div>
      <form className={classes.own} onSubmit={submit}>
        <div className={classes.dates}>
          <TextInput
            type="date"
            size="xs"
            label="From"
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            size="xs"
            label="To"
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={isBackwards ? 'It ends before it begins.' : null}
          />
        </div>
        <Text size="xs" c="dimmed">
          Days of {timeZone.replaceAll('_', ' ')}
        </Text>
        <Button type="submit" size="compact-sm" disabled={!ready}>
          Apply
        </Button>
      </form>
    </>
  )
}
