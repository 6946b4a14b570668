// Public links to a session: makes one, shows it this once, and lists those that are good.
import { Button, Checkbox, NativeSelect, Radio, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { CreatedShare, CreateShare, Share } from '../../../../core/shares/share.ts'
import { useCreation } from '../../app/use-creation.ts'
import { formatClock } from '../../format/clock.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatMoment } from '../../format/time.ts'
import { CopyField } from '../../shell/copy-field.tsx'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import type { Where } from '../fetch/replay-queries.ts'
import type { Handed } from '../handed.ts'
import classes from './keep.module.css'
import { createShare, revokeShare, sharesQuery } from './keep-requests.ts'

type Props = { where: Where; replay: Replay; at: number; part?: Handed; onClose: () => void }
type Part = 'all' | 'from' | 'minute' | 'given'

const EXPIRIES = [
  { value: '3600', label: 'In an hour' },
  { value: '86400', label: 'In a day' },
  { value: '604800', label: 'In 7 days' },
  { value: '2592000', label: 'In 30 days' },
]
const HALF_MINUTE_MS = 30_000

const linkOf = (token: string): string => `${location.origin}/shared/${token}`

const boundsOf = (part: Part, at: number, given: Handed | undefined): Pick<CreateShare, 'from' | 'to'> => {
  if (part === 'all') return {}
  if (part === 'given') return given ? { from: given.from, to: given.to } : {}
  const moment = Math.round(at)
  return part === 'from' ? { from: moment } : { from: moment - HALF_MINUTE_MS, to: moment + HALF_MINUTE_MS }
}

const says = ({ mask, withInspector, from, to }: Share, replay: Replay): string => {
  const clock = (moment: number) => formatClock(Math.max(0, moment - replay.from))
  const part = [from !== null && `from ${clock(from)}`, to !== null && `to ${clock(to)}`]
    .filter(Boolean)
    .join(' ')
  return [
    part || 'Whole session',
    mask === 'all_text' ? 'texts hidden' : 'as recorded',
    withInspector && 'with console and requests',
  ]
    .filter(Boolean)
    .join(', ')
}

const Links = ({ where, replay }: Pick<Props, 'where' | 'replay'>) => {
  const { data } = useQuery(sharesQuery(where))
  const queries = useQueryClient()
  const revoking = useMutation({
    mutationFn: (shareId: string) => revokeShare(where, shareId),
    onSettled: () => queries.invalidateQueries({ queryKey: sharesQuery(where).queryKey }),
  })
  if (!data || data.shares.length === 0) return null
  return (
    <section aria-label="Links that are good">
      <Text fw={600} size="sm" mb={4}>
        Links that are good
      </Text>
      <ProblemAlert error={revoking.error} />
      <ul className={classes.links}>
        {data.shares.map((share) => (
          <li key={share.shareId} className={classes.link} data-share={share.shareId}>
            <span>
              {says(share, replay)}
              <Text component="span" size="xs" c="dimmed" display="block">
                {share.createdBy.email}, until {formatMoment(share.expiresAt)}
              </Text>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              color="red"
              loading={revoking.isPending && revoking.variables === share.shareId}
              onClick={() => revoking.mutate(share.shareId)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Made = ({ made, onClose }: { made: CreatedShare; onClose: () => void }) => (
  <Dialog title="The link is made" onClose={onClose}>
    <Stack gap="md">
      <Text size="sm">
        Whoever has it watches without a login, until {formatMoment(made.share.expiresAt)}. It is shown this
        once: copy it now.
      </Text>
      <CopyField value={linkOf(made.token)} label="the link" />
      <DialogActions>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Stack>
  </Dialog>
)

export const ShareDialog = ({ where, replay, at, part: given, onClose }: Props) => {
  const [expiresIn, setExpiresIn] = useState('604800')
  const [part, setPart] = useState<Part>(given ? 'given' : 'all')
  const [mask, setMask] = useState<'all_text' | 'as_recorded'>('all_text')
  const [inspector, setInspector] = useState(false)
  const [made, setMade] = useState<CreatedShare | null>(null)
  const queries = useQueryClient()
  const creation = useCreation(
    (body: CreateShare, key: string) => createShare(where, body, key),
    (created) => {
      setMade(created)
      return queries.invalidateQueries({ queryKey: sharesQuery(where).queryKey })
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (creation.isPending) return
    const withInspector = inspector && mask === 'as_recorded'
    creation.mutate({ expiresIn: Number(expiresIn), mask, withInspector, ...boundsOf(part, at, given) })
  }
  if (made) return <Made made={made} onClose={onClose} />
  const moment = formatClock(Math.max(0, at - replay.from))
  return (
    <Dialog title="Share this session" onClose={onClose} wide>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            Members of the project need no public link: the address of the page leads them to the moment that
            it shows.
          </Text>
          <ProblemAlert error={creation.error} />
          <Radio.Group
            label="Texts and images"
            value={mask}
            onChange={(value) => setMask(value as 'all_text' | 'as_recorded')}
          >
            <Stack gap="xs" mt={6}>
              <Radio
                value="all_text"
                label="Hidden"
                description="No text, picture or address leaves us. Shapes that the page itself draws stay, as icons are."
              />
              <Radio
                value="as_recorded"
                label="As recorded"
                description="What your masking rules left readable."
              />
            </Stack>
          </Radio.Group>
          <Checkbox
            label="With console and requests"
            description="Only as recorded, as they are texts."
            disabled={mask === 'all_text'}
            checked={inspector && mask === 'as_recorded'}
            onChange={(event) => setInspector(event.currentTarget.checked)}
          />
          <Radio.Group label="Which part" value={part} onChange={(value) => setPart(value as Part)}>
            <Stack gap="xs" mt={6}>
              {given && (
                <Radio
                  value="given"
                  label={`The highlight “${given.title}”, ${formatDuration(given.to - given.from)}`}
                />
              )}
              <Radio value="all" label="The whole session" />
              <Radio value="from" label={`From ${moment} on`} />
              <Radio value="minute" label={`The minute around ${moment}`} />
            </Stack>
          </Radio.Group>
          <NativeSelect
            label="Expires"
            data={EXPIRIES}
            value={expiresIn}
            onChange={(event) => setExpiresIn(event.currentTarget.value)}
          />
          <Links where={where} replay={replay} />
          <DialogActions>
            <Button variant="default" type="button" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={creation.isPending}>
              Make a public link
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
