// The filter of all numbers on the screen: a chip for each part, “and” or “or” between them, and the way to another one.
import { Button, CloseButton, NativeSelect, UnstyledButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Fragment, lazy, type ReactElement, Suspense, useState } from 'react'
import { countOf } from '../../format/count.ts'
import chips from '../../sessions/filters/filter-bar.module.css'
import { type AnalyticsSearch, BOTS, type Bots } from '../search.ts'
import classes from './filter.module.css'
import { filterOfParts, partsOfFilter } from './filter-parts.ts'
import { conditionWords, partWords } from './filter-words.ts'
import { type Condition, conditionsIn, type Filter } from './parse-filter.ts'

/** Fetched when a filter is first opened: the numbers are there before. */
const PartPopover = lazy(() => import('./part-popover.tsx').then((part) => ({ default: part.PartPopover })))

type Props = {
  projectId: string
  search: AnalyticsSearch
  onChange: (filter: Filter | undefined) => void
  onBots: (bots: Bots | undefined) => void
}

const BOT_WORDS: Record<Bots, string> = {
  exclude: 'Without bots',
  include: 'With bots',
  only: 'Bots only',
}

export const FilterBar = ({ projectId, search, onChange, onBots }: Props) => {
  const shown = partsOfFilter(search.filter)
  /** The part whose editor is open; as many as there are for a new one. */
  const [opened, setOpened] = useState<number | null>(null)
  const [used, setUsed] = useState(false)
  const open = (part: number | null) => {
    if (part !== null) setUsed(true)
    setOpened(part)
  }
  if (!shown && search.filter) {
    return (
      <div className={chips.bar}>
        <div className={chips.chip}>
          <span className={chips.words}>
            A filter of {countOf(conditionsIn(search.filter).length, 'condition')}
          </span>
          <CloseButton size="xs" aria-label="Remove the filter" onClick={() => onChange(undefined)} />
        </div>
      </div>
    )
  }
  const { match, parts } = shown ?? { match: 'all' as const, parts: [] }
  const inner = match === 'all' ? 'or' : 'and'
  const outer = match === 'all' ? 'and' : 'or'
  const put = (index: number, part: Condition[]) => {
    const others = index < parts.length ? parts.with(index, part) : [...parts, part]
    onChange(filterOfParts({ match, parts: others.filter((one) => one.length > 0) }))
  }
  const editor = (index: number, button: ReactElement) =>
    used ? (
      <Suspense fallback={button}>
        <PartPopover
          target={button}
          opened={opened === index}
          onOpen={(isOpen) => open(isOpen ? index : null)}
          part={parts[index] ?? []}
          join={inner}
          projectId={projectId}
          search={search}
          onDone={(part) => {
            open(null)
            put(index, part)
          }}
        />
      </Suspense>
    ) : (
      button
    )
  return (
    <search className={chips.bar} aria-label="Filter">
      {parts.map((part, index) => {
        const said = partWords(part, inner)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place alone.
          <Fragment key={index}>
            {index > 0 && (
              <UnstyledButton
                className={classes.join}
                aria-label={match === 'all' ? 'All must hold; change to any' : 'Any must hold; change to all'}
                onClick={() => onChange(filterOfParts({ match: match === 'all' ? 'any' : 'all', parts }))}
              >
                {outer}
              </UnstyledButton>
            )}
            <div className={chips.chip} data-part={index}>
              {editor(
                index,
                <UnstyledButton
                  className={chips.words}
                  aria-label={`Change the filter ${said}`}
                  title={said}
                  onClick={() => open(opened === index ? null : index)}
                >
                  <PartSaid part={part} join={inner} />
                </UnstyledButton>,
              )}
              <CloseButton
                size="xs"
                aria-label={`Remove the filter ${said}`}
                onClick={() => {
                  open(null)
                  put(index, [])
                }}
              />
            </div>
          </Fragment>
        )
      })}
      {editor(
        parts.length,
        <Button
          variant="default"
          size="compact-md"
          fz="sm"
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          aria-haspopup="dialog"
          aria-expanded={opened === parts.length}
          onClick={() => open(opened === parts.length ? null : parts.length)}
        >
          Filter
        </Button>,
      )}
      {parts.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange(undefined)}>
          Clear
        </Button>
      )}
      <NativeSelect
        className={classes.bots}
        size="xs"
        aria-label="Bots"
        data={BOTS.map((value) => ({ value, label: BOT_WORDS[value] }))}
        value={search.bots ?? 'exclude'}
        onChange={({ currentTarget: { value } }) =>
          onBots(BOTS.find((one) => one === value && one !== 'exclude'))
        }
      />
    </search>
  )
}

const PartSaid = ({ part, join }: { part: Condition[]; join: string }) => {
  const [first, ...more] = part
  if (!first) return null
  const { label, op, value } = conditionWords(first)
  return (
    <>
      {label && (
        <span className={chips.label}>
          {label} {op}
        </span>
      )}
      <span className="one-line">{value}</span>
      {more.length > 0 && (
        <span className={chips.label}>
          {join} {countOf(more.length, 'other')}
        </span>
      )}
    </>
  )
}
