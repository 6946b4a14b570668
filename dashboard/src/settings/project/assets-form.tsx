// Whether what recorded pages show from other files is kept, and from which hosts beside the project's own sites.
import { Switch, Textarea } from '@mantine/core'
import { useState } from 'react'
import { assetHostSchema } from '../../../../core/assets/asset-hosts.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { fieldError } from '../../api/problem.ts'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'

const MAX_HOSTS = 50

const readHosts = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .map((host) => host.toLowerCase())
      .filter((host) => host !== ''),
  ),
]

const complaintOf = (hosts: string[]): string | undefined => {
  const wrong = hosts.find((host) => !assetHostSchema.safeParse(host).success)
  if (wrong !== undefined) return `“${wrong}” is no host: write it as cdn.example.net or *.example.net`
  return hosts.length > MAX_HOSTS ? `At most ${MAX_HOSTS} hosts` : undefined
}

export const AssetsForm = ({ project }: { project: MemberProject }) => {
  const [enabled, setEnabled] = useState(project.assets.enabled)
  const [text, setText] = useState(project.assets.hosts.join('\n'))
  const change = useProjectChange(project.projectId)
  const hosts = readHosts(text)
  const complaint = complaintOf(hosts)
  const assets = { enabled, hosts }
  return (
    <FormSection
      title="Styles, fonts and images"
      hint="What pages load from files is fetched once a day and kept, so that a replay still looks right after your next release."
      fields={['assets']}
      change={change}
      changed={JSON.stringify(assets) !== JSON.stringify(project.assets)}
      onSave={() => {
        if (complaint === undefined) change.mutate({ assets })
      }}
    >
      <Switch
        label="Keep what recorded pages load"
        description="Off, a replay shows only what is in the recording itself."
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      <Textarea
        label="Hosts beside your own sites"
        description="Those of your CDN and fonts, one a line. The project’s origins and all below them need not be named. Files are fetched without cookies: what needs a login is not."
        autosize
        minRows={2}
        maxRows={10}
        disabled={!enabled}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={complaint ?? fieldError(change.error, 'assets.hosts')}
        spellCheck={false}
      />
    </FormSection>
  )
}
