// What the audit log is narrowed to, as it stands in the address: the API's own names.

export type AuditSearch = { action?: string; session?: string }

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const ACTION = /^[a-z]+\.[a-z-]+$/

const fitting = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value.toLowerCase() : undefined

/** Of what an address may hold, what the log can be asked for. */
export const parseAuditSearch = ({ action, session }: Record<string, unknown>): AuditSearch => ({
  action: fitting(action, ACTION),
  session: fitting(session, UUID),
})
