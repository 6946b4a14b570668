// The figures at a glance, each with its change; the chosen one is drawn below.
import { NativeSelect, Skeleton, UnstyledButton } from '@mantine/core'
import type { Figures } from '../../../../core/analytics/figures.ts'
import { changeOf, formatChange, formatFigure, shortFigure } from '../../format/figure.ts'
import analytics from '../analytics.module.css'
import type { Answer } from '../ask.ts'
import { BOUNCE_HINTS, BOUNCE_WORDS, figureOf, KPI_FACTS } from '../figures.ts'
import { KPIS, type Kpi } from '../kpis.ts'
import { BOUNCE_MODES, type BounceMode } from '../search.ts'
import classes from './overview.module.css'

type Props = {
  answer: Answer<Figures> | undefined
  /** Of what was asked before. */
  stale: boolean
  kpi: Kpi
  onChoose: (kpi: Kpi) => void
  bounce: BounceMode
  onBounce: (mode: BounceMode) => void
}

export const KpiCards = ({ answer, stale, kpi, onChoose, bounce, onBounce }: Props) => (
  <div className={classes.kpis} aria-busy={stale || !answer}>
    {KPIS.map((one) => (
      <div key={one} className={classes.kpi} data-chosen={one === kpi || undefined}>
        <UnstyledButton
          className={classes.choose}
          aria-pressed={one === kpi}
          title={KPI_FACTS[one].hint}
          onClick={() => onChoose(one)}
          data-kpi={one}
        >
          <span className={classes.kpiLabel}>{KPI_FACTS[one].label}</span>
          <span className={stale ? analytics.stale : undefined}>
            <KpiFigure kpi={one} answer={answer} />
          </span>
        </UnstyledButton>
        {one === 'bounceRate' && one === kpi && (
          <NativeSelect
            className={classes.bounce}
            size="xs"
            aria-label="What a bounce is"
            title={BOUNCE_HINTS[bounce]}
            data={BOUNCE_MODES.map((mode) => ({ value: mode, label: BOUNCE_WORDS[mode] }))}
            value={bounce}
            onChange={({ currentTarget: { value } }) =>
              onBounce(BOUNCE_MODES.find((mode) => mode === value) ?? 'engaged')
            }
          />
        )}
      </div>
    ))}
  </div>
)

const KpiFigure = ({ kpi, answer }: { kpi: Kpi; answer: Answer<Figures> | undefined }) => {
  if (!answer) return <Skeleton height={28} width={72} my={4} />
  const { kind } = KPI_FACTS[kpi]
  const value = figureOf(kpi, answer.rows[0])
  const before = answer.compared ? figureOf(kpi, answer.compared.rows[0]) : undefined
  return (
    <span className={classes.figure}>
      <span className={classes.value} title={formatFigure(kind, value)}>
        {shortFigure(kind, value)}
      </span>
      <Change kpi={kpi} now={value} before={before} />
    </span>
  )
}

const Change = ({
  kpi,
  now,
  before,
}: {
  kpi: Kpi
  now: number | null
  before: number | null | undefined
}) => {
  const change = changeOf(now, before)
  if (change === null || before === undefined) return null
  const { kind, good } = KPI_FACTS[kpi]
  const tone = change === 0 ? 'same' : change > 0 === good > 0 ? 'good' : 'bad'
  return (
    <span className={classes.change} data-tone={tone} title={`Before: ${formatFigure(kind, before)}`}>
      {formatChange(change)}
    </span>
  )
}
