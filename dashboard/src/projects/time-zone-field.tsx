// A time zone, found by typing a part of its name.
import { Select } from '@mantine/core'

/** Those that the browser knows; UTC is not always among them. */
const zones = (chosen: string): string[] => [
  ...new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')]),
]

export const guessTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

const foldName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s_/-]+/g, ' ')
    .trim()

type Props = { value: string; onChange: (zone: string) => void; error: string | undefined }

export const TimeZoneField = ({ value, onChange, error }: Props) => (
  <Select
    label="Time zone"
    description="Days and hours of reports are those of this zone."
    searchable
    allowDeselect={false}
    limit={100}
    maxDropdownHeight={260}
    nothingFoundMessage="No such time zone"
    data={zones(value)}
    filter={({ options, search }) =>
      options.filter((option) => 'label' in option && foldName(option.label).includes(foldName(search)))
    }
    value={value}
    onChange={(zone) => zone && onChange(zone)}
    error={error}
  />
)
