// What a condition is about: found by typing a part of its name; any other word is a property of events.
import { Combobox, useCombobox } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { isProperty } from './dimension-names.ts'
import { dimensionKind, OFFERED_DIMENSIONS } from './dimensions.ts'
import classes from './filter.module.css'

export const DimensionChoice = ({ onPick }: { onPick: (dimension: string) => void }) => {
  const [search, setSearch] = useState('')
  const listId = useId()
  const combobox = useCombobox({ opened: true })
  const wanted = search.trim().toLowerCase()
  const names = OFFERED_DIMENSIONS.filter((name) => {
    const { label, group } = dimensionKind(name)
    return `${label} ${group} ${name}`.toLowerCase().includes(wanted)
  })
  const groups = [...new Set(names.map((name) => dimensionKind(name).group))]
  const property = `props.${search.trim().replace(/^props\./, '')}`
  // The first that fits is the one that Enter takes.
  const first = useEffectEvent(() => combobox.selectFirstOption())
  useEffect(() => {
    if (wanted !== '') first()
  }, [wanted])
  return (
    <Combobox store={combobox} onOptionSubmit={onPick}>
      <Combobox.EventsTarget withAriaAttributes={false}>
        <Combobox.Search
          aria-label="Find what to filter by"
          placeholder="Page, country, a property…"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          data-autofocus
        />
      </Combobox.EventsTarget>
      <Combobox.Options id={listId} className={classes.dimensions} aria-label="What to filter by">
        {groups.map((group) => (
          <Combobox.Group key={group} label={group}>
            {names
              .filter((name) => dimensionKind(name).group === group)
              .map((name) => (
                <Combobox.Option key={name} value={name}>
                  {dimensionKind(name).label}
                </Combobox.Option>
              ))}
          </Combobox.Group>
        ))}
        {wanted !== '' && isProperty(property) && (
          <Combobox.Group label="Property of events">
            <Combobox.Option value={property}>“{property.slice('props.'.length)}”</Combobox.Option>
          </Combobox.Group>
        )}
        {wanted === '' && <Combobox.Empty>Type the name of a property to filter by it</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  )
}
