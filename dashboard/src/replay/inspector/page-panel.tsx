// The elements of the page as it is shown now, to fold and unfold; the one that is pointed at is marked in the picture.
import { Button, Text } from '@mantine/core'
import { IconChevronRight, IconRefresh } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { formatClock } from '../../format/clock.ts'
import { countOf } from '../../format/count.ts'
import { usePlayer } from '../controls/use-player.ts'
import type { Player, TreeNode } from '../stage/player.ts'
import { attributesOf, buildTree, type DomRow, rowsOf } from './dom-tree.ts'
import classes from './inspector.module.css'
import { PanelEmpty, PanelSkeleton } from './panel-skeleton.tsx'

const ROW_PX = 24
/** Milliseconds after a seek, in which the picture comes. */
const SETTLES_MS = 300

type Read = { at: number; nodes: TreeNode[]; cut: number }

const useTree = (player: Player) => {
  const [read, setRead] = useState<Read | null>(null)
  const refresh = useCallback(async () => {
    const { at } = player.state
    const tree = await player.readTree().catch(() => ({ nodes: [], cut: 0 }))
    setRead({ at, ...tree })
  }, [player])
  const playing = usePlayer(player, (state) => state.playing)
  const still = usePlayer(player, (state) => (state.playing ? 0 : state.at))
  const tabId = usePlayer(player, (state) => state.tabId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read anew where it came to stand, and of another tab.
  useEffect(() => {
    if (playing) return
    const timer = setTimeout(() => void refresh(), SETTLES_MS)
    return () => clearTimeout(timer)
  }, [playing, still, tabId, refresh])
  return { read, refresh }
}

const Words = ({ row }: { row: DomRow }) => {
  const { node } = row
  if (node.name === '#text') return <span className={classes.domText}>{node.text.trim()}</span>
  if (node.name.startsWith('#')) return <span className={classes.domMeta}>{node.name}</span>
  return (
    <>
      <span className={classes.domName}>&lt;{node.name}</span>
      {attributesOf(node).map(([name, value]) => (
        <span key={name}>
          {' '}
          <span className={classes.domAttribute}>{name}</span>
          {value !== '' && <span className={classes.domValue}>="{value}"</span>}
        </span>
      ))}
      <span className={classes.domName}>&gt;</span>
    </>
  )
}

export const PagePanel = ({ player, from }: { player: Player; from: number }) => {
  const { read, refresh } = useTree(player)
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set())
  const [current, setCurrent] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const tree = useMemo(() => read && buildTree(read.nodes), [read])
  const rows = useMemo(() => (tree ? rowsOf(tree, toggled) : []), [tree, toggled])
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  })
  useEffect(() => () => player.highlight(undefined), [player])

  const toggle = ({ node }: DomRow) =>
    setToggled((was) => {
      const next = new Set(was)
      if (!next.delete(node.id)) next.add(node.id)
      return next
    })
  const goTo = (index: number) => {
    const to = Math.min(rows.length - 1, Math.max(0, index))
    setCurrent(to)
    list.scrollToIndex(to)
    player.highlight({ nodeId: rows[to]?.node.id })
  }
  const press = (event: KeyboardEvent) => {
    const row = rows[current]
    if (!row) return
    const steps: Record<string, () => void> = {
      ArrowDown: () => goTo(current + 1),
      ArrowUp: () => goTo(current - 1),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      ArrowRight: () => (row.branches && !row.open ? toggle(row) : goTo(current + 1)),
      ArrowLeft: () =>
        row.branches && row.open
          ? toggle(row)
          : goTo(rows.findIndex(({ node }) => node.id === row.node.parentId)),
      Enter: () => row.branches && toggle(row),
    }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    step()
  }

  if (!read) return <PanelSkeleton label="Reading the page" />
  if (rows.length === 0) return <PanelEmpty>At this moment there is no picture of the page.</PanelEmpty>
  return (
    <>
      <div className={classes.tools}>
        <Text size="xs" c="dimmed" role="status" className={classes.grow}>
          As it was at {formatClock(read.at - from)}
          {read.cut > 0 && `; ${countOf(read.cut, 'element')} more found no room`}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconRefresh size={13} aria-hidden="true" />}
          onClick={() => void refresh()}
        >
          Read again
        </Button>
      </div>
      <div className={classes.follow}>
        <div
          ref={scroller}
          className={classes.scroller}
          role="tree"
          aria-label="Elements of the page"
          tabIndex={0}
          aria-activedescendant={`dom-${rows[current]?.node.id}`}
          onKeyDown={press}
          onPointerLeave={() => player.highlight(undefined)}
        >
          <div className={classes.list} role="presentation" style={{ height: list.getTotalSize() }}>
            {list.getVirtualItems().map(({ index, start }) => {
              const row = rows[index]
              return (
                row && (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys.
                  // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus, and names this one.
                  <div
                    key={row.node.id}
                    id={`dom-${row.node.id}`}
                    role="treeitem"
                    aria-level={row.depth + 1}
                    aria-expanded={row.branches ? row.open : undefined}
                    aria-selected={index === current}
                    className={classes.dom}
                    style={{
                      transform: `translateY(${start}px)`,
                      paddingLeft: `${0.5 + Math.min(row.depth, 24) * 0.75}rem`,
                    }}
                    onClick={() => {
                      setCurrent(index)
                      if (row.branches) toggle(row)
                    }}
                    onPointerEnter={() => player.highlight({ nodeId: row.node.id })}
                  >
                    <IconChevronRight
                      size={12}
                      className={classes.twist}
                      data-open={row.open || undefined}
                      data-none={!row.branches || undefined}
                      aria-hidden="true"
                    />
                    <Words row={row} />
                  </div>
                )
              )
            })}
          </div>
        </div>
      </div>
    </>
  )
}
