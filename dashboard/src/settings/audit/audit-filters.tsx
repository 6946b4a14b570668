// Narrows the audit log to an action and a session; both stand in the address.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import audit from './audit-log.module.css'
import { type AuditSearch, parseAuditSearch } from './audit-search.ts'
import { ACTION_WORDS } from './audit-sentence.ts'

export const AuditFilters = ({ action, session }: AuditSearch) => {
  const navigate = useNavigate({ from: '/settings/audit-log' })
  const [typed, setTyped] = useState(session ?? '')
  const narrow = (next: AuditSearch) =>
    void navigate({ search: (all) => ({ ...all, ...next }), replace: true, resetScroll: false })
  const id = parseAuditSearch({ session: typed.trim() }).session
  const complaint =
    typed.trim() === '' || id ? undefined : 'Write a session’s whole id, as its address has it.'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!complaint) narrow({ session: id })
  }
  return (
    <form className={audit.filters} onSubmit={submit} aria-label="Narrow the log">
      <NativeSelect
        label="Action"
        value={action ?? ''}
        data={[{ value: '', label: 'All' }, ...ACTION_WORDS]}
        onChange={(event) => narrow({ action: event.currentTarget.value || undefined })}
      />
      <TextInput
        className={audit.session}
        label="Session"
        placeholder="Its id"
        value={typed}
        error={complaint}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => !complaint && id !== session && narrow({ session: id })}
        spellCheck={false}
      />
      {(action ?? session) !== undefined && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setTyped('')
            narrow({ action: undefined, session: undefined })
          }}
        >
          Clear
        </Button>
      )}
    </form>
  )
}
