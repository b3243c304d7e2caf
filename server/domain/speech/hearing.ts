import { byEnd, type Stretch } from './chain.ts'
import type { CuePlan } from './cue-plan.ts'
import { joinLists } from './lists.ts'

/** What is heard of a plan's literals in one utterance; used again for the next one, so that nothing is made for words in vain. */
export type Hearing = {
  /** Forgets the utterance before. `runs` are its runs of digits. */
  begin(runs: readonly Stretch[]): void
  add(literal: number, from: number, to: number, quality: number): void
  /** Groups of which anything was heard. */
  groups(): readonly number[]
  /** Whether anything was heard of every group of a cue. */
  hasAll(cue: number): boolean
  /** What was heard of a group, in the order of `byEnd`. */
  gather(group: number): readonly Stretch[]
}

const isInOrder = (stretches: readonly Stretch[]): boolean => {
  for (let i = 1; i < stretches.length; i++)
    if (byEnd(stretches[i - 1] as Stretch, stretches[i] as Stretch) > 0) return false
  return true
}

export const createHearing = ({ cues, groups: planned, literals, groupsOf, digits }: CuePlan): Hearing => {
  /** By literal, the number of what was heard of it last, from 1; 0 = nothing. */
  const last = new Int32Array(literals.length)
  /** By that number, what was heard; `before` is the number of what was heard of the same literal before. */
  const heard = { from: [0], to: [0], quality: [0], before: [0] }
  let count = 0
  let runs: readonly Stretch[] = []
  let literalsHeard: number[] = []
  let groupsHeard: number[] = []
  const groupLists = joinLists(groupsOf)
  const cueGroups = joinLists(cues.map(({ groups }) => groups))
  const isHeard = new Uint8Array(planned.length)

  const mark = (group: number): void => {
    if (isHeard[group] === 1) return
    isHeard[group] = 1
    groupsHeard.push(group)
  }

  return {
    begin(digitRuns) {
      for (const literal of literalsHeard) last[literal] = 0
      for (const group of groupsHeard) isHeard[group] = 0
      literalsHeard = []
      groupsHeard = []
      count = 0
      runs = digitRuns
      if (digits !== undefined && runs.length > 0) mark(digits)
    },
    add(literal, from, to, quality) {
      if (last[literal] === 0) {
        literalsHeard.push(literal)
        const behind = groupLists.starts[literal + 1] as number
        for (let i = groupLists.starts[literal] as number; i < behind; i++) mark(groupLists.items[i] as number)
      }
      count++
      heard.from[count] = from
      heard.to[count] = to
      heard.quality[count] = quality
      heard.before[count] = last[literal] as number
      last[literal] = count
    },
    groups: () => groupsHeard,
    hasAll(cue) {
      const behind = cueGroups.starts[cue + 1] as number
      for (let i = cueGroups.starts[cue] as number; i < behind; i++)
        if (isHeard[cueGroups.items[i] as number] === 0) return false
      return true
    },
    gather(group) {
      const wordings = planned[group]
      if (!wordings) return runs
      const stretches: Stretch[] = []
      for (const literal of wordings)
        for (let number = last[literal] as number; number > 0; number = heard.before[number] as number) {
          const from = heard.from[number] as number
          const to = heard.to[number] as number
          stretches.push({ from, to, quality: heard.quality[number] as number })
        }
      return isInOrder(stretches) ? stretches : stretches.sort(byEnd)
    },
  }
}
