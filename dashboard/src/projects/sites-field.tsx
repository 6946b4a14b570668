// The sites that may send to a project, each brought to its origin as it is entered.
import { TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import { readSite, shorteningNote } from './site-origin.ts'

const ORIGINS_MAX = 50

/** `take` gives the sites as they are to be sent; null when something is to be seen before it counts. */
export const useSites = (given: string[], needed: boolean) => {
  const [sites, setSites] = useState(given)
  const [typed, setTyped] = useState('')
  const [complaint, setComplaint] = useState<string | null>(null)
  const [note, setNote] = useState<string | null>(null)

  const accept = (values: string[]): string[] | null => {
    const wrong = values.find((value) => readSite(value) === null)
    if (wrong !== undefined) {
      setComplaint(`“${wrong}” is not an address of a site, such as https://shop.example.`)
      return null
    }
    const origins = [...new Set(values.map((value) => readSite(value)?.origin ?? value))]
    setComplaint(null)
    setNote(shorteningNote(values))
    setSites(origins)
    return origins
  }

  const take = (): string[] | null => {
    // What is still being typed counts, as if Enter had been pressed.
    const origins = accept(typed.trim() === '' ? sites : [...sites, typed])
    if (origins === null) return null
    setTyped('')
    if (needed && origins.length === 0) {
      setComplaint('Name at least one site that may send to this project.')
      return null
    }
    // Something else was taken than what was typed: that is to be seen before it counts.
    return shorteningNote([typed]) === null ? origins : null
  }

  return { sites, typed, setTyped, complaint, note, accept, take }
}

type Props = { field: ReturnType<typeof useSites>; error: string | undefined }

export const SitesField = ({ field: { sites, typed, setTyped, complaint, note, accept }, error }: Props) => (
  <>
    <TagsInput
      label="Sites"
      description="Only pages of these sites may send with the project’s publishable key. * stands for any one part of a host name, or for any port: https://*.shop.example, http://localhost:*. Alone, * lets any site send."
      placeholder={sites.length === 0 ? 'https://shop.example' : undefined}
      maxTags={ORIGINS_MAX}
      value={sites}
      onChange={accept}
      searchValue={typed}
      onSearchChange={setTyped}
      splitChars={[',', ' ']}
      // Submitting takes what is still typed; taking it on blur would move the button from under the pointer.
      acceptValueOnBlur={false}
      error={complaint ?? error}
    />
    <Text size="xs" mt={-8} role="status" hidden={note === null}>
      {note}
    </Text>
  </>
)
