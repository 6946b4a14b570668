// The way to another filter: a menu of all there are, found by typing a part of a name.
import { Combobox, useCombobox } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { AddButton } from './add-button.tsx'
import { FILTER_NAMES, type FilterName, kindOf } from './filter-kinds.ts'

type Props = {
  taken: (name: FilterName) => boolean /** Not offered at all. */
  hidden?: readonly FilterName[]
  onPick: (name: FilterName) => void
}

export const AddFilter = ({ taken, hidden = [], onPick }: Props) => {
  const [search, setSearch] = useState('')
  const listId = useId()
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setSearch('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  // It is fetched because somebody pressed the button.
  const open = useEffectEvent(() => combobox.openDropdown())
  useEffect(() => open(), [])
  const wanted = search.trim().toLowerCase()
  const names = FILTER_NAMES.filter((name) => {
    const { label, group } = kindOf(name)
    return !taken(name) && !hidden.includes(name) && `${label} ${group}`.toLowerCase().includes(wanted)
  })
  // The first that fits is the one that Enter takes.
  const first = useEffectEvent(() => combobox.selectFirstOption())
  useEffect(() => {
    if (wanted !== '') first()
  }, [wanted])
  const groups = [...new Set(names.map((name) => kindOf(name).group))]
  return (
    <Combobox
      store={combobox}
      width={230}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(name) => {
        combobox.closeDropdown()
        onPick(name as FilterName)
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <AddButton expanded={combobox.dropdownOpened} onClick={() => combobox.toggleDropdown()} />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label="Find a filter"
          placeholder="Find a filter"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          role="combobox"
          aria-expanded={combobox.dropdownOpened}
          aria-controls={listId}
        />
        <Combobox.Options id={listId} mah={320} style={{ overflowY: 'auto' }} aria-label="Filters">
          {groups.map((group) => (
            <Combobox.Group key={group} label={group}>
              {names
                .filter((name) => kindOf(name).group === group)
                .map((name) => (
                  <Combobox.Option key={name} value={name}>
                    {kindOf(name).label}
                  </Combobox.Option>
                ))}
            </Combobox.Group>
          ))}
          {names.length === 0 && <Combobox.Empty>No such filter</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
