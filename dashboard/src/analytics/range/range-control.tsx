// Which time is looked at, and what it is compared to. The list of ranges is fetched when it is first wanted.
import { Button, NativeSelect } from '@mantine/core'
import { IconCalendar, IconChevronDown } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { type AnalyticsSearch, COMPARISONS } from '../search.ts'
import classes from './range.module.css'
import { COMPARISON_WORDS, rangeWords } from './range-words.ts'

const RangePopover = lazy(() =>
  import('./range-popover.tsx').then((part) => ({ default: part.RangePopover })),
)

type Props = { search: AnalyticsSearch; timeZone: string; onChange: (change: AnalyticsSearch) => void }

export const RangeControl = ({ search, timeZone, onChange }: Props) => {
  const [used, setUsed] = useState(false)
  const [opened, setOpened] = useState(false)
  const button = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconCalendar size={15} aria-hidden="true" />}
      rightSection={<IconChevronDown size={14} aria-hidden="true" />}
      title={`Days of ${timeZone}`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={() => {
        setUsed(true)
        setOpened(!opened)
      }}
    >
      {rangeWords(search, timeZone)}
    </Button>
  )
  return (
    <div className={classes.control}>
      {used ? (
        <Suspense fallback={button}>
          <RangePopover
            target={button}
            opened={opened}
            onOpen={setOpened}
            search={search}
            timeZone={timeZone}
            onDone={(change) => {
              setOpened(false)
              onChange(change)
            }}
          />
        </Suspense>
      ) : (
        button
      )}
      <NativeSelect
        size="xs"
        aria-label="Comparison"
        data={COMPARISONS.map((value) => ({ value, label: COMPARISON_WORDS[value] }))}
        value={search.compare ?? 'previous'}
        onChange={({ currentTarget: { value } }) =>
          onChange({ compare: COMPARISONS.find((one) => one === value && one !== 'previous') })
        }
      />
    </div>
  )
}
